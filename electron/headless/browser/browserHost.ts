import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StoreEntry } from '../../../shared/host.ts';
import { InspectorError, toWire } from '../../../shared/protocol/errors.ts';
import { findAsset, securityHeaders } from '../../paths/assets.ts';
import { grantOf, type StorePath, storeEntry } from '../../paths/storeEntry.ts';
import type { NodeWorker } from '../nodeWorker.ts';
import { bearerOf, createToken, fetchedFromElsewhere, hostIsOurs, originIsOurs, sameToken } from './guard.ts';
import type { HostStores } from './hostStores.ts';
import { acceptSockets } from './sockets.ts';
import { createUploads } from './uploads.ts';

export interface BrowserHostOptions {
  /** Folder of the built page. */
  readonly pageFolder: string;
  readonly worker: NodeWorker;
  readonly stores: HostStores;
  /** 0 takes a free one. */
  readonly port: number;
  /** Bytes of all uploads together. */
  readonly uploadLimit?: number;
  /** Origin of a development server that serves the page in our place and hands its requests on to us. */
  readonly pageOrigin?: () => string;
}

export interface BrowserHost {
  readonly port: number;
  /** The one address to open. The token is in the fragment, which no request ever carries. */
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** Serves the page, its connection to the worker and uploads on 127.0.0.1, to whoever holds the token. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { pageFolder, worker, stores } = options;
  const token = createToken();
  const uploads = createUploads(options.uploadLimit);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(request, response, statusOf(error), error));
  });
  let port = 0;
  const fromPage = (request: IncomingMessage): boolean =>
    originIsOurs(request) || (options.pageOrigin !== undefined && request.headers.origin === options.pageOrigin());

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!hostIsOurs(request, port)) return refuse(request, response, 421);
    if (fetchedFromElsewhere(request)) return refuse(request, response, 403);
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    if (!url) return refuse(request, response, 400);
    if (url.pathname.startsWith('/host/')) {
      if (!sameToken(bearerOf(request), token)) return refuse(request, response, 403);
      if (url.pathname === '/host/stores' && isRead) return sendJson(request, response, stores);
      if (url.pathname === '/host/upload' && request.method === 'POST') {
        if (!fromPage(request)) return refuse(request, response, 403);
        return upload(url.searchParams, request, response);
      }
      return refuse(request, response, 404);
    }
    if (!isRead) return refuse(request, response, 405);
    const asset = await findAsset(pageFolder, url.pathname);
    if (!asset) return refuse(request, response, 404);
    response.writeHead(200, { 'Content-Type': asset.type, 'Content-Length': asset.bytes });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(asset.path)
        .on('error', () => response.destroy())
        .pipe(response);
  }

  async function upload(params: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, group } = await uploads.take(params.get('group') ?? '', params.get('name') ?? '', request);
    await worker.grant({ ...grantOf(path), passing: true });
    await worker.grant({ ...grantOf(group), passing: true });
    const entryOf = (taken: StorePath): StoreEntry => ({ ...storeEntry(taken), where: 'dropped here' });
    sendJson(request, response, { entry: entryOf(path), together: entryOf(group) });
  }

  const sockets = acceptSockets(
    server,
    worker,
    (request) => {
      if (!hostIsOurs(request, port)) return 421;
      return fromPage(request) ? null : 403;
    },
    token,
  );

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new InspectorError('bad-request', `Port ${options.port} cannot be used: ${error.message}.`)
          : error,
      ),
    );
    server.listen(options.port, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  return {
    port,
    token,
    url: `http://127.0.0.1:${port}/#token=${token}`,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      uploads.dispose();
    },
  };
}

function sendJson(request: IncomingMessage, response: ServerResponse, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const reasons: Readonly<Record<number, string>> = {
  400: 'This request cannot be understood.',
  403: 'Refused. Open the address that was printed when the browser host started.',
  404: 'There is nothing here.',
  405: 'Only reading is possible here.',
  413: 'Too large.',
  421: 'This host answers to 127.0.0.1 and localhost only.',
  500: 'Something went wrong in the browser host.',
};

const statusOf = (error: unknown): number => {
  const { code } = toWire(error);
  return code === 'bad-request' ? 400 : code === 'limit-exceeded' ? 413 : 500;
};

/** A refusal in plain text; with `error`, as the wire shape that the page understands. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, error?: unknown): void {
  if (response.headersSent) return void response.destroy();
  const body = error === undefined ? `${reasons[status]}\n` : JSON.stringify(toWire(error));
  // What is left of an upload is not read: the connection ends with the answer.
  response.writeHead(status, {
    'Content-Type': error === undefined ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

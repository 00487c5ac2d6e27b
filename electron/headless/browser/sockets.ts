import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { NodeWorker } from '../nodeWorker.ts';
import { sameToken } from './guard.ts';

/** Also in `renderer/hosts/browserHost.ts`. */
const PROTOCOL = 'eventloupe.v1';
/** A request is small; projection code is the largest. */
const MAX_MESSAGE_BYTES = 8_000_000;

/**
 * Gives every socket of the page a connection of its own to the worker. Frames are JSON in both directions. The token
 * comes as a second subprotocol, since a page cannot set headers on a socket. `refuse` answers a status or `null`.
 */
export function acceptSockets(
  server: Server,
  worker: NodeWorker,
  refuse: (request: IncomingMessage) => number | null,
  token: string,
): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => PROTOCOL,
  });

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
    const given = offered.find((protocol) => protocol.startsWith('token.'))?.slice('token.'.length);
    const trusted = offered.includes(PROTOCOL) && sameToken(given, token);
    const status = refuse(request) ?? (request.url !== '/host/socket' ? 404 : trusted ? null : 403);
    if (status !== null) {
      stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => join(socket, worker));
  });
  return {
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function join(socket: WebSocket, worker: NodeWorker): void {
  const port = worker.connect();
  port.onMessage((message) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  });
  // 1011: the worker has gone. The page says so and may connect again.
  port.onClose(() => socket.close(1011, 'worker-lost'));
  socket.on('message', (data, isBinary) => {
    try {
      if (isBinary) throw new SyntaxError('Only text is understood here.');
      port.post(JSON.parse(String(data)));
    } catch {
      socket.close(1007, 'not JSON');
    }
  });
  socket.on('close', () => port.close());
  socket.on('error', () => socket.terminate());
}

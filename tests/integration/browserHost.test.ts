import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type BrowserHost, startBrowserHost } from '../../electron/headless/browser/browserHost.ts';
import { grantHostStores } from '../../electron/headless/browser/hostStores.ts';
import { createNodeWorker, type NodeWorker } from '../../electron/headless/nodeWorker.ts';
import { storeEntry } from '../../electron/paths/storeEntry.ts';
import type { StoreEntry } from '../../shared/host.ts';
import { createClient } from '../../shared/protocol/client.ts';
import type { Port } from '../../shared/protocol/port.ts';

// Any page in any browser can send requests to 127.0.0.1. What it must not get is tested here, over real sockets.

const LIMIT = 100_000;
let folder: string;
let worker: NodeWorker;
let host: BrowserHost;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'eventloupe-test-'));
  mkdirSync(join(folder, 'page/assets'), { recursive: true });
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'page/assets/app.js'), 'export {};');
  writeFileSync(join(folder, 'secret.json'), '{}');
  writeFileSync(join(folder, 'named.jsonl'), '{"streamId":"a-1","type":"Opened","data":{"n":1}}\n');
  writeFileSync(join(folder, 'other.jsonl'), '{"streamId":"a-1","type":"Opened","data":{"n":1}}\n');
  worker = createNodeWorker(new URL('../../electron/worker/index.ts', import.meta.url));
  host = await startBrowserHost({
    pageFolder: join(folder, 'page'),
    worker,
    stores: await grantHostStores(worker, [join(folder, 'named.jsonl')], join(folder, 'no-samples')),
    port: 0,
    uploadLimit: LIMIT,
  });
});

afterAll(async () => {
  await host.close();
  await worker.close();
  rmSync(folder, { recursive: true });
});

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Sends exactly this path and these headers: `fetch` would tidy up both. */
function ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: host.port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const bearer = (): Record<string, string> => ({ authorization: `Bearer ${host.token}` });
const origin = (): Record<string, string> => ({ origin: `http://127.0.0.1:${host.port}` });

describe('the page', () => {
  it('is served with a strict policy and nothing that caches or leaks', async () => {
    const { status, headers, text } = await ask('/');
    expect(status).toBe(200);
    expect(text).toContain('<title>page</title>');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'content-length': String(text.length),
    });
  });

  it('answers HEAD without a body', async () => {
    expect(await ask('/assets/app.js', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/../../secret.json',
    '/assets/%2e%2e%5c%2e%2e%5csecret.json',
    '/%00',
    '/%zz',
    '/assets',
    '/missing.js',
  ])('has nothing at %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('answers 400 to an address that is none', async () => {
    expect((await ask('//evil.example:99999/')).status).toBe(400);
  });

  it('refuses any other method', async () => {
    expect((await ask('/', { method: 'POST' })).status).toBe(405);
    expect((await ask('/', { method: 'DELETE' })).status).toBe(405);
  });

  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', '[::1]'])('answers 421 to the host name %s', async (name) => {
    expect((await ask('/', { headers: { host: name } })).status).toBe(421);
  });

  it('answers to localhost', async () => {
    expect((await ask('/', { headers: { host: `localhost:${host.port}` } })).status).toBe(200);
  });

  it('may be linked to, but not embedded or fetched, from another site', async () => {
    const from = (dest: string) => ({ headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': dest } });
    expect((await ask('/', from('document'))).status).toBe(200);
    for (const dest of ['iframe', 'script', 'empty', 'image']) expect((await ask('/', from(dest))).status).toBe(403);
  });
});

describe('what the page asks the host', () => {
  it('needs the token', async () => {
    expect((await ask('/host/stores')).status).toBe(403);
    expect((await ask('/host/stores', { headers: { authorization: 'Bearer wrong' } })).status).toBe(403);
    const { status, text } = await ask('/host/stores', { headers: bearer() });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ initial: { name: 'named.jsonl' }, samples: [] });
  });

  it('names no path below the folder it may show', async () => {
    const { text } = await ask('/host/stores', { headers: bearer() });
    expect(text).not.toContain(join(folder, 'named.jsonl'));
  });
});

describe('an upload', () => {
  const line = '{"streamId":"up-1","type":"Uploaded","data":{}}\n';
  const path = (name: string, group = 'group-0001') => `/host/upload?${new URLSearchParams({ group, name })}`;
  const send = (to: string, headers: Record<string, string>, body = line) => ask(to, { method: 'POST', headers, body });

  it('needs the token and a page of ours', async () => {
    expect((await send(path('a.jsonl'), origin())).status).toBe(403);
    expect((await send(path('a.jsonl'), bearer())).status).toBe(403);
    expect((await send(path('a.jsonl'), { ...bearer(), origin: 'http://evil.example' })).status).toBe(403);
    expect((await send(path('a.jsonl'), { ...bearer(), origin: 'null' })).status).toBe(403);
  });

  it('can be opened, and only then', async () => {
    const { status, text } = await send(path('a.jsonl'), { ...bearer(), ...origin() });
    expect(status).toBe(200);
    const { entry } = JSON.parse(text) as { entry: StoreEntry };
    expect(entry).toMatchObject({ name: 'a.jsonl' });
    const client = createClient(await connect());
    expect(await client.call('store.open', { ref: entry.ref, cache: false })).toMatchObject({ events: 1 });
    client.close();
  });

  it('can be opened together with the others of its group', async () => {
    const all = { ...bearer(), ...origin() };
    await send(path('part-2.jsonl', 'group-0002'), all, line);
    const { text } = await send(path('part-1.jsonl', 'group-0002'), all, line.replace('up-1', 'up-2'));
    const { together } = JSON.parse(text) as { together: StoreEntry };
    expect(together).toMatchObject({ name: 'part-2.jsonl and 1 more' });
    const client = createClient(await connect());
    expect(await client.call('store.open', { ref: together.ref, cache: false })).toMatchObject({
      events: 2,
      streams: 2,
    });
    client.close();
  });

  it.each(['../a.jsonl', 'a/b.jsonl', '..', '', 'a\u0000.jsonl', 'c:a.jsonl', 'a\\b.jsonl', 'x'.repeat(300)])(
    'is refused under the name %o',
    async (name) => expect((await send(path(name), { ...bearer(), ...origin() })).status).toBe(400),
  );

  it('is refused in a group that names a folder elsewhere', async () => {
    expect((await send(path('a.jsonl', '../../../etc'), { ...bearer(), ...origin() })).status).toBe(400);
  });

  it('ends at the limit, said beforehand or found on the way', async () => {
    const all = { ...bearer(), ...origin() };
    const whole = await send(path('big.jsonl'), all, 'x'.repeat(LIMIT + 1));
    expect(whole.status).toBe(413);
    expect(JSON.parse(whole.text)).toMatchObject({ code: 'limit-exceeded' });
  });

  it('is gone after the host has ended', async () => {
    const own = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`eventloupe-${process.pid}-`));
    const before = own();
    const second = await startBrowserHost({
      pageFolder: join(folder, 'page'),
      worker,
      stores: { initial: null, named: [], samples: [] },
      port: 0,
    });
    const answer = await fetch(`http://127.0.0.1:${second.port}${path('a.jsonl')}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${second.token}`, origin: `http://127.0.0.1:${second.port}` },
      body: line,
    });
    expect(answer.status).toBe(200);
    const added = own().filter((name) => !before.includes(name));
    expect(added).toHaveLength(1);
    await second.close();
    expect(existsSync(join(tmpdir(), added[0]!))).toBe(false);
  });
});

interface Knock {
  readonly path?: string;
  readonly protocols?: string[];
  readonly headers?: Record<string, string>;
}

/** The status that a socket is refused with, or 101. */
function knock({ path = '/host/socket', protocols, headers = origin() }: Knock = {}): Promise<number> {
  return new Promise((resolve) => {
    const offered = protocols ?? ['eventloupe.v1', `token.${host.token}`];
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, offered, { headers });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode!));
    socket.on('error', () => resolve(0));
    socket.on('open', () => {
      resolve(101);
      socket.close();
    });
  });
}

function connect(): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/host/socket`, ['eventloupe.v1', `token.${host.token}`], {
      headers: origin(),
    });
    socket.on('error', reject);
    socket.on('open', () =>
      resolve({
        post: (message) => socket.send(JSON.stringify(message)),
        onMessage: (listener) => void socket.on('message', (data) => listener(JSON.parse(String(data)))),
        onClose: (listener) => void socket.on('close', () => listener()),
        close: () => socket.close(),
      }),
    );
  });
}

describe('a socket', () => {
  it('opens for our page with the token, and never says the token back', async () => {
    expect(await knock()).toBe(101);
  });

  it.each<[string, () => Knock, number]>([
    ['without a token', () => ({ protocols: ['eventloupe.v1'] }), 403],
    ['with a wrong token', () => ({ protocols: ['eventloupe.v1', 'token.wrong'] }), 403],
    ['without our protocol', () => ({ protocols: [`token.${host.token}`] }), 403],
    ['from another origin', () => ({ headers: { origin: 'http://evil.example' } }), 403],
    ['without an origin', () => ({ headers: {} }), 403],
    ['to another host name', () => ({ headers: { ...origin(), host: 'evil.example' } }), 421],
    ['to another path', () => ({ path: '/' }), 404],
  ])('is refused %s', async (_name, how, status) => {
    expect(await knock(how())).toBe(status);
  });

  it('opens what was named and nothing else', async () => {
    const client = createClient(await connect());
    const named = storeEntry(join(folder, 'named.jsonl')).ref;
    const other = storeEntry(join(folder, 'other.jsonl')).ref;
    expect(await client.call('store.open', { ref: named, cache: false })).toMatchObject({ events: 1 });
    await expect(client.call('store.open', { ref: other, cache: false })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(client.call('store.open', { ref: join(folder, 'other.jsonl'), cache: false })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    client.close();
  });

  it('is closed when the worker ends, and the next one is served by a new worker', async () => {
    const client = createClient(await connect());
    const lost = new Promise<void>((resolve) => client.onLost(resolve));
    const ref = storeEntry(join(folder, 'named.jsonl')).ref;
    await client.call('store.open', { ref, cache: false });
    await worker.close();
    await lost;
    const again = createClient(await connect());
    expect(await again.call('store.open', { ref, cache: false })).toMatchObject({ events: 1 });
    again.close();
  });

  it('that sends what is no request harms nobody else', async () => {
    const client = createClient(await connect());
    const port = await connect();
    for (const message of [null, 5, [], 'call', { k: 'call' }]) port.post(message);
    await expect(client.call('store.summary', {})).rejects.toMatchObject({ code: 'not-open' });
    port.close();
    client.close();
  });

  it('that sends what is not JSON is closed', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/host/socket`, ['eventloupe.v1', `token.${host.token}`], {
      headers: origin(),
    });
    const code = await new Promise<number>((resolve) => {
      socket.on('open', () => socket.send('{'));
      socket.on('close', resolve);
    });
    expect(code).toBe(1007);
  });
});

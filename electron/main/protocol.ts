import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { findAsset, securityHeaders } from '../paths/assets.ts';

const SCHEME = 'app';
const HOST = 'eventloupe';

/** The page's address. Its own scheme and not `file:`, so that it has an origin of its own and headers. */
export const PAGE_URL = `${SCHEME}://${HOST}/index.html`;
export const PAGE_ORIGIN = `${SCHEME}://${HOST}`;

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page from `pageFolder`, and nothing outside it. */
export function servePage(pageFolder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    const asset = url.host === HOST ? await findAsset(pageFolder, url.pathname) : null;
    if (!asset) return new Response('There is nothing here.\n', { status: 404, headers: { ...securityHeaders } });
    return new Response(await readFile(asset.path), {
      headers: { ...securityHeaders, 'Content-Type': asset.type, 'Content-Length': String(asset.bytes) },
    });
  });
}

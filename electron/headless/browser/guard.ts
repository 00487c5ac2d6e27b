import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

// Loopback is not private: any page in any browser, and any process of any user, can knock here.

/** 24 random bytes; whoever has them may open what this host may open. */
export const createToken = (): string => randomBytes(24).toString('base64url');

/** Compares without telling by its time how much was right. */
export function sameToken(given: string | undefined, token: string): boolean {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Only names that cannot be rebound to us by a foreign DNS server. */
export const hostIsOurs = (request: IncomingMessage, port: number): boolean =>
  request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;

/** Whether a page of ours asks: browsers set Origin themselves. */
export const originIsOurs = (request: IncomingMessage): boolean =>
  request.headers.origin === `http://${request.headers.host}`;

/** Another site may link to the page, but not embed or fetch any part of it. */
export function fetchedFromElsewhere(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== 'cross-site' && site !== 'same-site') return false;
  return request.headers['sec-fetch-dest'] !== 'document';
}

/** The token a script sends: `Authorization: Bearer …`. A form or an image of a foreign page cannot. */
export function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
}

import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/canonicalJson.ts';

/** An event as whoever hashed it may have seen it. */
export interface HashedEvent {
  readonly hash: string;
  /** The hash of the event before, as this one has it; `null` for the first one. */
  readonly previous: string | null;
  /** JSON text of the payload, without the members that hold hashes. */
  readonly payload: string;
  readonly eventId: string;
  readonly type: string;
  readonly streamId: string;
  readonly revision: string;
}

/** A way to compute the hash of an event. */
export interface HashRecipe {
  /** For a person: `sha256 of previous hash, payload`. */
  readonly name: string;
  fits(event: HashedEvent): boolean;
}

/** Digits of a hash in hexadecimal -> what makes such hashes. */
const algorithms: Readonly<Record<number, string>> = {
  32: 'md5',
  40: 'sha1',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
};

type Part = 'previous hash' | 'payload' | 'id' | 'type' | 'stream' | 'revision';

/** What is hashed together, in this order. */
const orders: readonly (readonly Part[])[] = [
  ['previous hash', 'payload'],
  ['payload', 'previous hash'],
  ['payload'],
  ['previous hash', 'id', 'payload'],
  ['previous hash', 'type', 'payload'],
  ['previous hash', 'id', 'type', 'payload'],
  ['previous hash', 'stream', 'type', 'payload'],
  ['previous hash', 'stream', 'revision', 'type', 'payload'],
  ['previous hash', 'id', 'stream', 'type', 'payload'],
  ['previous hash', 'id', 'stream', 'revision', 'type', 'payload'],
];
const separators: readonly string[] = ['', '|', ':', ',', '\n'];

/** How the payload is written for it. */
const writings: Readonly<Record<string, (text: string) => string>> = {
  'as stored': (text) => text,
  'as JSON.stringify writes it': (text) => JSON.stringify(JSON.parse(text)),
  'as canonical JSON': (text) => canonicalJson(JSON.parse(text)),
};

/** The first recipe that gives the hashes of all `events`; `null` when none of those that are known does. */
export function findRecipe(events: readonly HashedEvent[]): HashRecipe | null {
  const [first] = events;
  if (first === undefined) return null;
  const digits = hexOf(first.hash).length;
  const algorithm = algorithms[digits];
  if (algorithm === undefined) return null;
  for (const [writing, write] of Object.entries(writings)) {
    for (const order of orders) {
      for (const separator of order.length === 1 ? [''] : separators) {
        const fits = (event: HashedEvent): boolean => {
          const parts = order.map((part) => (part === 'payload' ? write(event.payload) : partOf(event, part)));
          const digest = createHash(algorithm).update(parts.join(separator)).digest('hex');
          return digest === hexOf(event.hash);
        };
        if (!events.every(fits)) continue;
        const between = separator === '' ? '' : `, divided by ${JSON.stringify(separator)}`;
        return { name: `${algorithm} of ${order.join(', ')}${between}; payload ${writing}`, fits };
      }
    }
  }
  return null;
}

function partOf(event: HashedEvent, part: Exclude<Part, 'payload'>): string {
  if (part === 'previous hash') return event.previous ?? '';
  if (part === 'id') return event.eventId;
  if (part === 'type') return event.type;
  return part === 'stream' ? event.streamId : event.revision;
}

/** A hash in lower-case hexadecimal, which may be written so, with `sha256:` or the like before it, or in base64. */
function hexOf(hash: string): string {
  const bare = hash.replace(/^[a-z0-9-]+:/i, '');
  return /^[0-9a-f]+$/i.test(bare) ? bare.toLowerCase() : Buffer.from(bare, 'base64').toString('hex');
}

import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { once, random } from './data.ts';

// A log whose payloads are of every size, from a fixed seed: 50 bytes to 1 MB, as many between 50 and 500 bytes as
// between 50 and 500 kB. Half of a payload is text with escapes and letters beyond ASCII, half a list of small objects.

export const MIXED_EVENTS = 2000;
const STREAMS = 50;
const SMALLEST = 50;
const LARGEST = 1_000_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const words = [
  'invoice',
  'say "yes"',
  'C:\\temp',
  'naïve',
  '価格',
  'line\nbreak',
  '0042',
  'delivered',
  '{"type":"Fake"}',
  '😀',
];

/** Path of the log in `folder`, made if it is not there: some 200 MB. */
export function mixedLog(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return once(join(folder, `mixed-${MIXED_EVENTS}.jsonl`), (path) => {
    const file = openSync(path, 'w');
    const next = random(20261122);
    const revisions = new Uint32Array(STREAMS);
    for (let i = 0; i < MIXED_EVENTS; i++) {
      const stream = Math.floor(next() * STREAMS);
      revisions[stream]!++;
      const event = {
        globalPosition: i + 1,
        streamId: `document-${stream}`,
        streamRevision: revisions[stream]!,
        type: next() < 0.5 ? 'DocumentSaved' : 'DocumentImported',
        schemaVersion: 1,
        recordedAt: new Date(START + i * 60_000).toISOString(),
        eventId: `event-${i}`,
        correlationId: `import-${i >> 3}`,
        data: payloadOf(SMALLEST * (LARGEST / SMALLEST) ** next(), next),
      };
      writeSync(file, `${JSON.stringify(event)}\n`);
    }
    closeSync(file);
  });
}

/** A payload of about so many bytes of JSON. */
function payloadOf(bytes: number, next: () => number) {
  const id = `D-${Math.floor(next() * 1e6)}`;
  const items: { sku: string; quantity: number; price: number }[] = [];
  for (let size = 50; size < bytes / 2; size += 42) {
    const sku = `S-${Math.floor(next() * 1e5)}`;
    items.push({ sku, quantity: Math.floor(next() * 9), price: Math.floor(next() * 1e4) / 100 });
  }
  const text: string[] = [];
  for (let size = 50; size < bytes / 2; ) {
    const word = words[Math.floor(next() * words.length)]!;
    text.push(word);
    size += word.length + 2;
  }
  return { id, items, text: text.join(' ') };
}

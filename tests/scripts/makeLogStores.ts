import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axonMessageOf, segmentOf } from '../builders/logs/axonSegment.ts';
import { type LogEvent, logEvents } from '../builders/logs/logEvent.ts';

// Writes the sample of Axon Server's event files, from their specification: those of its own tests have a licence that
// keeps them where they are. The facts are counted from what was written, not by what reads it.
// Run with: npx node tests/scripts/makeLogStores.ts

const folder = join(import.meta.dirname, '../fixtures/stores/axon-server');
const name = 'bank';
const events = logEvents(90, 7);
const messages = events.map(axonMessageOf);
const fileOf = (token: number, kind: string): string =>
  join(folder, name, `${String(token).padStart(20, '0')}.${kind}`);

/** Transactions of one to four events. */
function transactions(from: number, to: number): (typeof messages)[] {
  const list: (typeof messages)[] = [];
  for (let at = from, size = 1; at < to; at += size, size = (size % 4) + 1)
    list.push(messages.slice(at, Math.min(to, at + size)));
  return list;
}

function balanceOf(stream: string, revision: number): number {
  const own = events.filter(({ streamId, streamRevision }) => streamId === stream && streamRevision <= revision);
  return own.reduce((sum, { data }) => sum + (data as { amount: number }).amount, 0);
}

const snapshots = events.filter(({ streamRevision }) => streamRevision === 6);
rmSync(join(folder, name), { recursive: true, force: true });
mkdirSync(join(folder, name), { recursive: true });
writeFileSync(fileOf(0, 'events'), segmentOf(transactions(0, 40), 200));
writeFileSync(fileOf(40, 'events'), segmentOf(transactions(40, 75), 0, false));
writeFileSync(fileOf(75, 'events'), segmentOf(transactions(75, 90), 4000, false));
writeFileSync(
  fileOf(0, 'snapshots'),
  segmentOf(
    snapshots.map((event) => {
      const data = JSON.stringify({ balance: balanceOf(event.streamId, event.streamRevision) });
      return [{ ...axonMessageOf(event), type: 'bank.Account', revision: '1', data, isSnapshot: true }];
    }),
  ),
);

const countBy = (keys: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};
const typeOf = ({ type }: LogEvent): string => `bank.${type}`;
const streams = [...new Set(events.map(({ streamId }) => streamId))];
const opened = events.filter(({ type }) => type === 'AccountOpened');
const facts = {
  events: events.length,
  streams: streams.length,
  perType: countBy(events.map(typeOf)),
  schemaVersions: { 'bank.AccountOpened': countBy(opened.map(({ schemaVersion }) => String(schemaVersion))) },
  globalPosition: { first: 0, last: events.length - 1, missing: [] },
  firstTime: events[0]!.recordedAt,
  lastTime: events.at(-1)!.recordedAt,
  entities: Object.fromEntries(
    streams.slice(0, 2).map((stream) => {
      const own = events.filter(({ streamId }) => streamId === stream);
      const last = own.at(-1)!;
      const mergedState = Object.assign({}, ...own.map(({ data }) => data)) as object;
      return [
        stream,
        { events: own.length, lastRevision: last.streamRevision - 1, lastType: typeOf(last), mergedState },
      ];
    }),
  ),
  snapshots: snapshots.map(({ streamId, streamRevision }) => [streamId, streamRevision - 1]),
};
writeFileSync(join(folder, 'facts.json'), `${JSON.stringify({ [name]: facts }, null, 1)}\n`);

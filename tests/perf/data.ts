import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

// Logs for measuring, from a fixed seed: the same bytes on every machine. About 290 bytes an event in JSON Lines,
// 20,000 streams, of which one, `order-0`, holds a fifth of all events.

const STREAMS = 20_000;
const TYPES = [
  'OrderPlaced',
  'PaymentCaptured',
  'StockReserved',
  'OrderShipped',
  'OrderDelivered',
  'OrderCancelled',
  'PaymentFailed',
  'ReturnRequested',
];
const START = Date.parse('2026-01-01T00:00:00Z');

export interface BenchEvent {
  readonly globalPosition: number;
  readonly streamId: string;
  readonly streamRevision: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly recordedAt: string;
  readonly eventId: string;
  readonly correlationId: string;
  readonly data: { orderId: string; amount: number; note: string };
}

/** xorshift32: small, and the same everywhere. Answers a number in [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 0x1_0000_0000;
  };
}

const hex = (next: () => number, digits: number): string =>
  Math.floor(next() * 16 ** digits)
    .toString(16)
    .padStart(digits, '0');

const uuid = (next: () => number): string =>
  `${hex(next, 8)}-${hex(next, 4)}-4${hex(next, 3)}-8${hex(next, 3)}-${hex(next, 6)}${hex(next, 6)}`;

/** `count` events in order. */
export function* benchEvents(count: number): Generator<BenchEvent> {
  const next = random(20261121);
  const revisions = new Uint32Array(STREAMS);
  let time = START;
  for (let i = 0; i < count; i++) {
    const stream = next() < 0.2 ? 0 : Math.floor(next() * STREAMS);
    revisions[stream]!++;
    time += Math.floor(next() * 60);
    yield {
      globalPosition: i + 1,
      streamId: `order-${stream}`,
      streamRevision: revisions[stream]!,
      type: TYPES[Math.floor(next() ** 2 * TYPES.length)]!,
      schemaVersion: i < count / 2 ? 1 : 2,
      recordedAt: new Date(time).toISOString(),
      eventId: uuid(next),
      correlationId: uuid(next),
      data: {
        orderId: `O-${stream}`,
        amount: Math.floor(next() * 200_000) / 100,
        note: next() < 0.001 ? 'a needle' : 'next door',
      },
    };
  }
}

/** Writes `make(path)` once and keeps it: an unfinished file never passes for a whole one. */
export function once(path: string, make: (temporary: string) => void): string {
  if (existsSync(path)) return path;
  const temporary = `${path}.${process.pid}.partial`;
  make(temporary);
  renameSync(temporary, path);
  return path;
}

/** Path of a JSON Lines log of `count` events in `folder`, made if it is not there. */
export const jsonLinesLog = (folder: string, count: number): string =>
  textLog(folder, `orders-${count}.jsonl`, count, { line: (event) => `${JSON.stringify(event)}\n` });

/** The same events as one JSON array. */
export const jsonArrayLog = (folder: string, count: number): string =>
  textLog(folder, `orders-${count}.json`, count, {
    before: '[\n',
    line: (event, i) => `${i === 0 ? '' : ',\n'}${JSON.stringify(event)}`,
    behind: '\n]\n',
  });

/** The same events as comma-separated values, the payload as JSON in quotes. */
export const csvLog = (folder: string, count: number): string =>
  textLog(folder, `orders-${count}.csv`, count, {
    before: 'globalPosition,streamId,streamRevision,type,schemaVersion,recordedAt,eventId,correlationId,data\n',
    line: ({ data, ...envelope }) =>
      `${Object.values(envelope).join(',')},"${JSON.stringify(data).replaceAll('"', '""')}"\n`,
  });

interface TextForm {
  readonly before?: string;
  readonly behind?: string;
  line(event: BenchEvent, i: number): string;
}

function textLog(folder: string, name: string, count: number, { before = '', behind = '', line }: TextForm): string {
  mkdirSync(folder, { recursive: true });
  return once(join(folder, name), (path) => {
    const file = openSync(path, 'w');
    let texts = [before];
    let i = 0;
    for (const event of benchEvents(count)) {
      texts.push(line(event, i++));
      if (texts.length < 5000) continue;
      writeSync(file, texts.join(''));
      texts = [];
    }
    writeSync(file, texts.join('') + behind);
    closeSync(file);
  });
}

/** Path of the same log in Emmett's SQLite tables. */
export function emmettLog(folder: string, count: number): string {
  mkdirSync(folder, { recursive: true });
  return once(join(folder, `orders-${count}.sqlite`), (path) => {
    const db = new Database(path);
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.exec(`CREATE TABLE emt_streams(stream_id TEXT NOT NULL, stream_position BIGINT NOT NULL DEFAULT 0,
        partition TEXT NOT NULL DEFAULT 'global', stream_type TEXT NOT NULL, stream_metadata JSONB NOT NULL,
        is_archived BOOLEAN NOT NULL DEFAULT FALSE, PRIMARY KEY (stream_id, partition, is_archived));
      CREATE TABLE emt_messages(stream_id TEXT NOT NULL, stream_position BIGINT NOT NULL,
        partition TEXT NOT NULL DEFAULT 'global', message_kind CHAR(1) NOT NULL DEFAULT 'E', message_data JSONB NOT NULL,
        message_metadata JSONB NOT NULL, message_schema_version TEXT NOT NULL, message_type TEXT NOT NULL,
        message_id TEXT NOT NULL, is_archived BOOLEAN NOT NULL DEFAULT FALSE, global_position INTEGER PRIMARY KEY,
        created DATETIME DEFAULT CURRENT_TIMESTAMP, UNIQUE (stream_id, stream_position, partition, is_archived));`);
    const insert = db.prepare(`INSERT INTO emt_messages(stream_id, stream_position, partition, message_data,
      message_metadata, message_schema_version, message_type, message_id, global_position, created)
      VALUES (?, ?, 'emt:default', ?, ?, '0', ?, ?, ?, ?)`);
    db.transaction(() => {
      for (const e of benchEvents(count)) {
        const metadata = { correlationId: e.correlationId, schemaVersion: e.schemaVersion, messageId: e.eventId };
        const created = e.recordedAt.slice(0, 19).replace('T', ' ');
        insert.run(
          e.streamId,
          e.streamRevision,
          JSON.stringify(e.data),
          JSON.stringify(metadata),
          e.type,
          e.eventId,
          e.globalPosition,
          created,
        );
      }
    })();
    db.close();
  });
}

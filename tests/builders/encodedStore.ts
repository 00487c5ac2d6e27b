import { writeSqlite } from './sqliteStore.ts';

/** An event of a store whose payloads are bytes. */
export interface EncodedEvent {
  readonly stream: string;
  readonly type: string;
  readonly payload: Uint8Array;
}

const journal = `CREATE TABLE event_journal(ordering INTEGER PRIMARY KEY, persistence_id TEXT, sequence_number BIGINT,
  deleted BOOLEAN, write_timestamp BIGINT, event_ser_id INTEGER, event_ser_manifest TEXT, event_payload BLOB)`;
const insert = 'INSERT INTO event_journal VALUES (?, ?, ?, 0, ?, 9999, ?, ?)';
const START = Date.parse('2026-01-01T00:00:00Z');

/** Writes a journal of Pekko Persistence: its payloads are whatever the application's serializers made. */
export function writeEncodedStore(path: string, events: readonly EncodedEvent[]): string {
  const revisions = new Map<string, number>();
  const rows = events.map(({ stream, type, payload }, i) => {
    const revision = (revisions.get(stream) ?? 0) + 1;
    revisions.set(stream, revision);
    return [insert, i + 1, stream, revision, START + 1000 * i, type, Buffer.from(payload)] as const;
  });
  return writeSqlite(path, journal, rows);
}

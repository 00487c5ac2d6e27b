import type { EventIndex } from '../../electron/worker/eventIndex/eventIndex.ts';
import { idHash } from '../../electron/worker/eventIndex/idHash.ts';
import { IndexBuilder } from '../../electron/worker/eventIndex/indexBuilder.ts';
import { emptyRow } from '../../electron/worker/eventIndex/rows.ts';
import type { StoredRecord, StoreReader } from '../../electron/worker/formats/format.ts';
import type { Payload } from '../../shared/model/event.ts';
import type { StoredSnapshot } from '../../shared/model/store.ts';

/** One event of a log written for a test. What is left out is filled in plainly. */
export interface TestEvent {
  readonly stream: string;
  readonly type: string;
  readonly data?: unknown;
  /** JSON text as it stands, instead of `data`. */
  readonly text?: string;
  readonly metadata?: unknown;
  readonly schemaVersion?: string;
  /** Number in the stream; by default one more than the stream's last, from 1. `null` for none. */
  readonly revision?: number | bigint | null;
  /** By default one more than the last. `null` for none. */
  readonly position?: number | bigint | null;
  /** ISO time; by default a second after the last. `null` for none. */
  readonly at?: string | null;
  readonly id?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly actor?: string;
}

export interface TestLog {
  readonly index: EventIndex;
  readonly reader: StoreReader;
  /** More events come, as in a store that is followed. */
  append(events: readonly TestEvent[]): void;
}

const START = Date.parse('2026-01-01T00:00:00Z');

/** A log in memory: a real index over a reader that holds its records in an array, and snapshots of the store. */
export function eventLog(events: readonly TestEvent[], snapshots: readonly StoredSnapshot[] = []): TestLog {
  const builder = new IndexBuilder();
  const records: StoredRecord[] = [];
  const revisions = new Map<string, bigint>();
  let position = 0n;
  let time = START;
  const add = (event: TestEvent): void => {
    const row = emptyRow();
    const revision = event.revision === undefined ? (revisions.get(event.stream) ?? 0n) + 1n : event.revision;
    if (revision !== null) {
      row.streamRevision = BigInt(revision);
      revisions.set(event.stream, row.streamRevision);
    }
    const at = event.position === undefined ? position + 1n : event.position;
    if (at !== null) {
      position = BigInt(at);
      row.globalPosition = position;
    }
    time = typeof event.at === 'string' ? Date.parse(event.at) : time + 1000;
    row.recordedAt = event.at === null ? Number.NaN : time * 1000;
    row.stream = builder.streams.intern(event.stream);
    row.type = builder.types.intern(event.type);
    row.schemaVersion = builder.schemaVersions.intern(event.schemaVersion ?? '');
    if (event.id !== undefined) row.eventIdHash = idHash(event.id);
    if (event.correlationId !== undefined) row.correlationIdHash = idHash(event.correlationId);
    if (event.causationId !== undefined) row.causationIdHash = idHash(event.causationId);
    row.place = BigInt(records.length);
    builder.append(row);
    records.push({
      payload: payloadOf(event),
      metadata: event.metadata === undefined ? null : JSON.stringify(event.metadata),
      eventId: event.id ?? null,
      correlationId: event.correlationId ?? null,
      causationId: event.causationId ?? null,
      actor: event.actor ?? null,
    });
  };
  events.forEach(add);
  builder.freeze();
  const at = (ordinals: ArrayLike<number>): StoredRecord[] => Array.from(ordinals, (ordinal) => records[ordinal]!);
  return {
    index: builder,
    append: (more) => more.forEach(add),
    reader: {
      notes: [],
      scan: async () => {},
      scanned: () => ({ notes: [] }),
      resume: () => {},
      readRecords: (_index, ordinals) => at(ordinals),
      readPayloads: (_index, ordinals) =>
        at(ordinals).map(({ payload }) => (payload.kind === 'json' ? payload.text : null)),
      snapshots: () => [...snapshots],
      snapshotCount: () => snapshots.length,
      checkpoints: () => [],
      deadLetters: () => [],
      close: () => {},
    },
  };
}

function payloadOf(event: TestEvent): Payload {
  const text = event.text ?? JSON.stringify(event.data ?? {});
  try {
    JSON.parse(text);
    return { kind: 'json', text };
  } catch (error) {
    return { kind: 'invalid', text, reason: (error as Error).message };
  }
}

import type { ScratchEvent } from '../../../shared/model/branch.ts';
import type { Micros } from '../../../shared/model/event.ts';
import { IndexBuilder } from '../eventIndex/indexBuilder.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import { emptyRow } from '../eventIndex/rows.ts';
import type { StoredRecord } from '../formats/format.ts';

/** An event of a branch with the envelope that a reducer may look at. */
export interface ScratchRow {
  readonly event: ScratchEvent;
  readonly recordedAt: Micros;
  readonly globalPosition: bigint;
  readonly streamRevision: bigint;
  readonly eventId: string | null;
}

/** A few events in memory, read as any log is. Their ordinals are their indexes in `rows`. */
export function scratchLog(rows: readonly ScratchRow[]): ReadableLog {
  const builder = new IndexBuilder();
  const row = emptyRow();
  for (const { event, recordedAt, globalPosition, streamRevision } of rows) {
    row.stream = builder.streams.intern(event.streamId);
    row.type = builder.types.intern(event.type);
    row.schemaVersion = builder.schemaVersions.intern(event.schemaVersion ?? '');
    builder.append({ ...row, recordedAt, globalPosition, streamRevision });
  }
  builder.freeze();
  const record = (ordinal: number): StoredRecord => {
    const { event, eventId } = rows[ordinal]!;
    return {
      payload: { kind: 'json', text: event.payload },
      metadata: event.metadata,
      eventId,
      correlationId: null,
      causationId: null,
      actor: null,
    };
  };
  return {
    index: builder,
    reader: {
      readRecords: (_index, ordinals) => Array.from(ordinals, record),
      readPayloads: (_index, ordinals) => Array.from(ordinals, (ordinal) => rows[ordinal]!.event.payload),
      snapshots: () => [],
      snapshotCount: () => 0,
      checkpoints: () => [],
      deadLetters: () => [],
    },
  };
}

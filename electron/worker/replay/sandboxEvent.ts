import type { Ordinal } from '../../../shared/model/event.ts';
import { microsToIso } from '../../../shared/time.ts';
import { globalPositionAt, schemaVersionAt, streamRevisionAt } from '../eventIndex/envelope.ts';
import { type ReadableLog, readBodies } from '../eventIndex/readableLog.ts';
import { sandboxVersion } from './upcast.ts';

/** How many fields of an event go into the sandbox: KurrentDB's events show fewer of them. */
export const fieldCount = { kurrent: 6, decider: 9 } as const;

/**
 * Events as the sandbox takes them: the JSON texts of the fields of each, one event behind the other, in the order
 * type, data, metadata, streamId, streamRevision, eventId and, for deciders, globalPosition, recordedAt,
 * schemaVersion. The harness makes the author's event of them: names in every event's text would cost more than all
 * else.
 *
 * Payload and metadata go in as the store holds them; a payload that is not JSON is `null`. `streamRevision` is a
 * number, or decimal text where a double would not be exact. Numbers inside payloads become doubles in the sandbox:
 * there, unlike in the merge reducer, digits beyond a double are lost.
 */
export function sandboxEvents(kind: keyof typeof fieldCount, log: ReadableLog, ordinals: ArrayLike<Ordinal>): string[] {
  const { index } = log;
  const { columns, types, streams } = index;
  /** By number of the type. */
  const typeTexts: string[] = [];
  const fields: string[] = [];
  for (const [i, { payload, metadata, eventId }] of readBodies(log, ordinals).entries()) {
    const ordinal = ordinals[i]!;
    const type = columns.type[ordinal]!;
    typeTexts[type] ??= JSON.stringify(types.text(type));
    fields.push(
      typeTexts[type],
      payload ?? 'null',
      metadata ?? 'null',
      JSON.stringify(streams.text(columns.stream[ordinal]!)),
      revisionText(streamRevisionAt(index, ordinal)),
      eventId === null ? 'null' : JSON.stringify(eventId),
    );
    if (kind === 'kurrent') continue;
    fields.push(
      JSON.stringify(globalPositionAt(index, ordinal)),
      JSON.stringify(microsToIso(columns.recordedAt[ordinal]!)),
      JSON.stringify(sandboxVersion(schemaVersionAt(index, ordinal))),
    );
  }
  return fields;
}

const revisionText = (revision: string | null): string =>
  revision === null || Number.isSafeInteger(Number(revision)) ? String(revision) : JSON.stringify(revision);

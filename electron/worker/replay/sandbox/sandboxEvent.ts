import type { Ordinal } from '../../../../shared/model/event.ts';
import { microsToIso } from '../../../../shared/time.ts';
import { globalPositionAt, schemaVersionAt, streamRevisionAt } from '../../eventIndex/envelope.ts';
import { type ReadableLog, readBodies } from '../../eventIndex/readableLog.ts';
import { sandboxVersion } from './upcast.ts';

/** How many fields of an event go into the sandbox: KurrentDB's events show fewer of them. */
export const fieldCount = { kurrent: 6, decider: 9 } as const;

/**
 * Events as the sandbox takes them: of each the JSON texts of its fields, with commas between them, in the order type,
 * data, metadata, streamId, streamRevision, eventId and, for deciders, globalPosition, recordedAt, schemaVersion. The
 * harness makes the author's event of them: names in every event's text would cost more than all else.
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
  return readBodies(log, ordinals).map(({ payload, metadata, eventId }, i) => {
    const ordinal = ordinals[i]!;
    const type = columns.type[ordinal]!;
    typeTexts[type] ??= JSON.stringify(types.text(type));
    const stream = JSON.stringify(streams.text(columns.stream[ordinal]!));
    const revision = revisionText(streamRevisionAt(index, ordinal));
    const id = eventId === null ? 'null' : JSON.stringify(eventId);
    const fields = `${typeTexts[type]},${payload ?? 'null'},${metadata ?? 'null'},${stream},${revision},${id}`;
    if (kind === 'kurrent') return fields;
    const position = JSON.stringify(globalPositionAt(index, ordinal));
    const recordedAt = JSON.stringify(microsToIso(columns.recordedAt[ordinal]!));
    return `${fields},${position},${recordedAt},${JSON.stringify(sandboxVersion(schemaVersionAt(index, ordinal)))}`;
  });
}

const revisionText = (revision: string | null): string =>
  revision === null || Number.isSafeInteger(Number(revision)) ? String(revision) : JSON.stringify(revision);

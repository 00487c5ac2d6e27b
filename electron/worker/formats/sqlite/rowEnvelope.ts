import { NO_POSITION } from '../../eventIndex/eventIndex.ts';
import { actorKeys, causationKeys, correlationKeys, firstText, toPosition } from '../fields.ts';
import { type LineEnvelope, missingType, type NotAnEvent } from '../lines/dialects/dialect.ts';
import { noteNoInteger, noteNoTime } from '../lines/dialects/envelopeNumbers.ts';
import { versionOfKeys } from '../schemaVersion.ts';
import type { EventRow, EventTable, NamedRow } from './eventTable.ts';
import { microsOf, shownValue, textOf } from './rowValues.ts';

/** What the store knows of a row beside its values. */
interface RowKnowledge {
  /** The stream where the row does not say it. */
  readonly stream: string;
  /** Fills in what stands in another table. */
  readonly join: ((row: NamedRow, out: LineEnvelope) => void) | null;
  versionOfType(type: string): string;
}

/** Fills `out` with the envelope of a row, as its layout says; `null` when the row is an event. */
export function readEnvelope(
  { columns, refine }: EventTable,
  event: EventRow,
  out: LineEnvelope,
  { stream, join, versionOfType }: RowKnowledge,
): NotAnEvent | null {
  const { row, metadata } = event;
  out.unread = '';
  const text = (column: string | undefined): string => (column === undefined ? '' : textOf(row[column]));
  out.stream = text(columns.stream) || stream;
  out.type = text(columns.type);
  out.revision = toPosition(row[columns.revision ?? '']);
  out.position = toPosition(row[columns.position ?? '']);
  out.recordedAt = microsOf(row[columns.recordedAt ?? '']);
  out.eventId = text(columns.eventId);
  out.schemaVersion = text(columns.schemaVersion);
  out.correlationId = text(columns.correlationId) || firstText(metadata, correlationKeys);
  out.causationId = text(columns.causationId) || firstText(metadata, causationKeys);
  out.actor = text(columns.actor) || firstText(metadata, actorKeys);
  join?.(row, out);
  const refused = refine?.(event, out) ?? null;
  if (refused !== null) return refused;
  if (out.type === '') return missingType;
  out.schemaVersion ||= versionOfKeys(metadata ?? undefined) || versionOfType(out.type);
  if (out.revision === NO_POSITION) noteUnread(noteNoInteger, row, columns.revision, out);
  if (out.position === NO_POSITION) noteUnread(noteNoInteger, row, columns.position, out);
  if (Number.isNaN(out.recordedAt)) noteUnread(noteNoTime, row, columns.recordedAt, out);
  return null;
}

/** Notes what stands in a column that holds no number or time, if anything does. */
function noteUnread(note: typeof noteNoTime, row: NamedRow, column: string | undefined, out: LineEnvelope): void {
  const value = row[column ?? ''];
  if (value != null && value !== '') note(out, column!, shownValue(value));
}

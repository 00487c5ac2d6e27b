import { isJsonObject, type JsonObject, type JsonValue, setOwn, stringifyJson } from '../../../shared/json.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { BranchEdit, BranchExport } from '../../../shared/model/branch.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { microsToIso } from '../../../shared/time.ts';
import { globalPositionAt, schemaVersionAt, streamRevisionAt } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import type { RecordPart, RecordShape } from '../formats/recordShape.ts';
import { BranchFold } from './branchFold.ts';
import { writeEdits } from './editsFile.ts';
import { fixtureText, fixtureValue } from './fixture.ts';
import type { LentReducer } from './lentReducer.ts';

/** Events that a fixture may list. */
const MOST_LISTED = 5000;

export interface ExportQuestion {
  readonly name: string;
  readonly edits: readonly BranchEdit[];
  readonly partition: string;
  readonly ordinal: Ordinal;
  readonly as: BranchExport;
}

export interface Exported {
  readonly fileName: string;
  readonly mimeType: string;
  readonly text: string;
  /** What is in it and what is not, as a sentence. */
  readonly note: string;
}

/** An event of a branch, whether recorded or not. */
export interface BranchEvent {
  readonly streamId: string;
  readonly type: string;
  readonly schemaVersion: string | null;
  readonly streamRevision: string | null;
  readonly globalPosition: string | null;
  readonly recordedAt: string | null;
  readonly eventId: string | null;
  readonly payload: JsonValue;
  readonly metadata: JsonValue;
  /** Its ordinal in the log; `null` for one that is on the branch alone. */
  readonly ordinal: Ordinal | null;
  /** It is in the log, but with other content. */
  readonly isEdited: boolean;
}

/**
 * A branch as a file: its edits, the events that it changes or adds in the shape of the store's records, or one
 * partition as a given/when/then fixture. Throws `limit-exceeded` for a fixture of more than 5,000 events.
 */
export async function exportBranch(
  log: ReadableLog,
  lent: LentReducer,
  { name, edits, partition, ordinal, as }: ExportQuestion,
  context: ScanContext,
): Promise<Exported> {
  const stem = name.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'branch';
  if (as === 'edits') {
    return {
      fileName: `${stem}.edits.jsonl`,
      mimeType: 'application/jsonl',
      text: writeEdits(edits),
      note: 'The edits, as whatif --edits reads them.',
    };
  }
  const fold = new BranchFold(log, lent, edits);
  if (as === 'events') return eventsFile(log, fold, stem);
  const compared = await fold.compare(partition, ordinal, context);
  const { rows, common } = await fold.rowsOf(partition, ordinal, context);
  if (rows.length > MOST_LISTED) {
    throw new InspectorError(
      'limit-exceeded',
      `A fixture lists every event: ${partition} has ${rows.length} of them up to this point, and ${MOST_LISTED} are the most.`,
      { advice: 'Move the playhead to an earlier point.' },
    );
  }
  const listed = branchEvents(log, fold, rows);
  const fixture = {
    name,
    reducer: lent.reducer.info.name,
    compared,
    given: listed.slice(0, common),
    when: listed.slice(common),
  };
  return as === 'fixture'
    ? {
        fileName: `${stem}.fixture.json`,
        mimeType: 'application/json',
        text: `${stringifyJson(fixtureValue(fixture), 2)}\n`,
        note: `Given ${common}, when ${rows.length - common} events of ${partition}, then its state.`,
      }
    : {
        fileName: `${stem}.fixture.txt`,
        mimeType: 'text/plain',
        text: fixtureText(fixture),
        note: 'The same as a text to read.',
      };
}

function eventsFile(log: ReadableLog, fold: BranchFold, stem: string): Exported {
  const shape = log.reader.recordShape ?? ownShape;
  const rows = Uint32Array.from(fold.plan.placed, ({ row }) => row);
  const lines = branchEvents(log, fold, rows).map((event) => stringifyJson(recordOf(event, shape)));
  const { gone, placed, base, sources } = fold.plan;
  const isKept = (row: number): boolean => row < base || sources[row - base] !== null;
  const left = gone.size - placed.filter(({ row }) => isKept(row)).length;
  const dropped = left > 0 ? ' Dropped events have no record: the edits name them.' : '';
  const known =
    shape === ownShape ? ' This store does not tell the shape of its records: it is that of events --json.' : '';
  return {
    fileName: `${stem}.events.jsonl`,
    mimeType: 'application/jsonl',
    text: lines.map((line) => `${line}\n`).join(''),
    note: `Each line is ${shape.name}; what the store gives to an event that is appended (position, revision, id) is left out of new ones.${dropped}${known}`,
  };
}

/** Rows of a branch as events. */
function branchEvents(log: ReadableLog, { plan }: BranchFold, rows: Uint32Array): BranchEvent[] {
  return Array.from(rows, (row) => {
    const isOwn = row >= plan.base;
    const { index, reader } = isOwn ? plan.scratch : log;
    const ordinal = isOwn ? row - plan.base : row;
    const [record] = reader.readRecords(index, [ordinal]);
    const { payload, metadata, eventId } = record!;
    const source = isOwn ? plan.sources[ordinal]! : ordinal;
    return {
      streamId: index.streams.text(index.columns.stream[ordinal]!),
      type: index.types.text(index.columns.type[ordinal]!),
      schemaVersion: schemaVersionAt(index, ordinal),
      streamRevision: streamRevisionAt(index, ordinal),
      globalPosition: globalPositionAt(index, ordinal),
      // A new event has a time only so that it can be folded: the store gives it its own.
      recordedAt: source === null ? null : microsToIso(index.columns.recordedAt[ordinal]!),
      eventId,
      payload: payload.kind === 'json' ? printableJson(payload.text) : null,
      metadata: printableJson(metadata),
      ordinal: source,
      isEdited: isOwn && source !== null,
    };
  });
}

/** The shape of `events --json`, for stores that do not tell theirs. */
const ownShape: RecordShape = {
  name: 'an event as events --json prints it',
  places: {
    stream: ['streamId'],
    type: ['type'],
    revision: ['streamRevision'],
    position: ['globalPosition'],
    recordedAt: ['recordedAt'],
    eventId: ['eventId'],
    schemaVersion: ['schemaVersion'],
    payload: ['payload'],
    metadata: ['metadata'],
  },
};

/** An event written as the store writes its own; parts that it has not are left out. */
export function recordOf(event: BranchEvent, { places }: RecordShape): JsonObject {
  const record: JsonObject = {};
  const put = (part: RecordPart, value: JsonValue | null): void => {
    const place = places[part];
    if (place === undefined || value === null) return;
    if (place.length === 0) {
      if (isJsonObject(value)) for (const key of Object.keys(value)) setOwn(record, key, value[key]!);
      return;
    }
    let at = record;
    for (const key of place.slice(0, -1)) {
      const inner = Object.hasOwn(at, key) ? at[key] : undefined;
      const next: JsonObject = isJsonObject(inner) ? inner : {};
      setOwn(at, key, next);
      at = next;
    }
    setOwn(at, place.at(-1)!, value);
  };
  put('position', whole(event.globalPosition));
  put('stream', event.streamId);
  put('revision', whole(event.streamRevision));
  put('type', event.type);
  put('recordedAt', event.recordedAt);
  put('eventId', event.eventId);
  put('payload', event.payload);
  put('metadata', event.metadata);
  // Last: it may stand inside the metadata.
  put('schemaVersion', event.schemaVersion === null ? null : (whole(event.schemaVersion) ?? event.schemaVersion));
  return record;
}

/** Decimal text as a number where a double holds it, else as it is. */
const whole = (text: string | null): JsonValue | null =>
  text === null ? null : /^\d{1,15}$/.test(text) ? Number(text) : text;

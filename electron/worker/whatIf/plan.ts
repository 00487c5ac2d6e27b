import { parseJson } from '../../../shared/json.ts';
import { DEEPEST, deeperThan, TOO_DEEP } from '../../../shared/jsonDepth.ts';
import type { BranchEdit, EditProblem, ScratchEvent } from '../../../shared/model/branch.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { schemaVersionAt } from '../eventIndex/envelope.ts';
import { type EventIndex, NO_POSITION } from '../eventIndex/eventIndex.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import { type ScratchRow, scratchLog } from './scratchLog.ts';

/** An event that does not stand on the branch as it does in the log. */
export interface PlacedRow {
  /** Ordinal, or `base` plus the index of a scratch event. */
  readonly row: number;
  /** It stands behind the recorded event with this ordinal, or in its place where `order` is 0. */
  readonly anchor: Ordinal;
  /** Of several behind one event: which comes first. */
  readonly order: number;
  readonly streamId: string;
}

/** Edits made ready for folding. */
export interface BranchPlan {
  readonly problems: readonly EditProblem[];
  /** Recorded events that are not where they were, or not what they were. */
  readonly gone: ReadonlySet<Ordinal>;
  /** In the order of the branch. */
  readonly placed: readonly PlacedRow[];
  readonly scratch: ReadableLog;
  /** By scratch event: the recorded one that it is an edit of; `null` for a new one. */
  readonly sources: readonly (Ordinal | null)[];
  /** The number of the first scratch event; all below are ordinals. */
  readonly base: number;
  /** Up to this ordinal, without it, the branch is the log. */
  readonly parts: Ordinal;
}

/** Sorts edits into what folding needs. An edit that does not apply is a problem, and the others stand. */
export function planBranch(log: ReadableLog, edits: readonly BranchEdit[]): BranchPlan {
  const { index } = log;
  const base = index.length;
  const problems: EditProblem[] = [];
  const used = new Map<Ordinal, { drop?: number; edit?: number; move?: number }>();
  const moved = new Map<Ordinal, { readonly after: Ordinal; readonly order: number }>();
  const changed = new Map<Ordinal, Partial<ScratchEvent>>();
  const inserted: { readonly event: ScratchEvent; readonly after: Ordinal; readonly order: number }[] = [];
  const gone = new Set<Ordinal>();
  edits.forEach((edit, i) => {
    const wrong = whyNot(index, edit) ?? (edit.kind === 'insert' ? null : clash(used, edit, i));
    if (wrong !== null) problems.push({ edit: i, message: wrong });
    else if (edit.kind === 'insert') inserted.push({ event: edit.event, after: edit.after, order: i + 1 });
    else {
      gone.add(edit.ordinal);
      if (edit.kind === 'edit') changed.set(edit.ordinal, edit.event);
      if (edit.kind === 'move') moved.set(edit.ordinal, { after: edit.after, order: i + 1 });
    }
  });

  const rows: ScratchRow[] = [];
  const placed: PlacedRow[] = [];
  const sources: (Ordinal | null)[] = [];
  const add = (row: ScratchRow, source: Ordinal | null): number => {
    sources.push(source);
    return base + rows.push(row) - 1;
  };
  for (const ordinal of new Set([...changed.keys(), ...moved.keys()])) {
    const change = changed.get(ordinal);
    const place = moved.get(ordinal) ?? { after: ordinal, order: 0 };
    const row = change === undefined ? ordinal : add(editedRow(log, ordinal, change), ordinal);
    const streamId = change?.streamId ?? index.streams.text(index.columns.stream[ordinal]!);
    placed.push({ row, anchor: place.after, order: place.order, streamId });
  }
  for (const { event, after, order } of inserted) {
    const recordedAt = after < 0 ? index.firstTime : index.clock[after]!;
    const row = add(
      { event, recordedAt, globalPosition: NO_POSITION, streamRevision: NO_POSITION, eventId: null },
      null,
    );
    placed.push({ row, anchor: after, order, streamId: event.streamId });
  }
  placed.sort((a, b) => a.anchor - b.anchor || a.order - b.order);
  let parts = base;
  for (const ordinal of gone) parts = Math.min(parts, ordinal);
  for (const { anchor, order } of placed) parts = Math.min(parts, order === 0 ? anchor : anchor + 1);
  return { problems, gone, placed, scratch: scratchLog(rows), sources, base, parts };
}

/** Why an edit does not apply to this log; `null` when it does. */
function whyNot(index: EventIndex, edit: BranchEdit): string | null {
  const has = (ordinal: Ordinal): boolean => Number.isInteger(ordinal) && ordinal >= 0 && ordinal < index.length;
  const missing = (ordinal: Ordinal): string =>
    `There is no event #${ordinal}: the log has ${index.length} events, from #0.`;
  if (edit.kind !== 'insert' && !has(edit.ordinal)) return missing(edit.ordinal);
  if (edit.kind === 'move' || edit.kind === 'insert') {
    if (edit.after !== -1 && !has(edit.after)) return missing(edit.after);
  }
  if (edit.kind === 'move' && edit.after === edit.ordinal) return `#${edit.ordinal} cannot be put behind itself.`;
  if (edit.kind === 'insert' || edit.kind === 'edit') {
    const { type, streamId, payload, metadata } = edit.event;
    if (type?.trim() === '') return 'The event has no type.';
    if (streamId?.trim() === '') return 'The event has no stream.';
    return notJson('payload', payload) ?? notJson('metadata', metadata);
  }
  return null;
}

function notJson(what: string, text: string | null | undefined): string | null {
  if (text === undefined || text === null) return null;
  if (deeperThan(text, DEEPEST)) return `Its ${what} cannot be used: ${TOO_DEEP}`;
  try {
    parseJson(text);
    return null;
  } catch (error) {
    return `Its ${what} is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** One event can be dropped, or edited and moved once each. */
function clash(
  used: Map<Ordinal, { drop?: number; edit?: number; move?: number }>,
  edit: Exclude<BranchEdit, { kind: 'insert' }>,
  i: number,
): string | null {
  const before = used.get(edit.ordinal) ?? {};
  const same = before[edit.kind];
  const other = edit.kind === 'drop' ? (before.edit ?? before.move) : before.drop;
  if (same !== undefined) return `Edit ${same + 1} of the list already ${verbs[edit.kind]} #${edit.ordinal}.`;
  if (other !== undefined) {
    return edit.kind === 'drop'
      ? `#${edit.ordinal} is edited or moved by edit ${other + 1} of the list: it cannot be dropped as well.`
      : `#${edit.ordinal} is dropped by edit ${other + 1} of the list.`;
  }
  used.set(edit.ordinal, { ...before, [edit.kind]: i });
  return null;
}

const verbs = { drop: 'drops', edit: 'edits', move: 'moves' } as const;

/** A recorded event with some of it replaced. What is not JSON in the log becomes `null` unless it is replaced. */
function editedRow(log: ReadableLog, ordinal: Ordinal, change: Partial<ScratchEvent>): ScratchRow {
  const { index } = log;
  const { columns } = index;
  const [record] = log.reader.readRecords(index, [ordinal]);
  const { payload, metadata, eventId } = record!;
  return {
    event: {
      streamId: change.streamId ?? index.streams.text(columns.stream[ordinal]!),
      type: change.type ?? index.types.text(columns.type[ordinal]!),
      payload: change.payload ?? (payload.kind === 'json' ? payload.text : 'null'),
      metadata: change.metadata === undefined ? metadata : change.metadata,
      schemaVersion: change.schemaVersion === undefined ? schemaVersionAt(index, ordinal) : change.schemaVersion,
    },
    recordedAt: columns.recordedAt[ordinal]!,
    globalPosition: columns.globalPosition.at(ordinal),
    streamRevision: columns.streamRevision.at(ordinal),
    eventId,
  };
}

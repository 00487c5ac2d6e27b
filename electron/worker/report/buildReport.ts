// Gathers a report: the one object that every front prints. No clock and no path of the machine goes into it, so that
// the same store and options give the same bytes.
import type { ShownBookmark } from '../../../shared/model/bookmark.ts';
import type { LogPoint } from '../../../shared/model/event.ts';
import type { CheckReport } from '../../../shared/model/finding.ts';
import type { Report, ReportEvent, ReportOptions, ReportState } from '../../../shared/model/report.ts';
import type { SchemaReport } from '../../../shared/model/schema.ts';
import type { StoreInfo } from '../../../shared/model/store.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { isoToMicros, microsToIso } from '../../../shared/time.ts';
import { toolVersion } from '../../../shared/toolVersion.ts';
import { BitSet } from '../eventIndex/bitSet.ts';
import { envelopeAt } from '../eventIndex/envelope.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext, StoredRecord, StoreTraits } from '../formats/format.ts';
import { diffBetween } from '../replay/questions/diffBetween.ts';
import type { Replay } from '../replay/replay.ts';
import type { Search } from '../search/search.ts';
import { timelineBuckets } from '../summaries/timeline.ts';
import type { ReadBy } from './readByFiles.ts';
import { reproduceCommands } from './reproduce.ts';

const TIMELINE_BUCKETS = 72;
const BATCH = 256;

/** What a report is made from; an opened log with its search and replay fits. */
export interface ReportParts {
  readonly log: ReadableLog & { readonly format: StoreTraits; point(text: string): LogPoint | null };
  /** How the store is named on a command line: one file or folder, or several files. */
  readonly names: readonly string[];
  readonly readBy: ReadBy;
  readonly info: StoreInfo;
  /** What a person marked in this store. */
  readonly bookmarks: readonly ShownBookmark[];
  /** The findings, where the report has them. */
  readonly integrity: CheckReport | null;
  readonly search: Pick<Search, 'find'>;
  schema(context: ScanContext): Promise<SchemaReport>;
  readonly replay: Replay;
}

/**
 * The report of `options`. Counts, timeline, events and states are of the events in scope; integrity and schema are of
 * the whole log. Throws `bad-point`, `bad-query` or `not-found` for what the options name wrongly.
 */
export async function buildReport(parts: ReportParts, options: ReportOptions, context: ScanContext): Promise<Report> {
  const { log, info } = parts;
  const { index } = log;
  const fromOrdinal = firstInScope(parts, options.from);
  const toOrdinal = log.point(options.to)?.ordinal ?? -1;
  if (fromOrdinal > toOrdinal + 1 || (fromOrdinal > toOrdinal && index.length > 0 && toOrdinal >= 0)) {
    throw new InspectorError('bad-point', `The scope ends at “${options.to}”, before it begins at “${options.from}”.`, {
      advice: 'Choose a later end or an earlier beginning.',
    });
  }
  const range = BitSet.range(index.length, fromOrdinal, toOrdinal + 1);
  const found = (await parts.search.find(options.query, context)).set;
  const set = found ? range.and(found) : range;
  const { include } = options;
  const events = include.events ? await listEvents(log, set, options.eventLimit, context) : [];
  return {
    reportVersion: 1,
    tool: { name: 'Eventloupe', version: toolVersion },
    options,
    source: info,
    scope: scopeOf(index, set, fromOrdinal, toOrdinal),
    timeline: include.timeline ? timelineOf(index, set) : [],
    integrity: parts.integrity,
    schema: include.schema ? await parts.schema(context) : null,
    states: await statesOf(parts, options, fromOrdinal, toOrdinal, context),
    events,
    eventsLeftOut: include.events ? set.count - events.length : 0,
    bookmarks: include.bookmarks ? parts.bookmarks.filter((one) => isInScope(one, fromOrdinal, toOrdinal)) : [],
    reproduce: reproduceCommands(parts.names, options, fromOrdinal, toOrdinal, parts.readBy),
  };
}

/**
 * The first event at or after a point. `point` answers the last one at or before it, which is the event before the
 * scope where the point lies between two events.
 */
function firstInScope({ log }: ReportParts, text: string): number {
  const point = log.point(text);
  if (point === null) return 0;
  const time = isoToMicros(text);
  const before = /^\d+$/.test(text.trim())
    ? point.globalPosition !== null && BigInt(point.globalPosition) < BigInt(text.trim())
    : !Number.isNaN(time) && log.index.clock[point.ordinal]! < time;
  return before ? point.ordinal + 1 : point.ordinal;
}

/** Whether a bookmark is on an event in scope, or on a range that has one. */
const isInScope = ({ place }: ShownBookmark, from: number, to: number): boolean =>
  place.kind === 'range' ? place.from <= to && place.to >= from : place.ordinal >= from && place.ordinal <= to;

function scopeOf(index: EventIndex, set: BitSet, fromOrdinal: number, toOrdinal: number): Report['scope'] {
  const { stream, type, recordedAt } = index.columns;
  const streams = new Uint8Array(index.streams.size);
  const types = new Uint8Array(index.types.size);
  let first = Number.NaN;
  let last = Number.NaN;
  for (let i = set.next(-1); i >= 0; i = set.next(i)) {
    streams[stream[i]!] = 1;
    types[type[i]!] = 1;
    const time = recordedAt[i]!;
    if (time < first || (Number.isNaN(first) && !Number.isNaN(time))) first = time;
    if (time > last || (Number.isNaN(last) && !Number.isNaN(time))) last = time;
  }
  const sum = (flags: Uint8Array): number => flags.reduce((total, flag) => total + flag, 0);
  return {
    fromOrdinal,
    toOrdinal,
    firstRecordedAt: microsToIso(first),
    lastRecordedAt: microsToIso(last),
    events: set.count,
    streams: sum(streams),
    types: sum(types),
  };
}

/** Counts over equal stretches of the scope's time, or of its ordinals in a log without times. */
function timelineOf(index: EventIndex, set: BitSet): Report['timeline'] {
  if (set.isEmpty) return [];
  const bounds = timeBounds(index, set);
  const range = bounds ?? { from: set.next(-1), to: set.previous(set.size) };
  const buckets = timelineBuckets(
    index,
    {
      axis: bounds ? 'time' : 'ordinal',
      ...range,
      width: range.to > range.from ? TIMELINE_BUCKETS : 1,
      columnWidth: 1,
      stackBy: 'type',
      squeezeIdle: false,
      query: '',
    },
    set,
  );
  const columns = buckets.firstOrdinal.length - 1;
  const edge = (column: number): string => {
    const value = range.from + ((range.to - range.from) * column) / columns;
    return bounds ? (microsToIso(Math.round(value)) ?? '') : `#${Math.round(value)}`;
  };
  return Array.from({ length: columns }, (_, column) => ({
    from: edge(column),
    to: edge(column + 1),
    events: buckets.series.reduce((sum, { counts }) => sum + counts[column]!, 0),
  }));
}

/** Where the scope's events stand in time: those without a time stand with their predecessor. `null` without any. */
function timeBounds(index: EventIndex, set: BitSet): { from: number; to: number } | null {
  if (Number.isNaN(index.firstTime)) return null;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let i = set.next(-1); i >= 0; i = set.next(i)) {
    const own = index.columns.recordedAt[i]!;
    const clock = Number.isNaN(index.clock[i]!) ? index.firstTime : index.clock[i]!;
    const time = Number.isNaN(own) ? clock : own;
    if (time < from) from = time;
    if (time > to) to = time;
  }
  return { from, to };
}

async function listEvents(log: ReadableLog, set: BitSet, limit: number, context: ScanContext): Promise<ReportEvent[]> {
  const ordinals = set.slice(0, limit);
  const events: ReportEvent[] = [];
  for (let start = 0; start < ordinals.length; start += BATCH) {
    const batch = ordinals.subarray(start, start + BATCH);
    for (const [i, record] of log.reader.readRecords(log.index, batch).entries()) {
      events.push({ ...envelopeAt(log.index, batch[i]!), eventId: record.eventId, payload: payloadText(record) });
    }
    await context.breathe({ phase: 'read', done: start, total: ordinals.length, unit: 'events' });
  }
  return events;
}

function payloadText({ payload }: StoredRecord): string {
  if (payload.kind === 'json') return payload.text;
  if (payload.kind === 'binary') return `Binary, ${payload.bytes} bytes: ${payload.note}`;
  return `Not JSON: ${payload.reason}`;
}

/** State of each chosen stream at the end of the scope, and what the scope's range changed in it. */
async function statesOf(
  { replay }: ReportParts,
  options: ReportOptions,
  fromOrdinal: number,
  toOrdinal: number,
  context: ScanContext,
): Promise<ReportState[]> {
  const states: ReportState[] = [];
  if (toOrdinal < 0) return states;
  for (const streamId of options.streams) {
    const target = { reducer: options.reducer ?? 'merge', partition: streamId };
    const at = await replay.stateAt(target, toOrdinal, context);
    const { changes } = at.failure
      ? { changes: [] }
      : await diffBetween(replay, target, fromOrdinal - 1, toOrdinal, context);
    states.push({
      streamId,
      reducer: at.reducer.name,
      atOrdinal: toOrdinal,
      events: at.eventsBefore,
      state: at.state,
      failure: at.failure,
      changes,
    });
  }
  return states;
}

import type { BisectReport } from '../model/bisect.ts';
import type { Bookmark, ShownBookmark } from '../model/bookmark.ts';
import type { Branch, BranchAt, BranchEdit, BranchExport, Proposals } from '../model/branch.ts';
import type { Causation } from '../model/causation.ts';
import type { EncodingInfo, EncodingPreview, EncodingRule } from '../model/encoding.ts';
import type { EventEnvelope, LogPoint, Ordinal, RecordedEvent } from '../model/event.ts';
import type { CheckReport, RowProblem } from '../model/finding.ts';
import type { Mapping, MappingInspection, MappingPreview, MappingSource } from '../model/mapping.ts';
import type { Cleared, MemoryUse } from '../model/memory.ts';
import type { EventPage, Facets, HitCount, StreamPage } from '../model/pages.ts';
import type { PartitionsPage, PartitionsRequest } from '../model/partitions.ts';
import type { Report, ReportFormat, ReportOptions } from '../model/report.ts';
import type {
  SchemaExportFormat,
  SchemaOverview,
  SchemaReport,
  TypeCoverage,
  TypeSchema,
  VersionHeat,
  VersionsOverTime,
  Vocabulary,
} from '../model/schema.ts';
import type {
  EventText,
  ShownBranch,
  ShownChange,
  ShownEvent,
  ShownState,
  StateValue,
  TextPart,
  ValuePart,
} from '../model/shown.ts';
import type { SnapshotReport } from '../model/snapshot.ts';
import type {
  BlameReport,
  DryRun,
  FoldFailure,
  PartitionState,
  ReducerInfo,
  StateAt,
  StateComparison,
  StateOrigins,
  StateTarget,
  Trace,
  UpcastEvent,
  ValueHistory,
} from '../model/state.ts';
import type { StorageReport } from '../model/storage.ts';
import type { Checkpoint, DeadLetter, FormatInfo, StoreInfo, StoreSummary } from '../model/store.ts';
import type { TimelineBuckets, TimelineRequest } from '../model/timeline.ts';
import type { WatchTrack } from '../model/watch.ts';

/**
 * What may be opened. The host (main, browser host, command line) tells the worker which paths stand behind a
 * reference; the page and its transport only ever hold the reference, so a page cannot name a path.
 */
export type StoreRef = string;

/** Numbers only: the screen words it. */
export interface Progress {
  readonly phase: 'detect' | 'index' | 'read' | 'replay' | 'check' | 'hash' | 'write';
  readonly done: number;
  /** Absent when not known. */
  readonly total?: number;
  readonly unit: 'bytes' | 'events' | 'files' | 'states';
  /** Events in the index so far; the screen asks again for what it shows when this grows. */
  readonly events?: number;
}

/** name -> parameters, result, progress. Names are `noun.verb`. The one list both sides are typed by. */
export interface Requests {
  /**
   * `cache`: whether to look for what earlier openings kept, index and snapshots, and to keep them; `false` does neither.
   * `snapshotEvery`: events of a partition between two states that replay keeps; 100 when absent, 0 for none.
   * `encodings`: how payloads are read this time; they go before those that are remembered for the store. `mapping`:
   * reads the store by it, whatever formats say; with `remember` stores of the same layout open by it from then on.
   * Without it, a remembered one goes before all formats.
   */
  'store.open': {
    params: {
      ref: StoreRef;
      cache: boolean;
      snapshotEvery?: number;
      encodings?: readonly EncodingRule[];
      mapping?: Mapping;
      remember?: boolean;
    };
    result: StoreSummary;
    progress: Progress;
  };
  /**
   * What could be mapped in a store, and a mapping to begin with: of `source`, where it is named. Nothing is opened.
   */
  'mapping.inspect': {
    params: { ref: StoreRef; file?: string; source?: MappingSource };
    result: MappingInspection;
    progress: Progress;
  };
  /** The first records as a mapping reads them, with what is wrong, field by field. */
  'mapping.preview': { params: { ref: StoreRef; mapping: Mapping }; result: MappingPreview; progress: Progress };
  /** Forgets the mapping that is remembered for the store's layout. */
  'mapping.forget': { params: { ref: StoreRef; file?: string }; result: { forgotten: boolean }; progress: Progress };
  'store.close': { params: Record<never, never>; result: null; progress: never };
  /** Removes all kept indexes and snapshots of this user; the stores, and what is open, stay as they are. */
  'cache.clear': { params: Record<never, never>; result: Cleared; progress: never };
  'store.summary': { params: Record<never, never>; result: StoreSummary; progress: never };
  'store.info': { params: Record<never, never>; result: StoreInfo; progress: Progress };
  'formats.list': { params: Record<never, never>; result: readonly FormatInfo[]; progress: never };
  /** Bytes that are held for the open store; for the status bar. */
  'store.memory': { params: Record<never, never>; result: MemoryUse; progress: never };
  'store.problems': {
    params: { offset: number; limit: number };
    result: { total: number; rows: readonly RowProblem[] };
    progress: never;
  };
  'store.consumers': {
    params: Record<never, never>;
    result: { checkpoints: readonly Checkpoint[]; deadLetters: readonly DeadLetter[]; headPosition: string | null };
    progress: never;
  };
  'log.point': { params: { point: string }; result: LogPoint | null; progress: never };
  'log.facets': { params: { query: string }; result: Facets; progress: Progress };
  'timeline.buckets': { params: TimelineRequest; result: TimelineBuckets; progress: Progress };
  'events.count': { params: { query: string }; result: HitCount; progress: Progress };
  'events.page': { params: { query: string; offset: number; limit: number }; result: EventPage; progress: Progress };
  /** Matches with everything recorded about them: what `events --json` prints. */
  'events.records': {
    params: { query: string; offset: number; limit: number };
    result: HitCount & { rows: readonly RecordedEvent[] };
    progress: Progress;
  };
  /** Where an event stands among the matches: index of the last match at or before it, -1 for none. */
  'events.locate': {
    params: { query: string; ordinal: Ordinal };
    result: { index: number; exact: boolean; previous: Ordinal | null; next: Ordinal | null };
    progress: Progress;
  };
  'events.envelope': { params: { ordinal: Ordinal }; result: EventEnvelope; progress: never };
  'events.get': { params: { ordinal: Ordinal }; result: RecordedEvent; progress: never };
  /** As `events.get`, as much of it as a page shows. What is missing is asked for by its path. */
  'events.shown': { params: { ordinal: Ordinal }; result: ShownEvent; progress: never };
  'events.part': {
    params: EventText & { ordinal: Ordinal; from: number };
    result: ValuePart;
    progress: never;
  };
  /** A piece of a whole text: a string in it as it is, anything else as JSON text; of bytes their base64. */
  'events.text': { params: EventText & { ordinal: Ordinal; offset: number }; result: TextPart; progress: never };
  /** Events that share a correlation id with the given one, in order. */
  'events.correlated': { params: { ordinal: Ordinal }; result: { ordinals: readonly Ordinal[] }; progress: Progress };
  'streams.page': {
    params: { filter: string; sort: 'id' | 'events' | 'last'; offset: number; limit: number };
    result: StreamPage;
    progress: never;
  };
  'state.at': { params: StateTarget & { ordinal: Ordinal }; result: StateAt; progress: Progress };
  /** Of every partition that has an event by then, the first `limit` of them; `total` counts all. */
  'states.at': {
    params: { reducer: string; ordinal: Ordinal; limit: number };
    result: { total: number; states: readonly PartitionState[] };
    progress: Progress;
  };
  /** As `state.at`, as much of it as a page shows. What is missing is asked for by its path (`state.part`, `state.text`). */
  'state.shown': { params: StateTarget & { ordinal: Ordinal }; result: ShownState; progress: Progress };
  /** Of the value at a path, the members or characters from `from` on. */
  'state.part': {
    params: StateTarget & { ordinal: Ordinal; path: string; from: number };
    result: ValuePart;
    progress: Progress;
  };
  /** More of what the last event changed. */
  'state.changes': {
    params: StateTarget & { ordinal: Ordinal; offset: number };
    result: readonly ShownChange[];
    progress: Progress;
  };
  /** A piece of a whole value: of a string as it is, of anything else as JSON text. `offset` counts characters. */
  'state.text': {
    params: StateTarget & { ordinal: Ordinal; of: StateValue; offset: number };
    result: TextPart;
    progress: Progress;
  };
  /** What expressions are worth at a point, as short JSON texts; `null` where they lead nowhere. */
  'state.watched': {
    params: StateTarget & { ordinal: Ordinal; expressions: readonly string[] };
    result: { partition: string; values: readonly (string | null)[] };
    progress: Progress;
  };
  /** Of what `state.shown` gave, or of a part of it. */
  'state.origins': {
    params: StateTarget & { ordinal: Ordinal; part: { path: string; from: number } | null };
    result: StateOrigins;
    progress: Progress;
  };
  /** The life of a value; of more than `limit` changes the last ones. `longest`: characters of a value, all when absent. */
  'state.history': {
    params: StateTarget & { path: string; limit: number; longest?: number };
    result: ValueHistory;
    progress: Progress;
  };
  /** As `state.origins`, with values and events, of the first `limit` leaves. */
  'state.blame': {
    params: StateTarget & { ordinal: Ordinal; limit: number; longest?: number };
    result: BlameReport;
    progress: Progress;
  };
  /** What differs between two states, each with the event that did it. `limit` and `longest`: of changes and characters. */
  'state.compare': {
    params: {
      left: StateTarget & { ordinal: Ordinal };
      right: StateTarget & { ordinal: Ordinal };
      limit?: number;
      longest?: number;
    };
    result: StateComparison;
    progress: Progress;
  };
  /** What expressions were worth along a partition; `edges`: first ordinals of the columns and the end of the last. */
  'state.watch': {
    params: StateTarget & { ordinal: Ordinal; expressions: readonly string[]; edges: readonly Ordinal[] };
    result: { partition: string; tracks: readonly WatchTrack[]; failure: FoldFailure | null };
    progress: Progress;
  };
  /** After which events a condition comes to hold, in one partition or, with `null`, in all. */
  'state.bisect': {
    params: {
      reducer: string;
      partition: string | null;
      where: string;
      from: Ordinal;
      to: Ordinal;
      limit: number;
    };
    result: BisectReport;
    progress: Progress;
  };
  /** Progress has the page as far as it is folded, once it is known which partitions are on it. */
  'partitions.page': {
    params: PartitionsRequest;
    result: PartitionsPage;
    progress: Progress & { page?: PartitionsPage };
  };
  /** Folds ahead while nothing else is asked, so that all states at a point are near. Answers when that is done. */
  'partitions.prepare': { params: { reducer: string }; result: null; progress: never };
  'projections.list': {
    params: Record<never, never>;
    result: { reducers: readonly ReducerInfo[]; failures: readonly { name: string; message: string }[] };
    progress: never;
  };
  /** The text of a projection. */
  'projections.source': { params: { reducer: string }; result: { source: string }; progress: never };
  /**
   * The state that code in an editor would give at a point, and what it prints; it becomes no reducer. `partition`: the
   * stream to show where it has a state per stream, `null` for what the event belongs to.
   */
  'projections.dryRun': {
    params: { name: string; source: string; partition: string | null; ordinal: Ordinal };
    result: DryRun;
    progress: Progress;
  };
  /** Types and fields that code may name, from a sample of the events. */
  'projections.vocabulary': { params: Record<never, never>; result: Vocabulary; progress: Progress };
  'upcasters.coverage': {
    params: { reducer: string };
    result: { types: readonly TypeCoverage[] };
    progress: never;
  };
  /** An event's payload after the upcasters of a reducer; `null` where it has none for the type. */
  'upcasters.event': { params: { reducer: string; ordinal: Ordinal }; result: UpcastEvent | null; progress: never };
  'snapshots.report': { params: StateTarget & { ordinal: Ordinal }; result: SnapshotReport; progress: Progress };
  'state.trace': { params: StateTarget & { ordinal: Ordinal }; result: Trace; progress: Progress };
  'projections.add': { params: { name: string; source: string }; result: ReducerInfo; progress: never };
  /** The encodings there are, and what is chosen for the open store. */
  'encodings.list': {
    params: Record<never, never>;
    result: { kinds: readonly EncodingInfo[]; rules: readonly EncodingRule[] };
    progress: never;
  };
  /** How a rule would read the payload of an event; what is wrong with the rule is a part of the answer. */
  'encodings.preview': { params: { ordinal: Ordinal; rule: EncodingRule }; result: EncodingPreview; progress: never };
  /** Reads payloads by these rules and no others from now on, and remembers them for the store. */
  'encodings.set': { params: { rules: readonly EncodingRule[] }; result: StoreSummary; progress: never };
  /** What caused an event and what it caused, and its correlation; at most `limit` effects and correlated events. */
  'causation.of': { params: { ordinal: Ordinal; limit: number }; result: Causation; progress: Progress };
  /** Events with this id, the first hundred: for whoever names an event by its id. */
  'events.withId': { params: { id: string }; result: { ordinals: readonly Ordinal[] }; progress: Progress };
  /**
   * A branch beside reality, or beside the branch of the edits `other`; `partition` `null` shows that of the event at
   * `ordinal`, or where no edit concerns it the first that differs.
   */
  'branch.at': {
    params: StateTarget & { ordinal: Ordinal; edits: readonly BranchEdit[]; other?: readonly BranchEdit[] };
    result: BranchAt;
    progress: Progress;
  };
  /** As `branch.at`, as much of it as a page shows. */
  'branch.shown': {
    params: StateTarget & { ordinal: Ordinal; edits: readonly BranchEdit[]; other?: readonly BranchEdit[] };
    result: ShownBranch;
    progress: Progress;
  };
  /** Of a value in the state on the branch, the members from `from` on. */
  'branch.part': {
    params: StateTarget & { ordinal: Ordinal; edits: readonly BranchEdit[]; path: string; from: number };
    result: ValuePart;
    progress: Progress;
  };
  /** Edits from the text of a file. `stream` is that of inserted events which name none. */
  'branch.parse': { params: { text: string; stream: string | null }; result: readonly BranchEdit[]; progress: never };
  /** Events that would bring a partition to a wanted state: JSON text with the values that are to be different. */
  'branch.propose': {
    params: { reducer: string; partition: string; ordinal: Ordinal; edits: readonly BranchEdit[]; want: string };
    result: Proposals;
    progress: Progress;
  };
  'branch.export': {
    params: {
      reducer: string;
      partition: string;
      ordinal: Ordinal;
      name: string;
      edits: readonly BranchEdit[];
      as: BranchExport;
    };
    result: { fileName: string; mimeType: string; text: string; note: string };
    progress: Progress;
  };
  'branches.list': { params: Record<never, never>; result: readonly Branch[]; progress: never };
  /** Keeps a branch, in place of that with its id. */
  'branches.put': { params: { branch: Branch }; result: readonly Branch[]; progress: never };
  'branches.remove': { params: { id: string }; result: readonly Branch[]; progress: never };
  'bookmarks.list': { params: Record<never, never>; result: readonly ShownBookmark[]; progress: never };
  /** Keeps a bookmark, in place of that with its id. */
  'bookmarks.put': { params: { bookmark: Bookmark }; result: readonly ShownBookmark[]; progress: never };
  'bookmarks.remove': { params: { id: string }; result: readonly ShownBookmark[]; progress: never };
  'bookmarks.export': {
    params: { as: 'json' | 'markdown' };
    result: { fileName: string; mimeType: string; text: string };
    progress: never;
  };
  /**
   * `from`: where versions are taken from, as `parseSchemaSource` reads it; `null` for what was chosen for the store.
   */
  'schema.report': { params: { from: string | null }; result: SchemaReport; progress: Progress };
  'schema.overview': { params: { from: string | null }; result: SchemaOverview; progress: Progress };
  'schema.type': { params: { type: string; from: string | null }; result: TypeSchema; progress: Progress };
  'schema.overTime': {
    params: { type: string | null; buckets: number; inferred: boolean; from: string | null };
    result: VersionsOverTime;
    progress: Progress;
  };
  'schema.heat': { params: { buckets: number; from: string | null }; result: VersionHeat; progress: Progress };
  /** What was chosen for this store; `null` when nothing was. */
  'schema.chosen': { params: Record<never, never>; result: { from: string | null }; progress: never };
  /** Keeps the choice for this store; `null` forgets it. */
  'schema.choose': { params: { from: string | null }; result: { from: string | null }; progress: never };
  'schema.export': {
    params: { format: SchemaExportFormat; type: string | null; from: string | null };
    result: { fileName: string; mimeType: string; text: string };
    progress: Progress;
  };
  /** With `depth` `columns` only what columns tell, at once; what that found is not looked for again by `all`. */
  'integrity.run': { params: { depth: 'columns' | 'all' }; result: CheckReport; progress: Progress };
  /** Keeps a note that explains a finding; `null` takes it back. */
  'integrity.explain': { params: { findingId: string; note: string | null }; result: null; progress: never };
  'storage.report': { params: Record<never, never>; result: StorageReport; progress: Progress };
  'report.build': { params: { options: ReportOptions }; result: Report; progress: Progress };
  'report.write': {
    params: { options: ReportOptions; format: ReportFormat };
    result: { fileName: string; mimeType: string; text: string };
    progress: Progress;
  };
}

export type RequestName = keyof Requests;
export type Params<N extends RequestName> = Requests[N]['params'];
export type Result<N extends RequestName> = Requests[N]['result'];
export type ProgressOf<N extends RequestName> = Requests[N]['progress'];

/** Sent by the worker without being asked. */
export interface Notices {
  /** The index grew or was completed. `stopped`: what is appended is no longer followed, and why. */
  'log.changed': { events: number; complete: boolean; stopped?: string };
}

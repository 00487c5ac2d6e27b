import type { ShownBookmark } from './bookmark.ts';
import type { EventEnvelope } from './event.ts';
import type { CheckReport } from './finding.ts';
import type { SchemaReport } from './schema.ts';
import type { FoldFailure, StateChange } from './state.ts';
import type { StoreInfo } from './store.ts';

/** What goes into an audit report. Every field is plain JSON, so that the same options give the same bytes. */
export interface ReportOptions {
  readonly title: string;
  /** Query of the events in scope; `''` for all. */
  readonly query: string;
  /** First and last point in scope, in the notation of `state --at`; `start` and `end` for all. */
  readonly from: string;
  readonly to: string;
  /** Streams whose state is shown at the end of the scope. */
  readonly streams: readonly string[];
  /** What folds those states: `merge`, or the id of a projection with a state per stream; `merge` when left out. */
  readonly reducer?: string;
  readonly include: {
    readonly timeline: boolean;
    readonly integrity: boolean;
    readonly schema: boolean;
    readonly consumers: boolean;
    readonly events: boolean;
    /** What was marked and noted in scope. */
    readonly bookmarks: boolean;
  };
  /** At most so many events are listed; the report says how many were left out. */
  readonly eventLimit: number;
}

export interface ReportState {
  readonly streamId: string;
  readonly reducer: string;
  readonly atOrdinal: number;
  readonly events: number;
  /** JSON text. */
  readonly state: string | null;
  /** Where the reducer threw: `state` is then the last good one, and nothing is said of changes. */
  readonly failure: FoldFailure | null;
  readonly changes: readonly StateChange[];
}

export interface ReportEvent extends EventEnvelope {
  readonly eventId: string | null;
  /** JSON text of the payload, or a sentence for what is not JSON. */
  readonly payload: string;
}

/** The object that every front prints: the panel's preview, HTML and JSON. */
export interface Report {
  /** Version of this shape. */
  readonly reportVersion: 1;
  readonly tool: { readonly name: 'Eventloupe'; readonly version: string };
  readonly options: ReportOptions;
  readonly source: StoreInfo;
  readonly scope: {
    readonly fromOrdinal: number;
    readonly toOrdinal: number;
    readonly firstRecordedAt: string | null;
    readonly lastRecordedAt: string | null;
    readonly events: number;
    readonly streams: number;
    readonly types: number;
  };
  readonly timeline: readonly { readonly from: string; readonly to: string; readonly events: number }[];
  readonly integrity: CheckReport | null;
  readonly schema: SchemaReport | null;
  readonly states: readonly ReportState[];
  readonly events: readonly ReportEvent[];
  readonly eventsLeftOut: number;
  readonly bookmarks: readonly ShownBookmark[];
  /** Commands that give each number again. */
  readonly reproduce: readonly { readonly what: string; readonly command: string }[];
}

export type ReportFormat = 'html' | 'json';

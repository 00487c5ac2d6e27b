import type { EventEnvelope, Ordinal } from './event.ts';
import type { TypeCount } from './store.ts';

/** What a query found. Every answer says how much was examined and whether a limit cut it. */
export interface HitCount {
  readonly scanned: number;
  readonly matched: number;
  /** `false` when the index was still filling. */
  readonly complete: boolean;
}

export interface EventPage extends HitCount {
  readonly offset: number;
  readonly rows: readonly EventEnvelope[];
}

export interface Facets {
  readonly types: readonly TypeCount[];
  readonly categories: readonly { readonly category: string; readonly streams: number; readonly events: number }[];
  readonly streams: number;
  readonly events: number;
}

export interface StreamRow {
  readonly streamId: string;
  readonly events: number;
  readonly firstOrdinal: Ordinal;
  readonly lastOrdinal: Ordinal;
}

export interface StreamPage {
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly StreamRow[];
}

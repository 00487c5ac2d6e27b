import type { Ordinal } from './event.ts';

/** Events and the bytes of their payloads: JSON text as it is stored, binary payloads as they are. */
export interface Amount {
  readonly events: number;
  readonly bytes: number;
}

/** What fills a store: what `storage --json` prints and the Storage view shows. */
export interface StorageReport extends Amount {
  /** Bytes of the store on disk. */
  readonly storeBytes: number;
  /** By type and by type and version, the most bytes first. */
  readonly types: readonly (Amount & { readonly type: string; readonly largest: number })[];
  readonly versions: readonly (Amount & { readonly type: string; readonly schemaVersion: string | null })[];
  /** The streams with the most bytes; `streamCount` counts all. */
  readonly streams: readonly (Amount & { readonly streamId: string })[];
  readonly streamCount: number;
  /** Every month from the first to the last, in order: `2026-03`; empty where no times are recorded. */
  readonly months: readonly (Amount & { readonly month: string })[];
  /** Events without a time, which are in no month. */
  readonly untimed: Amount;
  readonly growth: Growth;
  readonly largestPayloads: readonly { readonly ordinal: Ordinal; readonly type: string; readonly bytes: number }[];
  readonly savings: Savings;
}

export interface Growth {
  /** The straight line through the whole months, continued; `null` where there are too few. */
  readonly perMonth: Amount | null;
  readonly forecast: readonly (Amount & { readonly month: string })[];
  /** What the forecast rests on, or why there is none. */
  readonly basis: string;
}

export interface Savings {
  /** What a snapshot every `every` events would spare whoever loads each stream once. */
  readonly snapshots: {
    readonly every: number;
    /** Streams long enough for one, and the events behind their last one that need not be read. */
    readonly streams: number;
    readonly spared: Amount;
  };
  /** What moving closed streams elsewhere would free. */
  readonly archive: {
    /** Types after which streams do not go on. */
    readonly closing: readonly string[];
    readonly streams: number;
    readonly freed: Amount;
  };
}

import type { BranchAt, BranchSide } from './branch.ts';
import type { Payload, RecordedEvent } from './event.ts';
import type { StateChange, StateFacts } from './state.ts';

// What a page is given of values of any size: as much as it can show, where the rest is, and how much that is.

/** A value of which only the beginning is there. */
export interface Cut {
  /** JSON Pointer of the value. */
  readonly path: string;
  readonly of: 'characters' | 'items' | 'members';
  /** How many of them are there, from the first on, and how many there are. */
  readonly shown: number;
  readonly total: number;
}

/** A value that may be cut in several places; without cuts it is whole. */
export interface CutJson {
  /** JSON text of what is there. */
  readonly json: string;
  readonly cuts: readonly Cut[];
}

/** The next members or characters of a cut value: a value of its kind with only these, which may be cut inside. */
export interface ValuePart extends CutJson {
  readonly path: string;
  /** Index of the first of them. */
  readonly from: number;
}

/** A piece of a text too long for one answer. */
export interface TextPart {
  readonly text: string;
  /** Characters of the whole text. */
  readonly total: number;
}

/** A change of which the beginnings of long values are there. */
export interface ShownChange extends StateChange {
  /** How much the whole value is, where `from` is cut. */
  readonly fromSize?: ValueSize;
  readonly toSize?: ValueSize;
}

export type ValueSize = Pick<Cut, 'of' | 'total'>;

/** A state at a point, as much of it as a page shows. */
export interface ShownState extends StateFacts {
  /** `null` when the partition has no event yet. */
  readonly state: CutJson | null;
  /** The first of what the last event changed, and how much that is. */
  readonly changes: readonly ShownChange[];
  readonly changeCount: number;
}

/** Which value of a state: at a path or place, or one side of what its last event changed, by the index of the change. */
export type StateValue = { readonly path: string } | { readonly change: number; readonly side: 'from' | 'to' };

/** JSON text as much of it as a page shows: the text of a cut value, or the beginning of what has no value. */
export interface ShownText {
  readonly text: string;
  /** Where the value is cut; of text that has none, one cut at the path `''`. */
  readonly cuts: readonly Cut[];
}

/** A payload as much of it as a page shows. Of bytes the base64 text may be cut, at a multiple of four characters. */
export type ShownPayload = Payload & { readonly cuts: readonly Cut[] };

/** An event with everything that was recorded about it, as much as a page shows. */
export interface ShownEvent extends Omit<RecordedEvent, 'payload' | 'metadata'> {
  readonly payload: ShownPayload;
  readonly metadata: ShownText | null;
}

/** Which text of an event; `path` of a value in it, where it is JSON. */
export interface EventText {
  readonly of: 'payload' | 'metadata';
  readonly path: string;
}

/** A state on a branch beside another one, as much of it as a page shows. */
export interface ShownPartition {
  readonly partition: string;
  readonly real: { readonly events: number; readonly hasState: boolean };
  readonly branch: Omit<BranchSide, 'state'> & { readonly state: CutJson | null };
  /** The first of what differs: `from` in reality, `to` on the branch. Their `ordinal` means nothing. */
  readonly changes: readonly ShownChange[];
  readonly changeCount: number;
}

/** A branch at a point, as much of it as a page shows. */
export interface ShownBranch extends Omit<BranchAt, 'shown' | 'partitions'> {
  readonly shown: ShownPartition | null;
  readonly partitions: readonly { readonly partition: string; readonly changeCount: number }[];
}

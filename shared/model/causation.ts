import type { EventEnvelope, Ordinal } from './event.ts';

/** One event in a tree of causes and effects. */
export interface CausationNode {
  readonly event: EventEnvelope;
  /** Steps from the event that was asked about: causes are negative, effects positive. */
  readonly depth: number;
  /** The node above: what caused it; `null` for the first of the chain. */
  readonly parent: Ordinal | null;
  /** How many events it caused that are not in the answer, because a limit cut them. */
  readonly cut: number;
}

/** Why the chain of causes ends where it does. */
export type ChainEnd =
  /** The first event names no cause. */
  | { readonly kind: 'first' }
  /** It names a cause that is no event of this log. */
  | { readonly kind: 'missing'; readonly id: string }
  /** It names itself, or one of its effects. */
  | { readonly kind: 'circle'; readonly ordinal: Ordinal }
  /** The chain is longer than is followed. */
  | { readonly kind: 'cut' };

export interface CorrelationLane {
  readonly streamId: string;
  readonly events: readonly CorrelatedEvent[];
}

export interface CorrelatedEvent {
  readonly event: EventEnvelope;
  /** Microseconds since the first event of the group; `null` without times. */
  readonly sinceMicros: number | null;
  readonly causedBy: Ordinal | null;
}

/** What caused an event, what it caused, and what belongs to the same conversation. */
export interface Causation {
  readonly ordinal: Ordinal;
  readonly eventId: string | null;
  readonly causationId: string | null;
  readonly correlationId: string | null;
  /** Causes from the first to the event itself, then everything that it caused, each behind its cause. */
  readonly nodes: readonly CausationNode[];
  readonly chainEnd: ChainEnd;
  /** Further events with the id of a cause in the chain: the first of each was taken. */
  readonly sharedIds: readonly { readonly id: string; readonly events: number }[];
  /** An effect that is also a cause of the event: it is not followed again. */
  readonly circles: readonly { readonly from: Ordinal; readonly to: Ordinal }[];
  readonly correlation: {
    readonly events: number;
    /** The first event's lane first. */
    readonly lanes: readonly CorrelationLane[];
    /** Events left out by the limit. */
    readonly cut: number;
    /** From the first to the last event in microseconds; `null` without times. */
    readonly spanMicros: number | null;
  } | null;
}

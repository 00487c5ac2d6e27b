import { type JsonValue, stringifyJson } from '../../../shared/json.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import type { StateChange, StateFacts } from '../../../shared/model/state.ts';
import { type Difference, diffValues } from './diff.ts';
import type { FoldState } from './reducer.ts';

/** A state with the one before the partition's last event. */
export interface StateLook {
  readonly facts: StateFacts;
  /** `null` where that event did not fold. */
  readonly before: FoldState | null;
  /** `null` when the partition has no event yet. */
  readonly after: FoldState | null;
}

/** What the last event changed. */
export const differencesOf = ({ before, after }: StateLook): Difference[] =>
  before && after ? diffStates(before, after) : [];

/** Nothing is compared twice: equal texts need no look inside. */
export function diffStates(before: FoldState, after: FoldState): Difference[] {
  return before.sameTextAs(after) ? [] : diffValues(before.value, after.value);
}

export const printed = (value: JsonValue | undefined): string | null =>
  value === undefined ? null : stringifyJson(value);

/** Differences as they are told, each with the event that `cause` names. */
export const toChanges = (
  differences: readonly Difference[],
  cause: (difference: Difference) => Ordinal,
): StateChange[] =>
  differences.map((difference) => ({
    path: difference.path,
    ...(difference.place === difference.path ? {} : { place: difference.place }),
    ...(difference.order ? { order: true } : {}),
    from: printed(difference.from),
    to: printed(difference.to),
    ordinal: cause(difference),
  }));

import type { ShownChange, ValueSize } from '../../../../shared/model/shown.ts';
import type { StateChange } from '../../../../shared/model/state.ts';

// Texts of values cut for a page, which says how long they are.

/** The beginning of a text and, where that is not all of it, how much it is. */
export const beginningOf = (text: string, longest: number): { text: string; size?: ValueSize } =>
  text.length <= longest ? { text } : { text: text.slice(0, longest), size: { of: 'characters', total: text.length } };

export function shortened(change: StateChange, longest: number): ShownChange {
  const from = change.from === null ? null : beginningOf(change.from, longest);
  const to = change.to === null ? null : beginningOf(change.to, longest);
  return {
    ...change,
    from: from?.text ?? null,
    to: to?.text ?? null,
    ...(from?.size && { fromSize: from.size }),
    ...(to?.size && { toSize: to.size }),
  };
}

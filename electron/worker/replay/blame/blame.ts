import { isJsonObject, type JsonValue } from '../../../../shared/json.ts';
import type { Ordinal } from '../../../../shared/model/event.ts';
import { memberOf, pointerToken } from '../../../../shared/statePath.ts';
import { equalLeaves, matchItems } from '../diff.ts';

/**
 * Which event set what of a value, beside it in the same shape: one number where one event set all of a subtree, -1 for
 * what was there before the first event. Never written to: what did not change is shared from one state to the next.
 */
export type Blame = Ordinal | readonly Blame[] | ReadonlyMap<string, Blame>;

/** The blame of the initial state. */
export const nobody: Blame = -1;

const inside = (blame: Blame, key: number | string): Blame => {
  if (typeof blame === 'number') return blame;
  return (Array.isArray(blame) ? blame[key as number] : (blame as ReadonlyMap<string, Blame>).get(String(key))) ?? -1;
};

const sizeOf = (blame: Blame): number =>
  typeof blame === 'number' ? -1 : Array.isArray(blame) ? blame.length : (blame as ReadonlyMap<string, Blame>).size;

/**
 * Carries the blame of a state over an event: what the event left as it was keeps its blame, items with their
 * identity.
 */
export function carryBlame(blame: Blame, before: JsonValue | undefined, after: JsonValue, ordinal: Ordinal): Blame {
  if (before === after) return blame;
  if (Array.isArray(before) && Array.isArray(after) && before.length > 0 && after.length > 0) {
    const { partner } = matchItems(before, after);
    const items = partner.map((from, i) =>
      from < 0 ? ordinal : carryBlame(inside(blame, from), before[from], after[i]!, ordinal),
    );
    return compact(items, items, blame);
  }
  if (isJsonObject(before) && isJsonObject(after) && Object.keys(before).length > 0) {
    const members = new Map<string, Blame>();
    for (const key of Object.keys(after)) {
      const stays = Object.hasOwn(before, key);
      members.set(key, stays ? carryBlame(inside(blame, key), before[key], after[key]!, ordinal) : ordinal);
    }
    if (members.size > 0) return compact(members, [...members.values()], blame);
  }
  return equalLeaves(before, after) ? blame : ordinal;
}

/** The old blame where it says the same, one number where all say the same, else the new one. */
function compact(made: Blame, parts: readonly Blame[], old: Blame): Blame {
  const [first] = parts;
  if (typeof first === 'number' && parts.every((part) => part === first)) return first;
  const keys = Array.isArray(made) ? parts.keys() : (made as ReadonlyMap<string, Blame>).keys();
  if (sizeOf(old) !== parts.length) return made;
  let i = 0;
  for (const key of keys) if (inside(old, key) !== parts[i++]) return made;
  return old;
}

/** Calls `visit` with the pointer of every leaf and the event that set it. */
export function eachBlame(
  value: JsonValue,
  blame: Blame,
  visit: (path: string, ordinal: Ordinal) => void,
  path = '',
): void {
  if (Array.isArray(value) && value.length > 0) {
    for (const [i, item] of value.entries()) eachBlame(item, inside(blame, i), visit, `${path}/${i}`);
  } else if (isJsonObject(value) && Object.keys(value).length > 0) {
    for (const key of Object.keys(value)) {
      eachBlame(value[key]!, inside(blame, key), visit, `${path}/${pointerToken(key)}`);
    }
  } else visit(path, newest(blame));
}

const newest = (blame: Blame): Ordinal => {
  if (typeof blame === 'number') return blame;
  let latest = -1;
  for (const part of blame.values()) latest = Math.max(latest, newest(part as Blame));
  return latest;
};

/**
 * The newest event that set anything in the value at these keys (`shared/statePath.ts`); `null` where there is none.
 */
export function blameAt(value: JsonValue, blame: Blame, keys: readonly string[]): Ordinal | null {
  let at: JsonValue | undefined = value;
  let of = blame;
  for (const key of keys) {
    const next = memberOf(at, key);
    if (next === undefined) return null;
    of = inside(of, Array.isArray(at) ? (/^\d+$/.test(key) ? Number(key) : at.indexOf(next)) : key);
    at = next;
  }
  return newest(of);
}

import { ExactNumber, isJsonObject, type JsonValue, parseJson } from '../../../shared/json.ts';
import { identityField, identityText, itemKey, pointerToken } from '../../../shared/statePath.ts';

/** One difference between two values. A subtree that came or went is one change. */
export interface Difference {
  /** JSON Pointer (RFC 6901) into the new value, for what is gone into the old one; `''` is the whole value. */
  readonly path: string;
  /** The same with items of lists by their identity (`shared/statePath.ts`). */
  readonly place: string;
  /** `undefined` where the path did not exist. */
  readonly from: JsonValue | undefined;
  /** `undefined` where the path no longer exists. */
  readonly to: JsonValue | undefined;
  /** The items of this list changed their order: `from` and `to` list the identities of those that are in both. */
  readonly order?: true;
}

/**
 * What changed from one value to another, in the order of the old keys, then of the new ones. Objects are compared by
 * key. Items of lists are matched by an identifying field where there is one: first those that are gone, last index
 * first, then a change of order, then those that are new, then what changed inside. Without such a field they go by
 * index. So applying the changes one by one leads from the old value to the new one. A value that turned into another
 * kind is one change. Values that are the same object are not looked into.
 */
export function diffValues(from: JsonValue, to: JsonValue): Difference[] {
  const changes: Difference[] = [];
  collect('', '', from, to, changes);
  return changes;
}

function collect(path: string, place: string, from: JsonValue, to: JsonValue, changes: Difference[]): void {
  if (from === to) return;
  if (Array.isArray(from) && Array.isArray(to)) {
    collectItems(path, place, from, to, changes);
    return;
  }
  if (isJsonObject(from) && isJsonObject(to)) {
    const inside = (key: string): [string, string] => [`${path}/${pointerToken(key)}`, `${place}/${pointerToken(key)}`];
    for (const key of Object.keys(from)) {
      const [at, there] = inside(key);
      if (Object.hasOwn(to, key)) collect(at, there, from[key]!, to[key]!, changes);
      else changes.push({ path: at, place: there, from: from[key], to: undefined });
    }
    for (const key of Object.keys(to)) {
      if (Object.hasOwn(from, key)) continue;
      const [at, there] = inside(key);
      changes.push({ path: at, place: there, from: undefined, to: to[key] });
    }
    return;
  }
  if (!equalLeaves(from, to)) changes.push({ path, place, from, to });
}

function collectItems(
  path: string,
  place: string,
  from: readonly JsonValue[],
  to: readonly JsonValue[],
  changes: Difference[],
): void {
  const { field, partner } = matchItems(from, to);
  const at = (list: readonly JsonValue[], i: number): { path: string; place: string } => ({
    path: `${path}/${i}`,
    place: `${place}/${field === null ? i : pointerToken(itemKey(field, identityText(list[i], field)!))}`,
  });
  const stays = new Set(partner);
  for (let i = from.length - 1; i >= 0; i--) {
    if (!stays.has(i)) changes.push({ ...at(from, i), from: from[i], to: undefined });
  }
  const common = partner.filter((i) => i >= 0);
  if (field !== null && common.some((i, n) => n > 0 && i < common[n - 1]!)) {
    const identities = (indexes: readonly number[]): JsonValue =>
      indexes.map((i) => parseJson(identityText(from[i], field)!));
    changes.push({
      path,
      place,
      from: identities(common.toSorted((a, b) => a - b)),
      to: identities(common),
      order: true,
    });
  }
  for (const [i, before] of partner.entries()) {
    if (before < 0) changes.push({ ...at(to, i), from: undefined, to: to[i] });
  }
  for (const [i, before] of partner.entries()) {
    if (before < 0) continue;
    const there = at(to, i);
    collect(there.path, there.place, from[before]!, to[i]!, changes);
  }
}

/**
 * Which item of an old list is which of a new one: for each new index the old one, -1 for an item that is new. `field`
 * is what they were matched by, `null` for their index.
 */
export function matchItems(
  from: readonly JsonValue[],
  to: readonly JsonValue[],
): { field: string | null; partner: number[] } {
  const field = identityField(from, to);
  if (field === null) return { field, partner: to.map((_, i) => (i < from.length ? i : -1)) };
  const places = new Map(from.map((item, i) => [identityText(item, field), i]));
  return { field, partner: to.map((item) => places.get(identityText(item, field)) ?? -1) };
}

/** Whether two values that have no common members to go into are the same: scalars, or both empty of one kind. */
export function equalLeaves(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (a instanceof ExactNumber) return b instanceof ExactNumber && a.text === b.text;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === 0 && b.length === 0;
  return isJsonObject(a) && isJsonObject(b) && Object.keys(a).length === 0 && Object.keys(b).length === 0;
}

/** Calls `visit` with the pointer of every leaf: a scalar, or an object or array without members. */
export function eachLeaf(value: JsonValue, visit: (path: string) => void, path = ''): void {
  if (Array.isArray(value) && value.length > 0) {
    value.forEach((item, i) => {
      eachLeaf(item, visit, `${path}/${i}`);
    });
  } else if (isJsonObject(value) && Object.keys(value).length > 0) {
    for (const key of Object.keys(value)) eachLeaf(value[key]!, visit, `${path}/${pointerToken(key)}`);
  } else visit(path);
}

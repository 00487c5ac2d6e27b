import { ExactNumber, isJsonObject, type JsonValue } from '../../../shared/json.ts';
import { pointerToken } from '../../../shared/jsonPointer.ts';

/** One difference between two values. A subtree that came or went is one change. */
export interface Difference {
  /** JSON Pointer (RFC 6901); `''` is the whole value. */
  readonly path: string;
  /** `undefined` where the path did not exist. */
  readonly from: JsonValue | undefined;
  /** `undefined` where the path no longer exists. */
  readonly to: JsonValue | undefined;
}

/** The value at a pointer's keys; `undefined` where there is none. */
export function valueAt(value: JsonValue, keys: readonly string[]): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const key of keys) {
    if (Array.isArray(at)) at = /^(0|[1-9]\d*)$/.test(key) ? at[Number(key)] : undefined;
    else if (isJsonObject(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return at;
}

/**
 * What changed from one value to another, in the order of the old keys, then of the new ones. Objects are compared by
 * key, arrays by index (removed items last index first, so that applying the changes one by one works); a value that
 * turned into another kind is one change. Values that are the same object are not looked into.
 */
export function diffValues(from: JsonValue, to: JsonValue): Difference[] {
  const changes: Difference[] = [];
  collect('', from, to, changes);
  return changes;
}

function collect(path: string, from: JsonValue, to: JsonValue, changes: Difference[]): void {
  if (from === to) return;
  if (Array.isArray(from) && Array.isArray(to)) {
    const common = Math.min(from.length, to.length);
    for (let i = 0; i < common; i++) collect(`${path}/${i}`, from[i]!, to[i]!, changes);
    for (let i = from.length - 1; i >= common; i--)
      changes.push({ path: `${path}/${i}`, from: from[i], to: undefined });
    for (let i = common; i < to.length; i++) changes.push({ path: `${path}/${i}`, from: undefined, to: to[i] });
    return;
  }
  if (isJsonObject(from) && isJsonObject(to)) {
    for (const key of Object.keys(from)) {
      const inside = `${path}/${pointerToken(key)}`;
      if (Object.hasOwn(to, key)) collect(inside, from[key]!, to[key]!, changes);
      else changes.push({ path: inside, from: from[key], to: undefined });
    }
    for (const key of Object.keys(to)) {
      if (!Object.hasOwn(from, key)) {
        changes.push({ path: `${path}/${pointerToken(key)}`, from: undefined, to: to[key] });
      }
    }
    return;
  }
  if (from instanceof ExactNumber && to instanceof ExactNumber && from.text === to.text) return;
  changes.push({ path, from, to });
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

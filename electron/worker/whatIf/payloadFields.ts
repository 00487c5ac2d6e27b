import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '../../../shared/json.ts';
import { pointerKeys, valueAt } from '../../../shared/statePath.ts';
import { eachLeaf } from '../replay/diff.ts';

/** Fields of one payload that are tried. */
const MOST_FIELDS = 24;

/** Pointers of the scalars of a payload, the first of them. */
export function scalarFields(payload: JsonValue): string[] {
  const paths: string[] = [];
  eachLeaf(payload, (path) => {
    const value = valueAt(payload, pointerKeys(path)!);
    if (path !== '' && (typeof value !== 'object' || value === null)) paths.push(path);
  });
  return paths.slice(0, MOST_FIELDS);
}

/** The value with another one at a pointer that it has, or whose last key is new. The value given is not written to. */
export function withValue(value: JsonValue, path: string, replacement: JsonValue): JsonValue {
  const set = (at: JsonValue, keys: readonly string[]): JsonValue => {
    const [key, ...rest] = keys;
    if (key === undefined) return replacement;
    if (Array.isArray(at)) return at.map((item, i) => (String(i) === key ? set(item, rest) : item));
    const copy: JsonObject = isJsonObject(at) ? { ...at } : {};
    setOwn(copy, key, set(Object.hasOwn(copy, key) ? copy[key]! : {}, rest));
    return copy;
  };
  return set(value, pointerKeys(path)!);
}

/** Of the solution of a line in doubles the shortest decimals near it, the likeliest first. */
export function nearDecimals(value: number): number[] {
  const tried = [value, ...[0, 2, 3, 4, 6, 9].map((digits) => Number(value.toFixed(digits)))];
  return [...new Set(tried)]
    .filter((number) => Number.isFinite(number))
    .sort((a, b) => String(a).length - String(b).length);
}

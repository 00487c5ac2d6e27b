import { ExactNumber, isJsonObject, type JsonValue } from './json.ts';

// Where a value stands in a state. A path is a JSON Pointer (RFC 6901); a place is one whose lists are gone into by
// what identifies an item, `/lines/[sku="A1"]/quantity`, so that it still leads there when items come and go before
// it.

/** One reference token of a JSON Pointer, escaped. */
export const pointerToken = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The keys of a JSON Pointer or place; `null` when the text is none (it must be empty or begin with `/`). */
export function pointerKeys(pointer: string): string[] | null {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return null;
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

const selectorPattern = /^\[([^=\]]+)=(.+)\]$/s;

/** The member under a key; of a list also by `[field=value]`, the first item that has it. `undefined` for none. */
export function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (Array.isArray(value)) {
    if (/^(0|[1-9]\d*)$/.test(key)) return value[Number(key)];
    const selector = selectorPattern.exec(key);
    return selector === null ? undefined : value.find((item) => identityText(item, selector[1]!) === selector[2]);
  }
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value at the keys of a path or place; `undefined` where there is none. */
export function valueAt(value: JsonValue, keys: readonly string[]): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const key of keys) {
    at = memberOf(at, key);
    if (at === undefined) return undefined;
  }
  return at;
}

/** Fields that identify an item, best first; a field named `…Id` does as well. */
const identityFields = ['id', '_id', 'key', 'sku', 'uuid', 'code'];
const isIdentityField = (name: string): boolean =>
  identityFields.includes(name) || /(?:[a-z0-9](?:Id|ID)|_id)$/.test(name);
const rank = (name: string): number => (identityFields.indexOf(name) + 100) % 100;

/**
 * The field by which the items of lists are told apart: in every item of all of them, a text or number, and no two
 * items of one list alike. `null` where there is none: then items go by their index.
 */
export function identityField(...lists: readonly (readonly JsonValue[])[]): string | null {
  const sample = lists.find((list) => list.length > 0)?.[0];
  if (!isJsonObject(sample)) return null;
  const names = Object.keys(sample).filter(isIdentityField);
  if (names.length > 1) names.sort((a, b) => rank(a) - rank(b));
  return names.find((name) => lists.every((list) => isUnique(list, name))) ?? null;
}

function isUnique(list: readonly JsonValue[], field: string): boolean {
  const seen = new Set<string>();
  for (const item of list) {
    const text = identityText(item, field);
    if (text === null || seen.has(text)) return false;
    seen.add(text);
  }
  return true;
}

/** The JSON text of what identifies an item; `null` where it has no such field or that holds no text or number. */
export function identityText(item: JsonValue | undefined, field: string): string | null {
  if (!isJsonObject(item) || !Object.hasOwn(item, field)) return null;
  const value = item[field]!;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  return value instanceof ExactNumber ? value.text : null;
}

/** The key of an item within its list: `[sku="A1"]`. */
export const itemKey = (field: string, identity: string): string => `[${field}=${identity}]`;

/** The place of a path in this very value: `/lines/0/quantity` becomes `/lines/[sku="A1"]/quantity`. */
export function placeOf(value: JsonValue, path: string): string {
  let at: JsonValue | undefined = value;
  let place = '';
  for (const key of pointerKeys(path) ?? []) {
    const next = memberOf(at, key);
    const field = Array.isArray(at) && next !== undefined ? identityField(at) : null;
    const identity = field === null ? null : identityText(next, field);
    place += `/${pointerToken(identity === null ? key : itemKey(field!, identity))}`;
    at = next;
  }
  return place;
}

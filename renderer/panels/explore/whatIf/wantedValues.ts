import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  setOwn,
  stringifyJson,
} from '../../../../shared/json.ts';

/**
 * What of an edited state is other than before, as the JSON text of an object that holds just that; `null` where nothing
 * is. Values that were taken away are not asked for: no event takes away because it is told to. Throws SyntaxError for
 * what is not JSON. Pure.
 */
export function wantedValues(before: string | null, edited: string): string | null {
  const wanted = differing(before === null ? {} : parseJson(before), parseJson(edited));
  return wanted === undefined ? null : stringifyJson(wanted);
}

function differing(before: JsonValue | undefined, after: JsonValue): JsonValue | undefined {
  if (Array.isArray(after) || isJsonObject(after)) {
    const members = Array.isArray(after)
      ? after.map((item, i): [string, JsonValue] => [String(i), item])
      : Object.entries(after);
    if (members.length > 0) {
      const wanted: JsonObject = {};
      for (const [key, value] of members) {
        const part = differing(memberOf(before, key), value);
        if (part !== undefined) setOwn(wanted, key, part);
      }
      return Object.keys(wanted).length === 0 ? undefined : wanted;
    }
  }
  return before !== undefined && stringifyJson(before) === stringifyJson(after) ? undefined : after;
}

function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

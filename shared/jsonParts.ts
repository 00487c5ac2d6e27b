import {
  ExactNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  setOwn,
  stringifyJson,
} from './json.ts';
import { DEEPEST, deeperThan } from './jsonDepth.ts';
import type { Payload } from './model/event.ts';
import type { Cut, CutJson, ShownPayload, ShownText, ValuePart, ValueSize } from './model/shown.ts';
import { memberOf, pointerKeys, pointerToken } from './statePath.ts';

// Values of any size as parts that a page can take: cut on one side, put together again on the other. Pure.

/** About how many characters of JSON a part has. Names of members are never cut, nor are short strings. */
export const PART = 40_000;
/** Characters of a piece of a whole text; a multiple of four, so that a piece of base64 is whole bytes. */
export const PIECE = 60_000;
/** Characters of a string within a part. */
const LONGEST_STRING = 2000;
/** A string of this length is whole however little room is left. */
const SHORT_STRING = 100;
/** Members of a list or object within a part. */
const MOST_MEMBERS = 500;
/** Objects with more members than this are taken for lists: the first members whole, instead of a little of each. */
const MANY_MEMBERS = 64;
/** Levels of a part. */
const DEEPEST_PART = 24;
/** With less room than this a list or object is not begun. */
const LEAST_ROOM = 60;

/** A value put together from parts, and where some of it is missing still. */
export interface PartialValue {
  readonly value: JsonValue;
  /** By their paths. */
  readonly cuts: ReadonlyMap<string, Cut>;
}

/**
 * As much of a value as makes a part. What has few members shares the room among them, lists give it to their first
 * items; what is left out is a cut with its size. `path` is where the value stands, `from` the index of the first member
 * or character that is wanted: of these there is always at least one.
 */
export function cutValue(value: JsonValue, path = '', from = 0): CutJson {
  const cuts: Cut[] = [];
  const { part } =
    typeof value === 'string'
      ? cutString(value, from, PART, path, cuts)
      : isContainer(value)
        ? cutMembers(value, { path, from, room: PART, depth: 0 }, cuts)
        : { part: value };
  return { json: stringifyJson(part), cuts };
}

/** How much a value is; `null` for one that cannot be cut. */
export function sizeOf(value: JsonValue): ValueSize | null {
  if (typeof value === 'string') return { of: 'characters', total: value.length };
  if (Array.isArray(value)) return { of: 'items', total: value.length };
  return isJsonObject(value) ? { of: 'members', total: Object.keys(value).length } : null;
}

/** What is shown of JSON text: of text that is none, or too deep to be read, its beginning. */
export function shownText(text: string): ShownText {
  if (text.length <= PART) return { text, cuts: [] };
  const begin: ShownText = {
    text: text.slice(0, PART),
    cuts: [{ path: '', of: 'characters', shown: PART, total: text.length }],
  };
  if (deeperThan(text, DEEPEST)) return begin;
  try {
    const { json, cuts } = cutValue(parseJson(text));
    return { text: json, cuts };
  } catch {
    return begin;
  }
}

/** What is shown of a payload. */
export function shownPayload(payload: Payload): ShownPayload {
  if (payload.kind === 'json') return { ...payload, ...shownText(payload.text) };
  const text = payload.kind === 'binary' ? payload.base64 : payload.text;
  // Four characters of base64 are three bytes.
  const shown = Math.min(text.length, PART - (PART % 4));
  const cuts = shown < text.length ? [{ path: '', of: 'characters' as const, shown, total: text.length }] : [];
  const part = text.slice(0, shown);
  return payload.kind === 'binary' ? { ...payload, base64: part, cuts } : { ...payload, text: part, cuts };
}

/** The value at a path, as `cutValue` gives it; `undefined` where nothing stands. */
export function cutAt(whole: JsonValue, path: string, from: number): ValuePart | undefined {
  let value: JsonValue | undefined = whole;
  for (const key of pointerKeys(path) ?? ['']) value = memberOf(value, key);
  return value === undefined ? undefined : { path, from, ...cutValue(value, path, from) };
}

/** A value with the part that follows what it has; the same when it has that part already. */
export function joinPart(whole: PartialValue, { path, from, cuts }: ValuePart, part: JsonValue): PartialValue {
  if (whole.cuts.get(path)?.shown !== from) return whole;
  const left = new Map(whole.cuts);
  left.delete(path);
  for (const cut of cuts) left.set(cut.path, cut);
  return { value: joinedAt(whole.value, pointerKeys(path)!, part), cuts: left };
}

/** Cuts by their paths. */
export const cutsByPath = (cuts: readonly Cut[]): ReadonlyMap<string, Cut> =>
  new Map(cuts.map((cut) => [cut.path, cut]));

interface Taken {
  readonly part: JsonValue;
  /** Characters of it, about. */
  readonly size: number;
}

interface Wanted {
  readonly path: string;
  readonly from: number;
  readonly room: number;
  readonly depth: number;
}

const isContainer = (value: JsonValue): value is JsonValue[] | JsonObject =>
  Array.isArray(value) || isJsonObject(value);

function cutString(text: string, from: number, room: number, path: string, cuts: Cut[]): Taken {
  const to = Math.min(text.length, from + room);
  if (to < text.length) cuts.push({ path, of: 'characters', shown: to, total: text.length });
  return { part: text.slice(from, to), size: to - from + 2 };
}

/** A value inside of another one. */
function cutInside(value: JsonValue, path: string, room: number, depth: number, cuts: Cut[]): Taken {
  if (typeof value === 'string') {
    return cutString(value, 0, Math.max(SHORT_STRING, Math.min(LONGEST_STRING, room)), path, cuts);
  }
  if (isContainer(value)) return cutMembers(value, { path, from: 0, room, depth }, cuts);
  return { part: value, size: value instanceof ExactNumber ? value.text.length : 8 };
}

function cutMembers(value: JsonValue[] | JsonObject, { path, from, room, depth }: Wanted, cuts: Cut[]): Taken {
  const keys = Array.isArray(value) ? null : Object.keys(value);
  const total = keys?.length ?? (value as JsonValue[]).length;
  const part: JsonValue[] | JsonObject = keys === null ? [] : {};
  // Only a part that was asked for has to begin: inside of it there may be no room.
  const least = depth === 0 ? 1 : 0;
  const most = depth > DEEPEST_PART || room < LEAST_ROOM ? least : MOST_MEMBERS;
  const isList = keys === null || total > MANY_MEMBERS;
  // The last eighth of a list's room would go into items cut to nearly nothing.
  const reserve = isList ? room / 8 : 0;
  let left = room;
  let shown = 0;
  // What a cut says of a value stands before what is said of its members.
  const place = cuts.length;
  for (let i = from; i < total && shown < most; i++, shown++) {
    const key = keys?.[i] ?? String(i);
    const name = keys === null ? 1 : key.length + 4;
    if (shown >= least && left < Math.max(reserve, name + LEAST_ROOM)) break;
    const share = Math.max((left - name) / (total - i), isList ? left / 4 : 0);
    const member = keys === null ? (value as JsonValue[])[i]! : (value as JsonObject)[key]!;
    const taken = cutInside(member, `${path}/${pointerToken(key)}`, share, depth + 1, cuts);
    left -= name + taken.size;
    if (Array.isArray(part)) part.push(taken.part);
    else setOwn(part, key, taken.part);
  }
  if (from + shown < total) {
    const of = keys === null ? 'items' : 'members';
    cuts.splice(place, 0, { path, of, shown: from + shown, total });
  }
  return { part, size: room - left + 2 };
}

function joinedAt(value: JsonValue, keys: readonly string[], part: JsonValue): JsonValue {
  const [key, ...inside] = keys;
  if (key === undefined) return joined(value, part);
  if (Array.isArray(value)) return value.with(Number(key), joinedAt(value[Number(key)]!, inside, part));
  const object = value as JsonObject;
  const copy: JsonObject = {};
  for (const name of Object.keys(object)) {
    setOwn(copy, name, name === key ? joinedAt(object[name]!, inside, part) : object[name]!);
  }
  return copy;
}

/** A beginning with what follows it; both are of one kind. */
function joined(begin: JsonValue, rest: JsonValue): JsonValue {
  if (typeof begin === 'string') return begin + (rest as string);
  if (Array.isArray(begin)) return [...begin, ...(rest as JsonValue[])];
  const object: JsonObject = {};
  for (const one of [begin, rest] as JsonObject[]) for (const key of Object.keys(one)) setOwn(object, key, one[key]!);
  return object;
}

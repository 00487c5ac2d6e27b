// Cuts JSON text without parsing it, so that what is shown is what was written: digits, spaces, order and all.
// The text is known to be JSON, or a piece of it that was cut off; nothing but `isJson` validates.

/** One member of an object: its name and where its value stands in the text. */
export interface Member {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** `false` for a value that the text's end cuts off. */
  readonly whole: boolean;
}

/** The members of the object that `text` begins with, in the order written; empty when it is no object. */
export function membersOf(text: string): Member[] {
  const members: Member[] = [];
  let i = skipSpace(text, 0);
  if (text.charCodeAt(i) !== 0x7b) return members;
  i = skipSpace(text, i + 1);
  while (text.charCodeAt(i) === 0x22) {
    const keyEnd = skipString(text, i);
    if (keyEnd > text.length) return members;
    const key = decodeKey(text.slice(i, keyEnd));
    const colon = skipSpace(text, keyEnd);
    if (text.charCodeAt(colon) !== 0x3a) return members;
    const start = skipSpace(text, colon + 1);
    const end = skipValue(text, start);
    const after = skipSpace(text, Math.min(end, text.length));
    const whole = end <= text.length && after < text.length;
    members.push({ key, start, end: Math.min(end, text.length), whole });
    if (text.charCodeAt(after) !== 0x2c) return members;
    i = skipSpace(text, after + 1);
  }
  return members;
}

/** Where an item of a list stands in the text. */
export type Item = Omit<Member, 'key'>;

/**
 * The items of the list that `text` begins with, one by one; none when it is no list. Returns whether the list's end is
 * there: otherwise the text ends, or is no JSON, behind the last item.
 */
export function* itemsOf(text: string): Generator<Item, boolean> {
  let i = skipSpace(text, 0);
  if (text.charCodeAt(i) !== 0x5b) return false;
  i = skipSpace(text, i + 1);
  if (text.charCodeAt(i) === 0x5d) return true;
  while (i < text.length) {
    const end = skipValue(text, i);
    if (end === i) return false; // No value stands where one should.
    yield { start: i, end: Math.min(end, text.length), whole: end <= text.length };
    const after = skipSpace(text, Math.min(end, text.length));
    if (text.charCodeAt(after) === 0x5d) return true;
    if (text.charCodeAt(after) !== 0x2c) return false;
    i = skipSpace(text, after + 1);
  }
  return false;
}

/** The text of an object's member; of several with that name the last, as JSON.parse takes it. */
export function memberText(text: string, key: string, members = membersOf(text)): string | undefined {
  const member = members.findLast((candidate) => candidate.key === key);
  return member === undefined ? undefined : text.slice(member.start, member.end);
}

/** The object or list that a value's text stands for, also when it is written as JSON inside a string. */
const opened = (value: string): string => {
  if (!value.startsWith('"')) return value;
  const inner = JSON.parse(value) as string;
  return /^\s*[[{]/.test(inner) && isJson(inner) ? inner.trimStart() : value;
};

/** The text of what stands at a path from an object inwards; objects on the way may be JSON inside a string. */
export function textAt(text: string, path: readonly string[]): string | undefined {
  let at: string | undefined = text;
  for (const name of path) {
    if (at === undefined) return undefined;
    at = memberText(opened(at), name);
  }
  return at;
}

/** The text of a value without what stands at a path in it; `null` where nothing is left. */
export function withoutMember(value: string, path: readonly string[]): string | null {
  const text = opened(value);
  if (!text.startsWith('{')) return value;
  const [name, ...inwards] = path;
  const left = membersOf(text).flatMap(({ key, start, end }): [string, string][] => {
    const member = text.slice(start, end);
    if (key !== name) return [[key, member]];
    const rest = inwards.length === 0 ? null : withoutMember(member, inwards);
    return rest === null ? [] : [[key, rest]];
  });
  return left.length === 0 ? null : objectText(left);
}

/** An object from names and the texts of their values. */
export const objectText = (members: readonly (readonly [key: string, text: string])[]): string =>
  `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;

/** The object in `text` with further members behind its own; a name that it has already gets `envelope.` before it. */
export function withMembers(text: string, further: readonly (readonly [key: string, text: string])[]): string {
  if (further.length === 0) return text;
  const own = membersOf(text);
  const taken = new Set(own.map(({ key }) => key));
  return objectText([
    ...own.map(({ key, start, end }) => [key, text.slice(start, end)] as const),
    ...further.map(([key, value]) => [taken.has(key) ? `envelope.${key}` : key, value] as const),
  ]);
}

function decodeKey(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

export function skipSpace(text: string, i: number): number {
  for (;;) {
    const unit = text.charCodeAt(i);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return i;
    i++;
  }
}

/** Index behind the string that begins at `i`; past the text's length when its end is cut off. */
function skipString(text: string, i: number): number {
  for (let quote = text.indexOf('"', i + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length + 1;
}

/** Index behind the value that begins at `i`; past the text's length when its end is cut off. */
export function skipValue(text: string, i: number): number {
  let depth = 0;
  while (i < text.length) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) {
      i = skipString(text, i);
      if (depth === 0) return i;
      continue;
    }
    if (unit === 0x7b || unit === 0x5b) depth++;
    else if (unit === 0x7d || unit === 0x5d) {
      if (depth === 0) return i;
      if (--depth === 0) return i + 1;
    } else if (depth === 0 && (unit === 0x2c || unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09)) {
      return i;
    }
    i++;
  }
  return text.length + 1;
}

/** Whether a text is JSON as a whole. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

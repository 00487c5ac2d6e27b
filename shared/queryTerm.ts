// What a single term of the query language means: its key, and what its value must be.
import { datePeriod } from './queryDates.ts';
import { type Pattern, type Piece, patternOf, type QueryToken, queryError, splitKey } from './queryText.ts';

export type Comparison = '<' | '<=' | '>' | '>=' | '=';

/** Keys whose values are text; wildcards allowed. */
const textKeys = ['type', 'stream', 'category', 'id', 'correlation', 'causation', 'actor'] as const;
/** Keys whose values are whole numbers of the store, 64 bits wide. */
const numberKeys = ['revision', 'position'] as const;
const timeKeys = ['after', 'before', 'at', 'date'] as const;
const pathKeys = ['data', 'metadata'] as const;

/** All keys of the language. `data` and `metadata` are followed by a dotted path. */
const queryKeys: readonly string[] = [...textKeys, 'version', ...numberKeys, ...timeKeys, ...pathKeys];

interface Place {
  readonly from: number;
  readonly to: number;
}

export type QueryTerm = Place &
  (
    | { readonly key: (typeof textKeys)[number]; readonly pattern: Pattern }
    | { readonly key: 'version'; readonly test: ValueTest | { readonly op: 'none' } }
    | { readonly key: (typeof numberKeys)[number] | '#'; readonly low: bigint | null; readonly high: bigint | null }
    /** Recorded at or after `low` and before `high`, epoch microseconds; both infinite and `none` for no time. */
    | { readonly key: (typeof timeKeys)[number]; readonly low: number; readonly high: number; readonly none: boolean }
    | { readonly key: (typeof pathKeys)[number]; readonly path: readonly string[]; readonly test: ValueTest }
    | { readonly key: 'text'; readonly pattern: Pattern }
  );

/** What a value must be. Texts are as written; how they compare depends on the value that is met. */
export type ValueTest =
  | { readonly op: 'pattern'; readonly pattern: Pattern }
  | { readonly op: 'present' }
  | { readonly op: 'compare'; readonly comparison: Comparison; readonly text: string; readonly quoted: boolean }
  | { readonly op: 'range'; readonly low: string | null; readonly high: string | null };

/** The term of one word. `groupFollows`: a parenthesis stands right behind it. Throws `bad-query`. */
export function readTerm(token: QueryToken, groupFollows: boolean): QueryTerm {
  const place = { from: token.from, to: token.to };
  const split = splitKey(token);
  if (!split) return ordinalTerm(token, place) ?? { ...place, key: 'text', pattern: patternOf(token.pieces) };

  const written = split.key.map(({ text }) => text).join('');
  const name = written.split('.')[0]!.toLowerCase();
  const keyEnd = token.from + written.length;
  const pathed = pathKeys.find((key) => key === name);
  if (!queryKeys.includes(name) || (!pathed && written.includes('.'))) unknownKey(written, token, keyEnd);
  if (split.value.every((piece) => piece.text === '' && !piece.quoted)) {
    const advice = groupFollows
      ? `Write the key with each value: (${name}:A or ${name}:B).`
      : `Write a value behind the colon, ${name}:* for any, or "${written}:" in quotes to look for these words.`;
    queryError(`${written}: has no value.`, token.from, token.to, advice);
  }
  if (pathed) {
    const path = pathOf(split.key);
    if (path.length === 0 || path.includes('')) {
      queryError(
        `${written}: needs a path.`,
        token.from,
        keyEnd,
        `Name the field, as in ${name}.amount:100 or ${name}.lines.sku:A1.`,
      );
    }
    return { ...place, key: pathed, path, test: valueTest(split.value, place) };
  }
  if (name === 'version') {
    const test = valueTest(split.value, place);
    const isNone =
      test.op === 'pattern' && !test.pattern.quoted && test.pattern.parts.join('*').toLowerCase() === 'none';
    return { ...place, key: 'version', test: isNone ? { op: 'none' } : test };
  }
  const number = numberKeys.find((key) => key === name);
  if (number) return { ...place, key: number, ...wholeRange(valueTest(split.value, place), number, place) };
  const time = timeKeys.find((key) => key === name);
  if (time) return { ...place, key: time, ...timeSpan(time, valueTest(split.value, place), place) };
  return { ...place, key: textKeys.find((key) => key === name)!, pattern: patternOf(split.value) };
}

/** Path segments of `data.lines[].sku` or `data."a.b".c`; items of arrays are gone through without being named. */
function pathOf(key: readonly Piece[]): string[] {
  const segments = [''];
  for (const piece of key) {
    const split = piece.quoted ? [piece.text] : piece.text.replaceAll('[]', '').split('.');
    segments[segments.length - 1] += split[0]!;
    segments.push(...split.slice(1));
  }
  return segments.slice(1);
}

function valueTest(pieces: readonly Piece[], place: Place): ValueTest {
  const pattern = patternOf(pieces);
  const first = pieces[0]!;
  if (first.quoted) return { op: 'pattern', pattern };
  const sign = /^(<=|>=|<|>|=)/.exec(first.text)?.[0] as Comparison | undefined;
  const text = pieces.map((piece) => piece.text).join('');
  if (sign) {
    if (text === sign)
      queryError(`Nothing follows ${sign}.`, place.from, place.to, 'Write a number, a date or a word behind it.');
    const quoted = first.text === sign && pieces.length > 1;
    return { op: 'compare', comparison: sign, text: text.slice(sign.length), quoted };
  }
  if (pieces.length === 1 && text === '*') return { op: 'present' };
  const range = pieces.length === 1 ? /^(.*?)\.\.(.*)$/.exec(text) : null;
  if (range) {
    const [, low, high] = range;
    if (low === '' && high === '')
      queryError('This range has no ends.', place.from, place.to, 'Write one or both, as in 10..20, 10.. or ..20.');
    return { op: 'range', low: low === '' ? null : low!, high: high === '' ? null : high! };
  }
  return { op: 'pattern', pattern };
}

function wholeNumber(text: string, name: string, place: Place): bigint {
  if (/^#?-?\d{1,19}$/.test(text)) return BigInt(text.replace('#', ''));
  return queryError(
    `“${text}” is no whole number.`,
    place.from,
    place.to,
    `Write ${name}:17, ${name}:>=17 or ${name}:10..20.`,
  );
}

function wholeRange(test: ValueTest, name: string, place: Place): { low: bigint | null; high: bigint | null } {
  const number = (text: string | null): bigint | null => (text === null ? null : wholeNumber(text, name, place));
  if (test.op === 'present') return { low: null, high: null };
  if (test.op === 'range') return { low: number(test.low), high: number(test.high) };
  if (test.op === 'pattern') {
    const value = wholeNumber(test.pattern.parts.join('*'), name, place);
    return { low: value, high: value };
  }
  const value = wholeNumber(test.text, name, place);
  if (test.comparison === '=') return { low: value, high: value };
  if (test.comparison.startsWith('>')) return { low: test.comparison === '>' ? value + 1n : value, high: null };
  return { low: null, high: test.comparison === '<' ? value - 1n : value };
}

function timeSpan(name: string, test: ValueTest, place: Place): { low: number; high: number; none: boolean } {
  const period = (text: string): { from: number; to: number } =>
    datePeriod(text) ??
    queryError(
      `“${text}” is no date.`,
      place.from,
      place.to,
      'Write it as 2025-01-31 or 2025-01-31T10:15:30Z; a year or a month will do too.',
    );
  const low = Number.NEGATIVE_INFINITY;
  const high = Number.POSITIVE_INFINITY;
  if (test.op === 'present') return { low, high, none: false };
  if (test.op === 'range') {
    return {
      low: test.low === null ? low : period(test.low).from,
      high: test.high === null ? high : period(test.high).to,
      none: false,
    };
  }
  const text = test.op === 'pattern' ? test.pattern.parts.join('*') : test.text;
  if (name === 'after' || name === 'before') {
    if (test.op === 'compare')
      queryError(
        `${name}: already compares.`,
        place.from,
        place.to,
        `Leave ${test.comparison} out, or write at:${test.comparison}${text}.`,
      );
    const { from } = period(text);
    return name === 'after' ? { low: from, high, none: false } : { low, high: from, none: false };
  }
  if (text.toLowerCase() === 'none') return { low, high, none: true };
  const { from, to } = period(text);
  const comparison = test.op === 'compare' ? test.comparison : '=';
  if (comparison === '>') return { low: to, high, none: false };
  if (comparison === '>=') return { low: from, high, none: false };
  if (comparison === '<') return { low, high: from, none: false };
  if (comparison === '<=') return { low, high: to, none: false };
  return { low: from, high: to, none: false };
}

/** `#17`, `#100..#200`, `#>=100`; `null` when the word is not one. */
function ordinalTerm(token: QueryToken, place: Place): QueryTerm | null {
  const [piece, ...rest] = token.pieces;
  if (!piece || rest.length > 0 || piece.quoted || !/^#(\d|\.\.|[<>=])/.test(piece.text)) return null;
  const value = piece.text.slice(1);
  return { ...place, key: '#', ...wholeRange(valueTest([{ text: value, quoted: false }], place), '#', place) };
}

function unknownKey(written: string, token: QueryToken, keyEnd: number): never {
  const name = written.split('.')[0]!.toLowerCase();
  const nearest = queryKeys
    .map((key) => ({ key, distance: key.startsWith(name) ? 1 : editDistance(name, key) }))
    .sort((a, b) => a.distance - b.distance)[0]!;
  const known = `Known keys: ${queryKeys.map((key) => (key === 'data' || key === 'metadata' ? `${key}.path` : key)).join(', ')}.`;
  const near = nearest.distance <= Math.max(2, Math.floor(name.length / 3));
  const hint = near ? `Did you mean ${nearest.key}:? ` : '';
  queryError(
    `There is no key “${written}”.`,
    token.from,
    keyEnd,
    `${hint}${known} Fields of the payload are written data.${written}:…; put quotes round it to look for it as text.`,
  );
}

/** Levenshtein distance of two short words. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

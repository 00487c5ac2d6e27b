// The filter text seen as terms, for the tints and for the navigator that adds and removes them. Unlike the parser of
// `shared/query.ts` it also cuts a text that is still being typed. Pure.

import { InspectorError } from '../../shared/protocol/errors.ts';
import { addTerm, parseQuery, quoteValue } from '../../shared/query.ts';

/** A term as it stands in the text; `shared/queryTerm.ts` has what it means. */
export interface WrittenTerm {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly negated: boolean;
  /** `type` of `type:OrderPlaced`; `null` for free text, ranges and words such as `or`. */
  readonly key: string | null;
  /** Without quotes. */
  readonly value: string;
}

const termPattern = /(-?)(?:([A-Za-z_][\w.[\]]*):)?("(?:[^"\\]|\\.)*"?|[^\s()"]+)?/y;

/** Terms in order; spaces and parentheses lie between them. */
export function queryTerms(text: string): WrittenTerm[] {
  const terms: WrittenTerm[] = [];
  let at = 0;
  while (at < text.length) {
    if (/[\s()]/.test(text[at]!)) {
      at++;
      continue;
    }
    termPattern.lastIndex = at;
    const match = termPattern.exec(text)!;
    const length = Math.max(1, match[0].length);
    terms.push({
      from: at,
      to: at + length,
      negated: match[1] === '-' && length > 1,
      key: match[2] ?? null,
      value: unquote(match[3] ?? ''),
    });
    at += length;
  }
  return terms;
}

const unquote = (value: string): string =>
  value.startsWith('"')
    ? value.slice(1, value.endsWith('"') && value.length > 1 ? -1 : undefined).replace(/\\(.)/g, '$1')
    : value;

const findTerm = (text: string, key: string, value: string): WrittenTerm | undefined =>
  queryTerms(text).find((term) => term.key === key && term.value === value);

/** Whether the text asks for (`with`), rules out (`without`) or does not name the value. */
export function termUse(text: string, key: string, value: string): 'with' | 'without' | null {
  const term = findTerm(text, key, value);
  return term === undefined ? null : term.negated ? 'without' : 'with';
}

const cutOut = (text: string, term: WrittenTerm): string =>
  `${text.slice(0, term.from).trimEnd()} ${text.slice(term.to).trimStart()}`.trim();

/** The text without a term. */
export const withoutTerm = (text: string, term: WrittenTerm): string => cutOut(text, term);

const add = (text: string, term: string): string =>
  queryError(text) === null ? addTerm(text, term) : `${text.trim()} ${term}`;

/** What is wrong with a query, `null` when nothing is. */
export function queryError(text: string): InspectorError | null {
  try {
    parseQuery(text);
    return null;
  } catch (error) {
    if (error instanceof InspectorError) return error;
    throw error;
  }
}

/**
 * Adds `key:value`, or takes it away when it is there. Another value of the same key is replaced: terms are joined by
 * *and*, and no event has two types.
 */
export function toggleTerm(text: string, key: string, value: string, negated = false): string {
  const there = findTerm(text, key, value);
  let rest = there ? withoutTerm(text, there) : text;
  if (there && there.negated === negated) return rest;
  if (!negated) {
    for (;;) {
      const other = queryTerms(rest).find((term) => term.key === key && !term.negated);
      if (!other) break;
      rest = withoutTerm(rest, other);
    }
  }
  return add(rest, `${negated ? '-' : ''}${key}:${quoteValue(value)}`);
}

const rangePattern = /^#\d*\.\.#?\d*$/;

/** Limits the text to a range of ordinals; an earlier range is replaced. */
export function withRange(text: string, from: number, to: number): string {
  const other = queryTerms(text).find((term) => term.key === null && rangePattern.test(term.value));
  return add(other ? withoutTerm(text, other) : text, `#${from}..#${to}`);
}

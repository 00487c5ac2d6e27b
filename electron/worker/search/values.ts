// How a value of a payload meets a value of a query. Pure.

import { compareDecimals, isDecimal } from '../../../shared/decimals.ts';
import { ExactNumber, isJsonObject, type JsonValue } from '../../../shared/json.ts';
import type { Comparison, ValueTest } from '../../../shared/queryTerm.ts';
import { patternTest } from '../../../shared/queryText.ts';
import { isoToMicros } from '../../../shared/time.ts';
import type { NumberRange } from '../formats/format.ts';

export type JsonTest = (value: JsonValue) => boolean;

/**
 * The text a scalar is compared by; `null` for objects and arrays. Numbers as written where a double cannot hold
 * them.
 */
function scalarText(value: JsonValue): string | null {
  if (typeof value === 'string') return value;
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === 'object' && value !== null) return null;
  return String(value);
}

const isNumber = (value: JsonValue): boolean => typeof value === 'number' || value instanceof ExactNumber;

/**
 * Less than, equal or greater as a negative number, 0 or a positive one; `null` when the two do not compare. Numbers
 * (and texts that are numbers, as 64-bit ones often are) compare exactly at any width, dates as times, the rest as
 * text.
 */
function compareTo(value: JsonValue, wanted: string, wantedTime: number): number | null {
  const text = scalarText(value);
  if (text === null || typeof value === 'boolean' || value === null) return null;
  if (isDecimal(wanted)) return isNumber(value) || isDecimal(text) ? compareDecimals(text, wanted) : null;
  if (typeof value !== 'string') return null;
  if (!Number.isNaN(wantedTime)) {
    const time = isoToMicros(text);
    return Number.isNaN(time) ? null : time - wantedTime;
  }
  return text < wanted ? -1 : text > wanted ? 1 : 0;
}

const holds = (order: number | null, comparison: Comparison): boolean => {
  if (order === null) return false;
  if (comparison === '=') return order === 0;
  if (comparison === '<') return order < 0;
  if (comparison === '<=') return order <= 0;
  return comparison === '>' ? order > 0 : order >= 0;
};

/** The test of a query's value for values found at its path. */
export function jsonTest(test: ValueTest): JsonTest {
  if (test.op === 'present') return () => true;
  if (test.op === 'range') {
    const low = test.low === null ? null : jsonTest({ op: 'compare', comparison: '>=', text: test.low, quoted: false });
    const high =
      test.high === null ? null : jsonTest({ op: 'compare', comparison: '<=', text: test.high, quoted: false });
    return (value) => (low?.(value) ?? true) && (high?.(value) ?? true);
  }
  if (test.op === 'compare') {
    const { comparison, text, quoted } = test;
    if (comparison === '=') return equalTest(text, quoted, (found) => found === text);
    const time = isoToMicros(text);
    return (value) => holds(compareTo(value, text, time), comparison);
  }
  const { pattern } = test;
  const matches = patternTest(pattern, { whole: true, ignoreCase: false });
  return pattern.parts.length > 1
    ? (value) => matchesText(value, matches)
    : equalTest(pattern.parts[0]!, pattern.quoted, matches);
}

/** Decimals that the doubles next to them tell apart, as `NumberRange` has them. */
const isShort = (text: string): boolean => isDecimal(text) && !/e/i.test(text) && text.replace(/\D/g, '').length <= 15;

/** The numbers that pass a test; `null` for a test that is not about numbers, or about longer ones. */
export function numberRange(test: ValueTest): NumberRange | null {
  const all = { low: -Infinity, lowIn: true, high: Infinity, highIn: true, alsoText: true };
  if (test.op === 'range') {
    const { low, high } = test;
    if ((low !== null && !isShort(low)) || (high !== null && !isShort(high))) return null;
    return { ...all, low: low === null ? -Infinity : Number(low), high: high === null ? Infinity : Number(high) };
  }
  const equal = test.op === 'pattern' && !test.pattern.quoted && test.pattern.parts.length === 1;
  const text = equal ? test.pattern.parts[0]! : test.op === 'compare' ? test.text : '';
  if (!isShort(text) || (test.op === 'compare' && test.quoted && test.comparison === '=')) return null;
  const number = Number(text);
  const comparison = test.op === 'compare' ? test.comparison : '=';
  if (comparison === '=') return { low: number, lowIn: true, high: number, highIn: true, alsoText: false };
  return comparison.startsWith('>')
    ? { ...all, low: number, lowIn: comparison === '>=' }
    : { ...all, high: number, highIn: comparison === '<=' };
}

const matchesText = (value: JsonValue, matches: (text: string) => boolean): boolean => {
  const text = scalarText(value);
  return text !== null && matches(text);
};

/** Quoted texts equal strings only; unquoted ones also numbers of that value, `true`, `false` and `null`. */
function equalTest(wanted: string, quoted: boolean, matches: (text: string) => boolean): JsonTest {
  if (quoted) return (value) => typeof value === 'string' && matches(value);
  const decimal = isDecimal(wanted);
  return (value) =>
    decimal && isNumber(value) ? compareDecimals(scalarText(value)!, wanted) === 0 : matchesText(value, matches);
}

/**
 * Whether any value at `path` passes. Arrays are gone through item by item (also by index); a segment `*` stands for
 * any key. The array itself is offered as well, so that "present" holds for an empty one.
 */
export function someAtPath(value: JsonValue, path: readonly string[], test: JsonTest, depth = 0): boolean {
  if (depth === path.length) return test(value) || (Array.isArray(value) && value.some((item) => test(item)));
  const segment = path[depth]!;
  if (Array.isArray(value)) {
    if (/^\d+$/.test(segment) && Number(segment) < value.length) {
      return someAtPath(value[Number(segment)]!, path, test, depth + 1);
    }
    if (segment === '*') return value.some((item) => someAtPath(item, path, test, depth + 1));
    return value.some((item) => someAtPath(item, path, test, depth));
  }
  if (!isJsonObject(value)) return false;
  if (segment === '*') return Object.values(value).some((child) => someAtPath(child, path, test, depth + 1));
  return Object.hasOwn(value, segment) && someAtPath(value[segment]!, path, test, depth + 1);
}

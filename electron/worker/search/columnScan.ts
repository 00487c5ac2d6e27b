// Columns -> the set of ordinals that pass: one pass each, 32 ordinals to a word, nothing called per event where it
// can be helped. Pure.
import { BitSet } from '../eventIndex/bitSet.ts';
import type { NumberArray } from '../eventIndex/columns.ts';
import { type IntegerColumn, NO_POSITION } from '../eventIndex/integerColumn.ts';
import type { StringTable } from '../eventIndex/stringTable.ts';

const wordsFor = (length: number): Uint32Array => new Uint32Array((length + 31) >>> 5);

/** The events whose entry in a dictionary passes: tested once per entry, then looked up per event. */
export function byDictionary(
  table: StringTable,
  column: NumberArray,
  length: number,
  test: (text: string, number: number) => boolean,
): BitSet {
  const passes = new Uint8Array(table.size);
  let passing = 0;
  for (let i = 0; i < passes.length; i++) {
    if (!test(table.text(i), i)) continue;
    passes[i] = 1;
    passing++;
  }
  if (passing === 0) return new BitSet(length);
  if (passing === passes.length) return BitSet.full(length);
  const words = wordsFor(length);
  for (let w = 0, i = 0; w < words.length; w++) {
    let word = 0;
    for (const end = Math.min(length, i + 32); i < end; i++) word |= passes[column[i]!]! << (i & 31);
    words[w] = word;
  }
  return BitSet.ofWords(length, words);
}

/** The events at or after `low` and before `high`. NaN, an event without a time, is in no span. */
export function bySpan(times: Float64Array, length: number, low: number, high: number): BitSet {
  const words = wordsFor(length);
  for (let w = 0, i = 0; w < words.length; w++) {
    let word = 0;
    for (const end = Math.min(length, i + 32); i < end; i++) {
      const time = times[i]!;
      if (time >= low && time < high) word |= 1 << (i & 31);
    }
    words[w] = word;
  }
  return BitSet.ofWords(length, words);
}

/** The events with an integer from `low` to `high`, both included. An event without one is in no span. */
export function byIntegers(column: IntegerColumn, length: number, low: bigint | null, high: bigint | null): BitSet {
  const { array } = column;
  if (array instanceof Int32Array) {
    const least = low === null ? -Infinity : Number(low);
    const most = high === null ? Infinity : Number(high);
    return byColumn(length, (i) => {
      const value = column.number(i); // Exact, as it is narrow; NaN is in no span.
      return value >= least && value <= most;
    });
  }
  const least = low !== null && low > NO_POSITION ? low : NO_POSITION + 1n;
  const most = high ?? 2n ** 63n - 1n;
  const words = wordsFor(length);
  for (let w = 0, i = 0; w < words.length; w++) {
    let word = 0;
    for (const end = Math.min(length, i + 32); i < end; i++) {
      const value = array[i]!;
      if (value >= least && value <= most) word |= 1 << (i & 31);
    }
    words[w] = word;
  }
  return BitSet.ofWords(length, words);
}

/** The events that pass a test of their ordinal. */
export function byColumn(length: number, test: (ordinal: number) => boolean): BitSet {
  const words = wordsFor(length);
  for (let w = 0, i = 0; w < words.length; w++) {
    let word = 0;
    for (const end = Math.min(length, i + 32); i < end; i++) if (test(i)) word |= 1 << (i & 31);
    words[w] = word;
  }
  return BitSet.ofWords(length, words);
}

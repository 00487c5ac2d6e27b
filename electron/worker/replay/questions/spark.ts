import { ExactNumber, type JsonValue } from '../../../../shared/json.ts';
import type { Ordinal } from '../../../../shared/model/event.ts';
import type { SparkPart } from '../../../../shared/model/state.ts';

/** The most parts of a sparkline. */
const SPARKS = 240;

export interface SparkValue {
  readonly ordinal: Ordinal;
  readonly value: number | null;
}

/** A value for a curve; `null` for what is no number. */
export const asNumber = (value: JsonValue | undefined): number | null =>
  typeof value === 'number' ? value : value instanceof ExactNumber ? Number(value.text) : null;

/**
 * Successive values in parts of equal length, each with its smallest, largest and last; none where fewer than two are
 * numbers.
 */
export function sparkOf(values: readonly SparkValue[]): SparkPart[] {
  if (values.filter(({ value }) => value !== null).length < 2) return [];
  const parts: SparkPart[] = [];
  const each = Math.max(1, Math.ceil(values.length / SPARKS));
  for (let from = 0; from < values.length; from += each) {
    const inside = values.slice(from, from + each);
    const numbers = inside.flatMap(({ value }) => (value === null ? [] : [value]));
    parts.push({
      ordinal: inside.at(-1)!.ordinal,
      min: numbers.length === 0 ? null : Math.min(...numbers),
      max: numbers.length === 0 ? null : Math.max(...numbers),
      last: inside.at(-1)!.value,
    });
  }
  return parts;
}

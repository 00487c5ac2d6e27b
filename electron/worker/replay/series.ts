import { compileExpression, equalValues, type Result } from '../../../shared/expression/evaluate.ts';
import { ExactNumber, type JsonValue, stringifyJson } from '../../../shared/json.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import type { FoldFailure, StateTarget } from '../../../shared/model/state.ts';
import type { WatchTrack } from '../../../shared/model/watch.ts';
import { countBefore } from '../eventIndex/bisect.ts';
import type { ScanContext } from '../formats/format.ts';
import { earlierFailure } from './fold.ts';
import type { Place, Replay } from './replay.ts';

/** Longest text of a value that is told. */
const LONGEST = 120;
/** Values that are remembered for one reducer: some 50 MB. */
const KEPT_VALUES = 1_000_000;

/**
 * The values of one expression along a partition: one entry where it changed. Scalars; of lists and objects their
 * text.
 */
interface Series {
  /** How many events of the partition were looked at. */
  position: number;
  readonly ordinals: Ordinal[];
  readonly values: (number | string | boolean | ExactNumber | null | undefined)[];
  failure: FoldFailure | null;
}

/** Series of one reducer by partition and expression: those used last, within a budget. */
export class SeriesCache {
  readonly #series = new Map<string, Series>();

  take(partition: string, expression: string): Series {
    const key = JSON.stringify([partition, expression]);
    const series = this.#series.get(key) ?? { position: 0, ordinals: [], values: [], failure: null };
    this.#series.delete(key);
    this.#series.set(key, series);
    return series;
  }

  shrink(): void {
    let size = 0;
    for (const { ordinals } of this.#series.values()) size += ordinals.length;
    for (const [key, { ordinals }] of this.#series) {
      if (size <= KEPT_VALUES || this.#series.size === 1) return;
      size -= ordinals.length;
      this.#series.delete(key);
    }
  }
}

/**
 * What expressions were worth over the whole history of a partition, bucketed for columns: `edges` are the first
 * ordinals of the columns and the end of the last one. A column without an event of the partition has the value that
 * stands. Throws `bad-query` for what is no expression.
 */
export async function watchTracks(
  replay: Replay,
  target: StateTarget & { readonly ordinal: Ordinal },
  expressions: readonly string[],
  edges: readonly Ordinal[],
  context: ScanContext,
): Promise<{ partition: string; tracks: readonly WatchTrack[]; failure: FoldFailure | null }> {
  const last = replay.log.index.length - 1;
  const found = await replay.place(target, target.ordinal, context);
  const { ordinals } = found.partition;
  const place: Place = { ...found, count: ordinals.length };
  const { series: cache } = replay.loaded(target.reducer, last);
  const watched = expressions.map((text) => ({
    text,
    evaluate: compileExpression(text),
    series: cache.take(place.partition.name, text),
  }));
  const behind = watched.filter(({ series }) => series.position < place.count && series.failure === null);
  if (behind.length > 0) {
    const from = Math.min(...behind.map(({ series }) => series.position));
    let position = from;
    const { failure } = await replay.walk(place, from, place.count, context, (ordinal, before, after) => {
      position++;
      const same = before.sameTextAs(after) && position > 1;
      for (const { series, evaluate } of behind) {
        if (series.position >= position) continue;
        if (!same) note(series, ordinal, evaluate(after.value));
        series.position = position;
      }
    });
    for (const { series } of behind) series.failure = failure;
  }
  const failure = watched.find(({ series }) => series.failure !== null)?.series.failure ?? null;
  const tracks = watched.map(({ text, series }) => bucketed(text, series, edges));
  cache.shrink();
  return {
    partition: place.partition.name,
    tracks,
    failure: earlierFailure(failure, place.partition.failure, last),
  };
}

function note(series: Series, ordinal: Ordinal, result: Result): void {
  const value = scalarOf(result);
  if (series.values.length > 0 && equalValues(series.values.at(-1) as JsonValue | undefined, value)) return;
  series.ordinals.push(ordinal);
  series.values.push(value);
}

function scalarOf(result: Result): Series['values'][number] {
  if (typeof result !== 'object' || result === null || result instanceof ExactNumber) return result;
  return stringifyJson(result).slice(0, LONGEST);
}

const numberOf = (value: Series['values'][number]): number | null => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof ExactNumber) return Number(value.text);
  return typeof value === 'number' ? value : null;
};

const textOf = (value: Series['values'][number]): string | null => {
  if (value === undefined) return null;
  const text = stringifyJson(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
};

function bucketed(expression: string, { ordinals, values }: Series, edges: readonly Ordinal[]): WatchTrack {
  const columns = Math.max(0, edges.length - 1);
  const track = { min: [], max: [], last: [], text: [], changes: [] } as {
    min: (number | null)[];
    max: (number | null)[];
    last: (number | null)[];
    text: (string | null)[];
    changes: number[];
  };
  let at = countBefore(ordinals, ordinals.length, edges[0] ?? 0);
  let lowest: number | null = null;
  let highest: number | null = null;
  for (let column = 0; column < columns; column++) {
    const end = countBefore(ordinals, ordinals.length, edges[column + 1]!);
    let min = at > 0 ? numberOf(values[at - 1]) : null;
    let max = min;
    for (let i = at; i < end; i++) {
      const value = numberOf(values[i]);
      if (value === null) continue;
      min = min === null ? value : Math.min(min, value);
      max = max === null ? value : Math.max(max, value);
    }
    const standing = end > 0 ? values[end - 1] : undefined;
    track.min.push(min);
    track.max.push(max);
    track.last.push(numberOf(standing));
    track.text.push(textOf(standing));
    track.changes.push(end - at);
    if (min !== null) lowest = lowest === null ? min : Math.min(lowest, min);
    if (max !== null) highest = highest === null ? max : Math.max(highest, max);
    at = end;
  }
  const isBoolean = values.some((value) => typeof value === 'boolean') && !values.some((v) => typeof v === 'number');
  return { expression, ...track, lowest, highest, kind: lowest === null ? 'text' : isBoolean ? 'boolean' : 'number' };
}

import {
  ExactNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
} from '../../../../shared/json.ts';
import { DEEPEST, deeperThan } from '../../../../shared/jsonDepth.ts';
import type { Payload } from '../../../../shared/model/event.ts';
import type { SnapshotComparison } from '../../../../shared/model/snapshot.ts';
import type { StoredSnapshot } from '../../../../shared/model/store.ts';
import { type Difference, diffValues } from '../diff.ts';

const SHOWN_DIFFERENCES = 100;

/** How many events of a stream a snapshot covers: those up to its revision. */
export interface PlaceInStream {
  /** Position in the stream; 0 when it covers none of the events that are there. */
  readonly position: number;
  /** It covers events beyond the last one of the stream. */
  readonly ahead: boolean;
}

/**
 * Where a snapshot's revision lies in its stream. `revisions` are those of the stream's events in their order, `NaN`
 * where an event has none; `null` for a revision that is no number.
 */
export function placeInStream(revision: string, revisions: readonly number[]): PlaceInStream | null {
  if (!/^\d+$/.test(revision)) return null;
  const upTo = Number(revision);
  let position = 0;
  let last = Number.NEGATIVE_INFINITY;
  revisions.forEach((each, i) => {
    if (each <= upTo) position = i + 1;
    if (each > last) last = each;
  });
  return { position, ahead: upTo > last };
}

/** A snapshot that cannot be compared, with the reason. */
export const notComparable = (reason: string): SnapshotComparison => ({
  verdict: 'not-comparable',
  reason,
  compared: [],
  onlyStored: [],
  onlyReplayed: [],
  differences: [],
});

/** The saved state as a value, or why it has none. */
export function stateValue(state: Payload): { readonly value: JsonValue } | { readonly reason: string } {
  if (state.kind === 'binary') return { reason: `It is binary and cannot be compared: ${state.note}` };
  if (state.kind === 'invalid') return { reason: `It is no JSON and cannot be compared: ${state.reason}` };
  if (deeperThan(state.text, DEEPEST)) return { reason: 'It is nested too deeply to be compared.' };
  return { value: parseJson(state.text) };
}

/**
 * A saved state beside the one that replay gives at its revision. Objects are compared by the members that both have:
 * an aggregate and a projection each hold what they need. Numbers are equal where their values are. Pure.
 */
export function compareWithReplay(stored: JsonValue, replayed: JsonValue): SnapshotComparison {
  if (!isJsonObject(stored) || !isJsonObject(replayed)) {
    const differences = unequal(diffValues(stored, replayed));
    return verdict(['(the whole state)'], differences, [], []);
  }
  const names = Object.keys(stored);
  const compared = names.filter((name) => Object.hasOwn(replayed, name));
  const onlyStored = names.filter((name) => !Object.hasOwn(replayed, name));
  const onlyReplayed = Object.keys(replayed).filter((name) => !Object.hasOwn(stored, name));
  if (compared.length === 0) {
    return { ...notComparable('It has no member in common with the state that is folded.'), onlyStored, onlyReplayed };
  }
  const part = (of: JsonObject): JsonObject => Object.fromEntries(compared.map((name) => [name, of[name]!]));
  return verdict(compared, unequal(diffValues(part(stored), part(replayed))), onlyStored, onlyReplayed);
}

function verdict(
  compared: readonly string[],
  differences: readonly Difference[],
  onlyStored: readonly string[],
  onlyReplayed: readonly string[],
): SnapshotComparison {
  const left = differences.length - SHOWN_DIFFERENCES;
  return {
    verdict: differences.length === 0 ? 'equal' : 'differs',
    reason: left > 0 ? `${left} more differences are left out.` : null,
    compared,
    onlyStored,
    onlyReplayed,
    differences: differences
      .slice(0, SHOWN_DIFFERENCES)
      .map(({ path, from, to }) => ({ path, stored: textOf(from), replayed: textOf(to) })),
  };
}

const textOf = (value: JsonValue | undefined): string | null => (value === undefined ? null : stringifyJson(value));

/** `1` and `1.0` are one number in two notations: no difference. */
const unequal = (differences: readonly Difference[]): Difference[] =>
  differences.filter(
    ({ from, to }) => !(isNumber(from) && isNumber(to) && Number(textOf(from)) === Number(textOf(to))),
  );

const isNumber = (value: JsonValue | undefined): boolean => typeof value === 'number' || value instanceof ExactNumber;

/** Snapshots by stream, each list by revision. */
export function byStream(snapshots: readonly StoredSnapshot[]): Map<string, StoredSnapshot[]> {
  const found = new Map<string, StoredSnapshot[]>();
  for (const snapshot of snapshots) {
    const list = found.get(snapshot.streamId);
    if (list) list.push(snapshot);
    else found.set(snapshot.streamId, [snapshot]);
  }
  for (const list of found.values()) list.sort((a, b) => Number(a.streamRevision) - Number(b.streamRevision));
  return found;
}

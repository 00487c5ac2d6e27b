import { compileExpression } from '../../../../shared/expression/evaluate.ts';
import { type JsonValue, parseJson, stringifyJson } from '../../../../shared/json.ts';
import { jsonBeginning } from '../../../../shared/jsonBeginning.ts';
import { cutAt, cutValue, PART, sizeOf } from '../../../../shared/jsonParts.ts';
import type { Ordinal } from '../../../../shared/model/event.ts';
import type {
  CutJson,
  ShownChange,
  ShownState,
  StateValue,
  ValuePart,
  ValueSize,
} from '../../../../shared/model/shown.ts';
import type { StateOrigins, StateTarget } from '../../../../shared/model/state.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { pointerKeys, valueAt } from '../../../../shared/statePath.ts';
import type { ScanContext } from '../../formats/format.ts';
import { blameAt } from '../blame/blame.ts';
import { blamedState } from '../blame/blamedState.ts';
import { type Difference, eachLeaf } from '../diff.ts';
import type { FoldState } from '../reducer.ts';
import type { Replay } from '../replay.ts';
import { differencesOf, type StateLook } from '../stateChanges.ts';

// States as a page is given them: as much as it can show, with a way to each part that is missing.

/** Changes in one answer. */
const MOST_CHANGES = 100;
/** Characters of a value of a change, and of a watched value. */
const LONGEST_CHANGE = 400;
const LONGEST_WATCHED = 60;

type Point = StateTarget & { readonly ordinal: Ordinal };

const lookAt = (replay: Replay, { ordinal, ...target }: Point, context: ScanContext): Promise<StateLook> =>
  replay.look(target, ordinal, context);

export async function shownState(replay: Replay, point: Point, context: ScanContext): Promise<ShownState> {
  const look = await lookAt(replay, point, context);
  const differences = differencesOf(look);
  return {
    ...look.facts,
    state: look.after && cutState(look.after),
    changes: shownChanges(differences.slice(0, MOST_CHANGES), look.facts.lastOrdinal!),
    changeCount: differences.length,
  };
}

/** The next part of a value of the state. Throws `not-found` where no value stands. */
export async function statePart(
  replay: Replay,
  { path, from, ...point }: Point & { readonly path: string; readonly from: number },
  context: ScanContext,
): Promise<ValuePart> {
  const { after } = await lookAt(replay, point, context);
  return mustStand(after === null ? undefined : cutAt(after.value, path, from), path);
}

/** What the last event changed, from the change with this index on, as many as one answer holds. */
export async function moreChanges(
  replay: Replay,
  { offset, ...point }: Point & { readonly offset: number },
  context: ScanContext,
): Promise<readonly ShownChange[]> {
  const look = await lookAt(replay, point, context);
  return shownChanges(differencesOf(look).slice(offset, offset + MOST_CHANGES), look.facts.lastOrdinal!);
}

/** The whole of one value of the state, or of a side of a change: a string as it is, anything else as JSON text. */
export async function stateText(
  replay: Replay,
  { of, ...point }: Point & { readonly of: StateValue },
  context: ScanContext,
): Promise<string> {
  const look = await lookAt(replay, point, context);
  if ('change' in of) return plainText(mustStand(differencesOf(look)[of.change]?.[of.side], `change ${of.change}`));
  if (of.path === '' && look.after !== null) return look.after.text;
  const keys = pointerKeys(of.path);
  const value = keys === null || look.after === null ? undefined : valueAt(look.after.value, keys);
  return plainText(mustStand(value, of.path));
}

/** What expressions are worth in a state, as JSON texts for labels; `null` where they lead nowhere. */
export async function watchedNow(
  replay: Replay,
  { expressions, ...point }: Point & { readonly expressions: readonly string[] },
  context: ScanContext,
): Promise<{ partition: string; values: readonly (string | null)[] }> {
  const { after, facts } = await lookAt(replay, point, context);
  const values = expressions.map((expression) => {
    const value = after === null ? undefined : compileExpression(expression)(after.value);
    return value === undefined ? null : beginning(value, LONGEST_WATCHED);
  });
  return { partition: facts.partition, values };
}

/**
 * Which event set each leaf of what is shown: of the state as `shownState` gives it, or of a part of it. Of what is cut
 * the newest of all that belongs to it. Leaves of the initial state that no event set are left out.
 */
export async function shownOrigins(
  replay: Replay,
  { part, ordinal, ...target }: Point & { readonly part: Pick<ValuePart, 'path' | 'from'> | null },
  context: ScanContext,
): Promise<StateOrigins> {
  const place = await replay.place(target, ordinal, context);
  const { state, blame } = await blamedState(replay, place, context);
  const { path, from } = part ?? { path: '', from: 0 };
  const shown = part === null ? cutState(state) : mustStand(cutAt(state.value, path, from), path);
  const origins: { path: string; ordinal: Ordinal }[] = [];
  const add = (at: string): void => {
    const by = blameAt(state.value, blame, pointerKeys(at)!);
    if (by !== null && by >= 0) origins.push({ path: at, ordinal: by });
  };
  const value = parseJson(shown.json);
  if (Array.isArray(value)) for (const [i, item] of value.entries()) eachLeaf(item, add, `${path}/${from + i}`);
  else eachLeaf(value, add, path);
  for (const cut of shown.cuts) add(cut.path);
  return { origins };
}

function cutState(state: FoldState): CutJson {
  const text = state.textUpTo(PART);
  return text === null ? cutValue(state.value) : { json: text, cuts: [] };
}

const shownChanges = (differences: readonly Difference[], ordinal: Ordinal): ShownChange[] =>
  differences.map((difference) => shownChange(difference, ordinal));

function shownChange(difference: Difference, ordinal: Ordinal): ShownChange {
  const from = shownSide(difference.from);
  const to = shownSide(difference.to);
  const { path, place, order } = difference;
  return {
    path,
    ...(place === path ? {} : { place }),
    ...(order ? { order } : {}),
    from: from.text,
    ...(from.size && { fromSize: from.size }),
    to: to.text,
    ...(to.size && { toSize: to.size }),
    ordinal,
  };
}

/** The beginning of a value, and where that is not all of it how much it is. */
function shownSide(value: JsonValue | undefined): { text: string | null; size: ValueSize | null } {
  if (value === undefined) return { text: null, size: null };
  const { text, isCut } = jsonBeginning(value, LONGEST_CHANGE);
  return { text, size: isCut ? sizeOf(value) : null };
}

/** A string as it is, anything else as JSON text. */
const plainText = (value: JsonValue): string => (typeof value === 'string' ? value : stringifyJson(value));

function beginning(value: JsonValue, longest: number): string {
  const { text, isCut } = jsonBeginning(value, longest);
  return isCut ? `${text.slice(0, -1)}…` : text;
}

function mustStand<T>(found: T | undefined, path: string): T {
  if (found !== undefined) return found;
  throw new InspectorError('not-found', `Nothing stands at ${path === '' ? 'the root' : path} of this state.`);
}

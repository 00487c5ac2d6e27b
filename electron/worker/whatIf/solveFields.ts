import { type JsonValue, parseJson, stringifyJson } from '../../../shared/json.ts';
import type { ScratchEvent } from '../../../shared/model/branch.ts';
import { pointerKeys, valueAt } from '../../../shared/statePath.ts';
import { NO_POSITION } from '../eventIndex/eventIndex.ts';
import type { FoldState, Reducer } from '../replay/reducer.ts';
import { nearDecimals, scalarFields, withValue } from './payloadFields.ts';
import { scratchLog } from './scratchLog.ts';

/** Payloads that bring a state nearer to what is wanted. */
export interface Solution {
  /** JSON text. */
  readonly payload: string;
  /** The state behind the event. */
  readonly state: FoldState;
  /** Which of the wanted paths are as wanted then. */
  readonly reaches: readonly string[];
  /** `amount = 30` for each field that was chosen. */
  readonly how: readonly string[];
  /** Fields that were chosen to be negative. */
  readonly negative: readonly string[];
}

interface Goal {
  readonly path: string;
  readonly wants: JsonValue;
}

/**
 * How an event of a type could set the wanted paths: as it is, with one field that holds the wanted value, with one
 * number that moves a number along a line, or with several of these at once. Each is tried by folding it onto `state`;
 * what reaches nothing is left out.
 */
export async function solveFields(
  reducer: Reducer,
  event: ScratchEvent,
  state: FoldState,
  goals: readonly Goal[],
): Promise<Solution[]> {
  if (!reducer.reads(event.streamId)) return [];
  const payload = parseJson(event.payload);
  const trial = new Trial(reducer, event, state);
  const reached = async (candidate: JsonValue, chosen: readonly Chosen[]): Promise<Solution | null> => {
    const after = await trial.fold(candidate);
    if (after === null) return null;
    const reaches = goals.filter(({ path, wants }) => isAt(after, path, wants)).map(({ path }) => path);
    if (reaches.length === 0) return null;
    const how =
      chosen.length === 0 ? ['as it is'] : chosen.map((c) => `${c.field.slice(1)} = ${stringifyJson(c.value)}`);
    const negative = chosen.filter(({ value }) => typeof value === 'number' && value < 0).map(({ field }) => field);
    return { payload: stringifyJson(candidate), state: after, reaches, how, negative };
  };

  const asIs = await reached(payload, []);
  // Alone it does all that is wanted: choosing fields could only do more.
  if (asIs !== null && asIs.reaches.length === goals.length) return [asIs];
  const solutions: Solution[] = asIs === null ? [] : [asIs];
  const perGoal: Chosen[] = [];
  for (const goal of goals) {
    let best: { chosen: Chosen; solution: Solution } | null = null;
    for (const field of fieldsFor(payload, goal)) {
      for (const value of await valuesFor(trial, payload, field, goal)) {
        const chosen = { field, value };
        const solution = await reached(withValue(payload, field, value), [chosen]);
        if (!solution?.reaches.includes(goal.path)) continue;
        solutions.push(solution);
        if (best === null || solution.reaches.length > best.solution.reaches.length) best = { chosen, solution };
        break;
      }
    }
    if (best !== null) perGoal.push(best.chosen);
  }
  if (perGoal.length > 1) {
    const all = perGoal.reduce((value, { field, value: wanted }) => withValue(value, field, wanted), payload);
    const together = await reached(all, perGoal);
    if (together !== null) solutions.push(together);
  }
  return solutions;
}

interface Chosen {
  readonly field: string;
  readonly value: JsonValue;
}

/** The fields of the payload, that with the name of the wanted path first: it is the likeliest. */
function fieldsFor(payload: JsonValue, { path }: Goal): string[] {
  const name = path.slice(path.lastIndexOf('/'));
  const fields = scalarFields(payload);
  return [...fields.filter((field) => field.endsWith(name)), ...fields.filter((field) => !field.endsWith(name))];
}

/** Values of a field worth trying for a goal: the wanted one, and where numbers lie on a line the one that hits it. */
async function valuesFor(trial: Trial, payload: JsonValue, field: string, { path, wants }: Goal): Promise<JsonValue[]> {
  const values: JsonValue[] = [];
  const current = valueAt(payload, pointerKeys(field)!);
  if (typeof current === typeof wants || current === null) values.push(wants);
  if (typeof current !== 'number' || typeof wants !== 'number') return values;
  const at = async (value: number): Promise<number | null> => {
    const after = await trial.fold(withValue(payload, field, value));
    const found = after === null ? null : valueAt(after.value, pointerKeys(path)!);
    return typeof found === 'number' ? found : null;
  };
  const [zero, one, seven] = [await at(0), await at(1), await at(7)];
  if (zero === null || one === null || seven === null || one === zero) return values;
  const slope = one - zero;
  const isLine = Math.abs(zero + 7 * slope - seven) <= 1e-9 * Math.max(1, Math.abs(seven));
  return isLine ? [...nearDecimals((wants - zero) / slope), ...values] : values;
}

/** Folds single events onto one state. */
class Trial {
  readonly #reducer: Reducer;
  readonly #event: ScratchEvent;
  readonly #state: FoldState;

  constructor(reducer: Reducer, event: ScratchEvent, state: FoldState) {
    this.#reducer = reducer;
    this.#event = event;
    this.#state = state;
  }

  /** The state behind an event with this payload; `null` where the reducer throws. */
  async fold(payload: JsonValue): Promise<FoldState | null> {
    const log = scratchLog([
      {
        event: { ...this.#event, payload: stringifyJson(payload) },
        recordedAt: Number.NaN,
        globalPosition: NO_POSITION,
        streamRevision: NO_POSITION,
        eventId: null,
      },
    ]);
    const run = await this.#reducer.begin(this.#state);
    try {
      return run.fold(this.#reducer.read(log, [0]), [0]).states[0] ?? null;
    } finally {
      run.close();
    }
  }
}

function isAt(state: FoldState, path: string, wants: JsonValue): boolean {
  const has = valueAt(state.value, pointerKeys(path)!);
  return has !== undefined && stringifyJson(has) === stringifyJson(wants);
}

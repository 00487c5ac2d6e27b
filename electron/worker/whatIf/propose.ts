import { ExactNumber, isJsonObject, type JsonValue, parseJson, stringifyJson } from '../../../shared/json.ts';
import { DEEPEST, deeperThan } from '../../../shared/jsonDepth.ts';
import type { BranchEdit, Proposal, Proposals, ScratchEvent } from '../../../shared/model/branch.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { pointerKeys, valueAt } from '../../../shared/statePath.ts';
import { countAtOrBefore } from '../eventIndex/bisect.ts';
import { pointAt } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { eachLeaf } from '../replay/diff.ts';
import { FoldState } from '../replay/reducer.ts';
import { BranchFold, changesBetween } from './branchFold.ts';
import type { LentReducer } from './lentReducer.ts';
import { type Solution, solveFields } from './solveFields.ts';
import { type Template, templatesFor } from './templates.ts';

/** Proposals that are shown. */
const SHOWN = 6;

interface Wanted {
  readonly path: string;
  readonly has: JsonValue | undefined;
  readonly wants: JsonValue;
}

interface Step {
  readonly template: Template;
  readonly solution: Solution;
}

interface Question {
  readonly partition: string;
  readonly ordinal: Ordinal;
  /** The branch on which the wanted state is to be; empty for reality. */
  readonly edits: readonly BranchEdit[];
  /** JSON text: an object names the paths that matter, everything else may be what it is. */
  readonly want: string;
}

/**
 * Events that, put behind the point, bring the partition to the wanted state. A proposal is shown only when a replay of
 * the whole branch with it gives what is wanted. Types are tried with the last event of each as a pattern: fields that
 * set a path, and numbers that move it along a line. Throws `bad-request` for a wanted state that is none.
 */
export async function propose(
  log: ReadableLog,
  lent: LentReducer,
  { partition, ordinal, edits, want }: Question,
  context: ScanContext,
): Promise<Proposals> {
  const fold = new BranchFold(log, lent, edits);
  const now = (await fold.compare(partition, ordinal, context)).branch;
  if (now.failure !== null) {
    const at = `#${now.failure.ordinal}`;
    throw new InspectorError('bad-request', `There is no state to start from: the reducer fails at ${at}.`);
  }
  const state = now.state === null ? await lent.reducer.initialState() : FoldState.ofText(now.state);
  const wanted = wantedPaths(state.value, want);
  const answer = {
    partition,
    at: ordinal < 0 ? null : pointAt(log.index, ordinal),
    state: now.state,
    wanted: wanted.map(({ path, has, wants }) => ({ path, has: text(has), wants: stringifyJson(wants) })),
  };
  if (wanted.length === 0) return { ...answer, proposals: [], tried: [], untried: 0 };

  const isStream = lent.reducer.partitioning.kind === 'stream';
  const known = !isStream || log.index.streams.numberOf(partition) >= 0;
  const ordinals = known ? (await lent.partitions.find(partition, ordinal, context)).ordinals : new Uint32Array(0);
  const count = countAtOrBefore(ordinals, ordinals.length, ordinal);
  const stream = isStream ? partition : null;
  const { templates, untried } = await templatesFor(log, ordinals.subarray(0, count), ordinal, stream, context);

  const found: Proposal[] = [];
  const solved: Step[] = [];
  let done = 0;
  for (const template of templates) {
    for (const solution of await solveFields(lent.reducer, template.event, state, wanted)) {
      solved.push({ template, solution });
    }
    await context.breathe({ phase: 'replay', done: ++done, total: templates.length, unit: 'events' });
  }
  const prove = async (steps: readonly Step[]): Promise<void> => {
    const events = steps.map(({ template, solution }) => ({ ...template.event, payload: solution.payload }));
    const proposal = await proven(log, lent, { partition, ordinal, edits, want }, events, state, context);
    if (proposal === null || found.some((one) => sameEvents(one.events, events))) return;
    found.push({
      ...proposal,
      because: steps.map(({ template, solution }) => because(template, solution)),
      caveats: steps.flatMap(({ template, solution }) => caveatsOf(template, solution)),
    });
  };
  for (const step of solved) if (step.solution.reaches.length === wanted.length) await prove([step]);
  // No single event does it all: one after the other, each for what the ones before leave open.
  if (found.length === 0 && wanted.length > 1) {
    const steps = await inSteps(lent, templates, state, wanted, context);
    if (steps !== null) await prove(steps);
  }
  return {
    ...answer,
    proposals: found.sort(byRank).slice(0, SHOWN),
    tried: templates.map(({ event }) => event.type),
    untried,
  };
}

/** The wanted leaves that the state has not. */
function wantedPaths(state: JsonValue, want: string): Wanted[] {
  if (deeperThan(want, DEEPEST)) throw new InspectorError('bad-request', 'The wanted state is nested too deeply.');
  let value: JsonValue;
  try {
    value = parseJson(want);
  } catch (error) {
    throw new InspectorError('bad-request', `The wanted state is not JSON: ${(error as Error).message}`, {
      advice: 'Write the values that are to be different, like {"balance": 100}.',
    });
  }
  if (!isJsonObject(value)) {
    throw new InspectorError('bad-request', 'The wanted state is no object with the values that are to be different.', {
      advice: 'Write it like {"balance": 100}.',
    });
  }
  const wanted: Wanted[] = [];
  eachLeaf(value, (path) => {
    const keys = pointerKeys(path)!;
    const wants = valueAt(value, keys)!;
    const has = valueAt(state, keys);
    if (path !== '' && text(has) !== text(wants)) wanted.push({ path, has, wants });
  });
  return wanted;
}

/** The branch with the events, replayed as a whole: `null` unless it is as wanted. */
async function proven(
  log: ReadableLog,
  lent: LentReducer,
  { partition, ordinal, edits, want }: Question,
  events: readonly ScratchEvent[],
  before: FoldState,
  context: ScanContext,
): Promise<Omit<Proposal, 'because' | 'caveats'> | null> {
  const added = events.map((event): BranchEdit => ({ kind: 'insert', after: ordinal, event }));
  const fold = new BranchFold(log, lent, [...edits, ...added]);
  const { branch } = await fold.compare(partition, ordinal, context);
  if (branch.failure !== null || branch.state === null) return null;
  const after = FoldState.ofText(branch.state);
  if (wantedPaths(after.value, want).length > 0) return null;
  const changes = changesBetween(before, after);
  const asked = leavesOf(parseJson(want));
  const sideEffects = changes.filter(({ path }) => !asked.has(path)).length;
  return { events, state: branch.state, changes, sideEffects };
}

function leavesOf(value: JsonValue): Set<string> {
  const paths = new Set<string>();
  eachLeaf(value, (path) => paths.add(path));
  return paths;
}

/** For each path in turn the event that comes nearest without undoing another; `null` where one cannot be had. */
async function inSteps(
  lent: LentReducer,
  templates: readonly Template[],
  state: FoldState,
  wanted: readonly Wanted[],
  context: ScanContext,
): Promise<Step[] | null> {
  const steps: Step[] = [];
  let at = state;
  let open = wanted.map(({ path, wants }) => ({ path, wants, has: valueAt(at.value, pointerKeys(path)!) }));
  while (open.length > 0) {
    let best: Step | null = null;
    for (const template of templates) {
      for (const solution of await solveFields(lent.reducer, template.event, at, open)) {
        const step = { template, solution };
        if (best === null || isBetter(step, best)) best = step;
      }
      await context.breathe({ phase: 'replay', done: steps.length, unit: 'events' });
    }
    if (best === null) return null;
    steps.push(best);
    at = best.solution.state;
    const left = wanted
      .map(({ path, wants }) => ({ path, wants, has: valueAt(at.value, pointerKeys(path)!) }))
      .filter(({ wants, has }) => text(has) !== text(wants));
    if (left.length >= open.length) return null;
    open = left;
  }
  return steps;
}

/** Fewer events first, then fewer other changes, then plain signs, then types that the partition has. */
const byRank = (a: Proposal, b: Proposal): number =>
  a.events.length - b.events.length || a.sideEffects - b.sideEffects || a.caveats.length - b.caveats.length;

/** More of what is wanted; of equal ones the one with less to look at. */
const isBetter = (a: Step, b: Step): boolean =>
  a.solution.reaches.length - b.solution.reaches.length > 0 ||
  (a.solution.reaches.length === b.solution.reaches.length &&
    caveatsOf(a.template, a.solution).length < caveatsOf(b.template, b.solution).length);

const sameEvents = (a: readonly ScratchEvent[], b: readonly ScratchEvent[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const because = ({ event, ordinal }: Template, { how }: Solution): string =>
  `${event.type}: ${how.join(', ')}; its other fields are those of #${ordinal}, the last event of this type here.`;

const caveatsOf = ({ event, isOwn }: Template, { negative }: Solution): string[] => [
  ...negative.map((path) => `${path.slice(1)} would be negative in ${event.type}.`),
  ...(isOwn ? [] : [`There is no ${event.type} in this partition yet.`]),
];

const text = (value: JsonValue | undefined): string | null =>
  value === undefined ? null : value instanceof ExactNumber ? value.text : stringifyJson(value);

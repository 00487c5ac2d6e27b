import { compileCondition, compileExpression, orderOf, type Result } from '../../../../shared/expression/evaluate.ts';
import { isJsonObject, type JsonValue, parseJson, setOwn, stringifyJson } from '../../../../shared/json.ts';
import type {
  PartitionRow,
  PartitionSort,
  PartitionsPage,
  PartitionsRequest,
} from '../../../../shared/model/partitions.ts';
import { countAtOrBefore } from '../../eventIndex/bisect.ts';
import type { ScanContext } from '../../formats/format.ts';
import { sortInSlices } from '../../turns/slices.ts';
import { earlierFailure } from '../fold.ts';
import type { Replay } from '../replay.ts';

/** Fields that a page tells of, and the longest text of a value. */
const MOST_FIELDS = 12;
const LONGEST = 200;
/** Partitions are walked over in steps of so many, with a breath in between. */
const STEP = 2048;
/** And in smaller steps where their states are parsed. */
const PARSED_STEP = 64;

interface Candidate {
  readonly number: number;
  readonly partition: string;
  readonly events: number;
  readonly lastOrdinal: number;
}

/**
 * The partitions of a reducer at a point, filtered, in order and cut to a page. Only a condition or an order by a value
 * needs the states of all of them; else those of the page are enough. `onBegun` gets a look at the page as far as it is
 * folded, once it is known which partitions are on it. Throws `bad-query` for what is no expression.
 */
export async function partitionsPage(
  replay: Replay,
  request: PartitionsRequest,
  context: ScanContext,
  onBegun: (soFar: () => PartitionsPage) => void = () => {},
): Promise<PartitionsPage> {
  const { ordinal, sort, where } = request;
  const holds = where === '' ? null : compileCondition(where);
  const evaluate = sort.by === 'value' ? compileExpression(sort.expression) : null;
  const { board, partitions } = replay.loaded(request.reducer, ordinal);
  const begun = await candidates(replay, request, context);
  let found = begun.found;
  const values = new Map<number, Result>();
  if (holds !== null || evaluate !== null) {
    const { texts } = await board.at(ordinal, context);
    const matching: Candidate[] = [];
    for (const [i, candidate] of found.entries()) {
      if (i % PARSED_STEP === 0)
        await context.breathe({ phase: 'replay', done: i, total: found.length, unit: 'states' });
      const state = stateOf(texts[candidate.number]);
      if (state === undefined || (holds !== null && !holds(state))) continue;
      if (evaluate !== null) values.set(candidate.number, evaluate(state));
      matching.push(candidate);
    }
    found = matching;
  }
  const compare = inOrder(sort, values);
  const order = Uint32Array.from(found.keys());
  await sortInSlices(
    order,
    (a, b) => compare(found[a]!, found[b]!),
    (done) => context.breathe({ phase: 'replay', done, total: found.length, unit: 'states' }),
  );
  const offset = Math.min(request.offset, found.length);
  const page = Array.from(order.subarray(offset, offset + request.limit), (at) => found[at]!);
  const rows = new Map(
    page.map(({ number, ...row }) => [number, { ...row, values: null, failure: null } as PartitionRow]),
  );
  const soFar = (): PartitionsPage => {
    const all = [...rows.values()];
    return { total: begun.total, matched: found.length, offset, rows: all, fields: commonFields(all) };
  };
  onBegun(soFar);
  await board.some([...rows.keys()], ordinal, context, (number, text = 'null', failure) =>
    rows.set(number, {
      ...rows.get(number)!,
      values: fieldsOf(stateOf(text)),
      ...(request.whole ? { state: text } : {}),
      failure: earlierFailure(failure, partitions.at(number).failure, ordinal),
    }),
  );
  return soFar();
}

/** Those that have begun by then and have the name asked for; `total` counts whatever the name. */
async function candidates(
  replay: Replay,
  { reducer, ordinal, name }: PartitionsRequest,
  context: ScanContext,
): Promise<{ total: number; found: Candidate[] }> {
  const { partitions } = replay.loaded(reducer, ordinal);
  const size = await partitions.size(context);
  const wanted = name.toLowerCase();
  const found: Candidate[] = [];
  let total = 0;
  for (let number = 0; number < size; number++) {
    if (number % STEP === 0) await context.breathe({ phase: 'replay', done: number, total: size, unit: 'states' });
    const { name: partition, ordinals } = partitions.at(number);
    const events = countAtOrBefore(ordinals, ordinals.length, ordinal);
    if (events === 0) continue;
    total++;
    if (wanted !== '' && !partition.toLowerCase().includes(wanted)) continue;
    found.push({ number, partition, events, lastOrdinal: ordinals[events - 1]! });
  }
  return { total, found };
}

/** A state that cannot be read as a value (nested too deeply) has no fields and meets no condition. */
function stateOf(text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/**
 * Equal ones stand in the order in which they began; what has no value, or one of another kind, stands last either
 * way.
 */
function inOrder(sort: PartitionSort, values: ReadonlyMap<number, Result>): (a: Candidate, b: Candidate) => number {
  const sign = sort.descending ? -1 : 1;
  const first = (a: Candidate, b: Candidate): number => a.number - b.number;
  if (sort.by === 'begin') return (a, b) => sign * first(a, b);
  if (sort.by === 'events') return (a, b) => sign * (a.events - b.events) || first(a, b);
  if (sort.by === 'last') return (a, b) => sign * (a.lastOrdinal - b.lastOrdinal) || first(a, b);
  if (sort.by === 'partition') {
    return (a, b) => sign * (a.partition < b.partition ? -1 : a.partition > b.partition ? 1 : 0) || first(a, b);
  }
  return (a, b) => {
    const x = sortable(values.get(a.number));
    const y = sortable(values.get(b.number));
    if (kindRank(x) !== kindRank(y)) return kindRank(x) - kindRank(y);
    return sign * (orderOf(x, y) ?? 0) || first(a, b);
  };
}

const sortable = (value: Result): Result => (typeof value === 'boolean' ? Number(value) : value);

const kindRank = (value: Result): number => {
  if (typeof value === 'string') return 1;
  return orderOf(value, value) === null ? 2 : 0;
};

function fieldsOf(state: JsonValue | undefined): Record<string, string> {
  const fields: Record<string, string> = {};
  if (state === undefined) return fields;
  const members: [string, JsonValue][] = isJsonObject(state) ? Object.entries(state) : [['', state]];
  for (const [name, value] of members) {
    if (isJsonObject(value) || Array.isArray(value)) continue;
    const text = stringifyJson(value);
    setOwn(fields, name, text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
  }
  return fields;
}

function commonFields(rows: readonly PartitionRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { values } of rows)
    for (const name of Object.keys(values ?? {})) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_FIELDS)
    .map(([name]) => name);
}

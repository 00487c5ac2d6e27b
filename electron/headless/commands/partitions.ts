import { formatCount, plural } from '../../../shared/format.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { PartitionSort } from '../../../shared/model/partitions.ts';
import type { PartitionState } from '../../../shared/model/state.ts';
import type { CliCommand } from '../command.ts';
import { type CliStore, withStore } from '../openStore.ts';
import type { Options } from '../options.ts';
import { table } from '../table.ts';
import { pointText } from './state.ts';

const DEFAULT_LIMIT = 100;
/** Rows that one answer of the worker carries. */
const PAGE = 1000;

export const partitions: CliCommand = {
  name: 'partitions',
  summary: 'the states of all partitions of a projection, or of all streams, at a point',
  takes: '<store>',
  options: ['projection', 'at', 'where', 'sort', 'limit'],
  examples: [
    ['partitions bank.jsonl --projection bank.projection.js --at 2026-03-03', 'every account as it was then'],
    [
      "partitions bank.jsonl --projection bank.projection.js --where 'state.balance < 0' --sort state.balance",
      'those below zero, the lowest first',
    ],
    ['partitions bank.jsonl --json --limit 1000000', 'the last state of every stream as JSON'],
  ],
  notes: [
    `At most ${DEFAULT_LIMIT} are printed unless --limit says otherwise; those without an event by then are left out.`,
    'They come in the order in which they began unless --sort says otherwise. What --projection means: see state --help.',
    'A condition is made of state.a.b[0].c, .length, numbers, "texts", < <= > >= == !=, and, or, not, + - * / %.',
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const { options, output } = context;
      const reducer = (await store.projection())?.id ?? 'merge';
      const point = await store.point('at', 'end');
      const limit = options.count('limit', DEFAULT_LIMIT);
      const ordinal = point?.ordinal ?? -1;
      const isPlain = !options.has('where') && !options.has('sort');
      const { total, matched, found } = isPlain
        ? await allOf(store, reducer, ordinal, limit)
        : await chosenOf(store, reducer, ordinal, limit, options);
      if (output.json) {
        const partitions = found.map(partitionValue);
        output.document({ reducer, at: point, total, matched, returned: found.length, partitions });
      } else {
        const shown =
          matched > found.length ? `; ${formatCount(found.length)} shown (--limit ${matched} shows all)` : '';
        const which = matched < total ? `${formatCount(matched)} of ${plural(total, 'state')}` : plural(total, 'state');
        output.lines([
          ...(found.length === 0 ? [] : [...stateLines(found, output.width), '']),
          `${which} at ${pointText(point)}${shown}.`,
        ]);
      }
      return found.some(({ failure }) => failure !== null) ? 1 : 0;
    }),
};

interface Found {
  readonly total: number;
  readonly matched: number;
  readonly found: readonly PartitionState[];
}

async function allOf(store: CliStore, reducer: string, ordinal: number, limit: number): Promise<Found> {
  const { total, states } = await store.call('states.at', { reducer, ordinal, limit });
  return { total, matched: total, found: states };
}

async function chosenOf(
  store: CliStore,
  reducer: string,
  ordinal: number,
  limit: number,
  options: Options,
): Promise<Found> {
  const found: PartitionState[] = [];
  const request = {
    reducer,
    ordinal,
    sort: sortOf(options),
    name: '',
    where: options.text('where') ?? '',
    whole: true,
  };
  for (;;) {
    const page = { ...request, offset: found.length, limit: Math.min(PAGE, limit - found.length) };
    const { total, matched, rows } = await store.call('partitions.page', page);
    for (const { values: _fields, state, ...row } of rows) found.push({ ...row, state: state! });
    if (rows.length === 0 || found.length >= limit) return { total, matched, found };
  }
}

const known: Readonly<Record<string, 'partition' | 'events' | 'last'>> = {
  name: 'partition',
  events: 'events',
  last: 'last',
};

function sortOf(options: Options): PartitionSort {
  const text = options.text('sort');
  if (text === null) return { by: 'begin', descending: false };
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  const by = known[name];
  return by === undefined ? { by: 'value', expression: name, descending } : { by, descending };
}

const partitionValue = ({ partition, events, lastOrdinal, state, failure }: PartitionState) => ({
  partition,
  events,
  lastOrdinal,
  state: printableJson(state),
  failure,
});

const stateLines = (states: readonly PartitionState[], width: number): string[] =>
  table(
    [
      { title: 'PARTITION' },
      { title: 'EVENTS', align: 'right' },
      { title: 'LAST', align: 'right' },
      { title: 'STATE', flexible: true },
    ],
    states.map(({ partition, events, lastOrdinal, state, failure }) => [
      partition,
      String(events),
      `#${lastOrdinal}`,
      failure === null ? state : `failed at #${failure.ordinal} (${failure.message}) after ${state}`,
    ]),
    width,
  );

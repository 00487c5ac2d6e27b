import { formatCount, plural } from '../../../shared/format.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { PartitionState } from '../../../shared/model/state.ts';
import type { CliCommand } from '../command.ts';
import { withStore } from '../openStore.ts';
import { table } from '../table.ts';
import { pointText } from './state.ts';

const DEFAULT_LIMIT = 100;

export const states: CliCommand = {
  name: 'states',
  summary: 'the states of all streams, or of all partitions of a projection, at a point',
  takes: '<store>',
  options: ['projection', 'at', 'limit', 'encodings', 'no-cache'],
  examples: [
    ['states bank.jsonl --json --limit 1000000', 'the last state of every stream as JSON'],
    ['states bank.jsonl --projection bank.projection.js --at 2026-03-02', 'folded by your code, as they were then'],
  ],
  notes: [
    `At most ${DEFAULT_LIMIT} states are printed unless --limit says otherwise.`,
    'Streams without an event by then are left out. What --projection means, and its exit code: see state --help.',
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const { options, output } = context;
      const reducer = (await store.projection())?.id ?? 'merge';
      const point = await store.point('at', 'end');
      const limit = options.count('limit', DEFAULT_LIMIT);
      const { total, states: found } = await store.call('states.at', { reducer, ordinal: point?.ordinal ?? -1, limit });
      if (output.json) {
        output.document({ reducer, at: point, total, returned: found.length, states: found.map(stateValue) });
      } else {
        const shown = total > found.length ? `; ${formatCount(found.length)} shown (--limit ${total} shows all)` : '';
        output.lines([
          ...(found.length === 0 ? [] : [...stateLines(found, output.width), '']),
          `${plural(total, 'state')} at ${pointText(point)}${shown}.`,
        ]);
      }
      return found.some(({ failure }) => failure !== null) ? 1 : 0;
    }),
};

const stateValue = ({ partition, events, lastOrdinal, state, failure }: PartitionState) => ({
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

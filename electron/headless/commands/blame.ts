import { formatCount, plural } from '../../../shared/format.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { BlamedLeaf } from '../../../shared/model/state.ts';
import type { CliCommand } from '../command.ts';
import { inline } from '../jsonValues.ts';
import { withStore } from '../openStore.ts';
import { table } from '../table.ts';
import { failureLines, pointText } from './state.ts';

const DEFAULT_LIMIT = 1000;

export const blame: CliCommand = {
  name: 'blame',
  summary: 'the state at a point with, beside each value, the event that set it',
  takes: '<store>',
  options: ['stream', 'projection', 'partition', 'at', 'limit', 'snapshot-every'],
  examples: [['blame bank.jsonl --stream account-1001', 'which event set which part of its last state']],
  notes: [
    'Items of lists are followed by a field that identifies them (id, key, sku, …Id), else by their index.',
    'A value that no event set stands in the initial state: its ordinal is null.',
    `At most ${formatCount(DEFAULT_LIMIT)} values are printed unless --limit says otherwise.`,
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const { options, output } = context;
      const ordinal = (await store.point('at', 'end'))?.ordinal ?? -1;
      const target = { ...(await store.target()), ordinal, limit: options.count('limit', DEFAULT_LIMIT) };
      const { leaves, ...report } = await store.call('state.blame', target);
      if (output.json) {
        output.document({
          ...report,
          returned: leaves.length,
          leaves: leaves.map((leaf) => ({ ...leaf, value: printableJson(leaf.value) })),
        });
      } else {
        const { partition, at, total, failure } = report;
        const cut = total > leaves.length ? `, the first ${formatCount(leaves.length)} shown (--limit)` : '';
        output.lines([
          `${partition} at ${pointText(at)}: ${plural(total, 'value')}${cut}`,
          ...(leaves.length === 0 ? [] : ['', ...leafLines(leaves, output.width)]),
          ...failureLines(failure),
        ]);
      }
      return report.failure === null ? 0 : 1;
    }),
};

const leafLines = (leaves: readonly BlamedLeaf[], width: number): string[] =>
  table(
    [
      { title: 'PATH' },
      { title: 'VALUE', flexible: true },
      { title: 'SET BY', align: 'right' },
      { title: 'TYPE' },
      { title: 'RECORDED AT' },
    ],
    leaves.map(({ path, value, ordinal, type, recordedAt }) => [
      path || '(all)',
      inline(value),
      ordinal === null ? 'the start' : `#${ordinal}`,
      type ?? '',
      recordedAt ?? '',
    ]),
    width,
  );

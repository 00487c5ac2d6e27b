import { plural } from '../../../shared/format.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { StateChange } from '../../../shared/model/state.ts';
import type { CliCommand } from '../command.ts';
import { inline } from '../jsonValues.ts';
import { withStore } from '../openStore.ts';
import { usage } from '../output.ts';
import { table, visible } from '../table.ts';
import { pointText } from './state.ts';

export const diff: CliCommand = {
  name: 'diff',
  summary: 'what changed between two points, and the event that did it',
  takes: '<store>',
  options: ['stream', 'projection', 'partition', 'from', 'to', 'snapshot-every', 'encodings', 'no-cache'],
  examples: [['diff bank.jsonl --stream account-1001 --from start --to end', 'every path that differs']],
  notes: ['Under --json, change says added, changed or removed; a value that is not there is null.'],
  run: (context) =>
    withStore(context, async (store) => {
      if (!context.options.has('from') || !context.options.has('to'))
        throw usage('Between which points? Give --from and --to.');
      const target = await store.target();
      const [from, to] = [await store.point('from', 'start'), await store.point('to', 'end')];
      const { partition, changes } = await store.call('state.diff', {
        ...target,
        from: from?.ordinal ?? -1,
        to: to?.ordinal ?? -1,
      });
      if (context.output.json) context.output.document({ partition, from, to, changes: changes.map(changeValue) });
      else {
        context.output.lines([
          `${visible(partition)} from ${pointText(from)} to ${pointText(to)}: ${plural(changes.length, 'change')}`,
          ...(changes.length === 0 ? [] : ['', ...changeLines(changes, context.output.width)]),
        ]);
      }
      return 0;
    }),
};

const changeValue = ({ path, from, to, ordinal }: StateChange) => ({
  path,
  change: from === null ? 'added' : to === null ? 'removed' : 'changed',
  from: printableJson(from),
  to: printableJson(to),
  ordinal,
});

const changeLines = (changes: readonly StateChange[], width: number): string[] =>
  table(
    [{ title: 'PATH' }, { title: 'FROM' }, { title: 'TO', flexible: true }, { title: 'BY EVENT', align: 'right' }],
    changes.map(({ path, from, to, ordinal }) => [path || '(all)', inline(from), inline(to), `#${ordinal}`]),
    width,
  );

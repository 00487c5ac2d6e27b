import { plural } from '../../../shared/format.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { LogPoint } from '../../../shared/model/event.ts';
import type { StateChange, StateComparison, StateTarget } from '../../../shared/model/state.ts';
import type { CliCommand } from '../command.ts';
import { inline } from '../jsonValues.ts';
import { type CliStore, withStore } from '../openStore.ts';
import type { Options } from '../options.ts';
import { usage } from '../output.ts';
import { table } from '../table.ts';
import { pointText } from './state.ts';

export const diff: CliCommand = {
  name: 'diff',
  summary: 'what changed between two points, or differs between two streams or projections, and the event that did it',
  takes: '<store>',
  options: [
    'stream',
    'projection',
    'partition',
    'from',
    'to',
    'other-stream',
    'other-partition',
    'other-projection',
    'at',
    'snapshot-every',
  ],
  examples: [
    ['diff bank.jsonl --stream account-1001 --from start --to end', 'every path that differs'],
    ['diff bank.jsonl --stream account-1001 --other-stream account-1002 --at 2026-03-04', 'two accounts then'],
    [
      'diff bank.jsonl --projection old.projection.js --other-projection new.projection.js --partition account-1001',
      'what a changed projection makes of the same events',
    ],
  ],
  notes: [
    'Items of lists are matched by a field that identifies them (id, key, sku, …Id), else by their index.',
    'Under --json, place names items of lists by what identifies them, change says added, changed, removed or reordered; a value that is not there is null.',
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const { options, output } = context;
      const { left, right } = await sidesOf(options, store);
      const comparison = await store.call('state.compare', { left, right });
      const { changes } = comparison;
      if (output.json) output.document({ ...sidesValue(comparison), changes: changes.map(changeValue) });
      else {
        output.lines([
          `${sidesText(comparison)}: ${plural(changes.length, 'change')}`,
          ...(changes.length === 0 ? [] : ['', ...changeLines(changes, output.width)]),
        ]);
      }
      return 0;
    }),
};

type Side = StateTarget & { readonly ordinal: number };

async function sidesOf(options: Options, store: CliStore): Promise<{ left: Side; right: Side }> {
  const isOther = options.has('other-stream') || options.has('other-partition') || options.has('other-projection');
  const isBetween = options.has('from') || options.has('to');
  if (isOther && isBetween) {
    throw usage('Two states are compared at one point, --at; --from and --to are two points of one state.');
  }
  if (!isOther && (!options.has('from') || !options.has('to'))) {
    throw usage(
      'Between which points? Give --from and --to. Or compare with another: --other-stream, --other-partition, --other-projection.',
    );
  }
  const target = await store.target();
  const ordinalOf = (point: LogPoint | null): number => point?.ordinal ?? -1;
  if (!isOther) {
    return {
      left: { ...target, ordinal: ordinalOf(await store.point('from', 'start')) },
      right: { ...target, ordinal: ordinalOf(await store.point('to', 'end')) },
    };
  }
  const ordinal = ordinalOf(await store.point('at', 'end'));
  const reducer = (await store.projection('other-projection'))?.id ?? target.reducer;
  const partition = options.text('other-partition') ?? options.text('other-stream') ?? target.partition;
  return { left: { ...target, ordinal }, right: { reducer, partition, ordinal } };
}

/** One partition at two points is told as such; of two states each side says which it is. */
const sidesValue = ({ left, right }: StateComparison) =>
  left.partition === right.partition && left.reducer === right.reducer
    ? { partition: left.partition, from: left.at, to: right.at }
    : { left, right };

function sidesText({ left, right }: StateComparison): string {
  if (left.reducer !== right.reducer) {
    const names = `${left.reducer} and ${right.reducer}`;
    const whose = left.partition === right.partition ? left.partition : `${left.partition}, ${right.partition}`;
    return `${names}${whose === '' ? '' : ` on ${whose}`} at ${pointText(right.at)}`;
  }
  if (left.partition !== right.partition) {
    return `${left.partition} and ${right.partition} at ${pointText(right.at)}`;
  }
  return `${left.partition} from ${pointText(left.at)} to ${pointText(right.at)}`;
}

const changeValue = ({ path, place, order, from, to, ordinal }: StateChange) => ({
  path,
  ...(place === undefined ? {} : { place }),
  change: order ? 'reordered' : from === null ? 'added' : to === null ? 'removed' : 'changed',
  from: printableJson(from),
  to: printableJson(to),
  ordinal,
});

const changeLines = (changes: readonly StateChange[], width: number): string[] =>
  table(
    [{ title: 'PATH' }, { title: 'FROM' }, { title: 'TO', flexible: true }, { title: 'BY EVENT', align: 'right' }],
    changes.map(({ path, place, order, from, to, ordinal }) => [
      `${(place ?? path) || '(all)'}${order ? ' (order)' : ''}`,
      inline(from),
      inline(to),
      ordinal < 0 ? 'from the start' : `#${ordinal}`,
    ]),
    width,
  );

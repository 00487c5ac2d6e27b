import { plural } from '../../../shared/format.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { HistoryChange } from '../../../shared/model/state.ts';
import type { CliCommand } from '../command.ts';
import { inline } from '../jsonValues.ts';
import { withStore } from '../openStore.ts';
import { table } from '../table.ts';
import { failureLines } from './state.ts';

export const history: CliCommand = {
  name: 'history',
  summary: 'every value that a path of the state has had',
  takes: '<store>',
  options: ['stream', 'projection', 'partition', 'path', 'snapshot-every'],
  examples: [
    ['history bank.jsonl --stream account-1001 --path /balance', 'the events that changed the balance'],
    [`history shop.sqlite --stream order-1 --path '/lines/[sku="A1"]/quantity'`, 'of one item, whatever its index'],
  ],
  notes: ['Under --json, change says added, changed or removed; a value that is not there is null.'],
  run: (context) =>
    withStore(context, async (store) => {
      const path = context.options.required('path');
      const { partition, changes, folded, failure } = await store.call('state.history', {
        ...(await store.target()),
        path,
        limit: Number.MAX_SAFE_INTEGER,
      });
      if (context.output.json) {
        context.output.document({ partition, path, folded, changes: changes.map(changeValue), failure });
      } else {
        const counted = `${plural(changes.length, 'change')} in ${plural(folded, 'event')}`;
        context.output.lines([
          `${path || '(all)'} of ${partition}: ${counted}`,
          ...(changes.length === 0 ? [] : ['', ...changeLines(changes, context.output.width)]),
          ...failureLines(failure),
        ]);
      }
      return failure === null ? 0 : 1;
    }),
};

const changeValue = ({ from, to, ...event }: HistoryChange) => ({
  ordinal: event.ordinal,
  streamRevision: event.streamRevision,
  type: event.type,
  recordedAt: event.recordedAt,
  change: from === null ? 'added' : to === null ? 'removed' : 'changed',
  from: printableJson(from),
  to: printableJson(to),
});

const changeLines = (changes: readonly HistoryChange[], width: number): string[] =>
  table(
    [
      { title: '#', align: 'right' },
      { title: 'REV', align: 'right' },
      { title: 'RECORDED AT' },
      { title: 'TYPE' },
      { title: 'FROM' },
      { title: 'TO', flexible: true },
    ],
    changes.map((c) => [
      String(c.ordinal),
      c.streamRevision ?? '–',
      c.recordedAt ?? '–',
      c.type,
      inline(c.from),
      inline(c.to),
    ]),
    width,
  );

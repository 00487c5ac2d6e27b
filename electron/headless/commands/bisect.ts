import { formatCount, plural } from '../../../shared/format.ts';
import type { BisectReport, Crossing, PartitionCrossings } from '../../../shared/model/bisect.ts';
import type { CliCommand } from '../command.ts';
import { withStore } from '../openStore.ts';
import { usage } from '../output.ts';
import { table } from '../table.ts';

const DEFAULT_LIMIT = 100;

export const bisect: CliCommand = {
  name: 'bisect',
  summary: 'the first event after which a condition holds, and each later crossing',
  takes: '<store>',
  options: ['stream', 'projection', 'partition', 'where', 'from', 'to', 'limit', 'snapshot-every'],
  examples: [
    [
      "bisect bank.jsonl --projection bank.projection.js --stream account-1017 --where 'state.balance < 0'",
      'the event that took it below zero, and those that followed',
    ],
    [
      "bisect bank.jsonl --projection bank.projection.js --where 'state.balance < 0'",
      'which accounts were ever negative',
    ],
  ],
  notes: [
    'Without --stream or --partition all partitions are looked at. A condition may come and go: every crossing is found.',
    'A condition is made of state.a.b[0].c, .length, numbers, "texts", < <= > >= == !=, and, or, not, + - * / %.',
    'A path that leads nowhere is undefined: it equals undefined, and is neither less nor greater than anything.',
    `At most ${DEFAULT_LIMIT} crossings and partitions are printed unless --limit says otherwise.`,
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const { options, output } = context;
      const projection = await store.projection();
      const partition = options.text('partition') ?? options.text('stream');
      if (projection === null && options.has('partition')) {
        throw usage('--partition belongs to --projection; a stream is named by --stream.');
      }
      const where = options.required('where');
      const [from, to] = [await store.point('from', 'start'), await store.point('to', 'end')];
      const report = await store.call('state.bisect', {
        reducer: projection?.id ?? 'merge',
        partition: partition ?? (projection?.partitioning === 'single' ? '' : null),
        where,
        from: from?.ordinal ?? 0,
        to: to?.ordinal ?? -1,
        limit: options.count('limit', DEFAULT_LIMIT),
      });
      if (output.json) output.document(report);
      else output.lines(bisectLines(report, output.width));
      return report.failed > 0 ? 1 : 0;
    }),
};

function bisectLines(report: BisectReport, width: number): string[] {
  const { where, first, crossings, total, partitions, ever, failures, failed } = report;
  const looked = `${plural(report.events, 'event')} of ${plural(report.examined, 'partition')} looked at`;
  if (first === null) return [`${where} never holds: ${looked}.`, ...failureLines(failures, failed)];
  const cut = total > crossings.length ? ` (the first ${formatCount(crossings.length)}; --limit shows more)` : '';
  const cutPartitions = ever > partitions.length ? ` (the first ${formatCount(partitions.length)})` : '';
  return [
    `${where} first holds after event #${first.ordinal}, ${first.type} of ${first.partition}; ${looked}.`,
    ...(report.partition === null
      ? ['', `It held in ${plural(ever, 'partition')}${cutPartitions}`, ...partitionLines(partitions, width)]
      : []),
    '',
    `${plural(total, 'crossing')}${cut}`,
    ...crossingLines(crossings, width),
    ...failureLines(failures, failed),
  ];
}

const partitionLines = (partitions: readonly PartitionCrossings[], width: number): string[] =>
  table(
    [
      { title: 'PARTITION', flexible: true },
      { title: 'FIRST', align: 'right' },
      { title: 'CROSSINGS', align: 'right' },
      { title: 'AT THE END' },
    ],
    partitions.map(({ partition, firstOrdinal, crossings, holds }) => [
      partition,
      `#${firstOrdinal}`,
      String(crossings),
      holds ? 'holds' : 'does not hold',
    ]),
    width,
  );

const crossingLines = (crossings: readonly Crossing[], width: number): string[] =>
  table(
    [
      { title: '#', align: 'right' },
      { title: 'RECORDED AT' },
      { title: 'PARTITION', flexible: true },
      { title: 'REV', align: 'right' },
      { title: 'TYPE' },
      { title: 'FROM HERE ON' },
    ],
    crossings.map(({ ordinal, recordedAt, partition, streamRevision, type, holds }) => [
      String(ordinal),
      recordedAt ?? '–',
      partition,
      streamRevision ?? '–',
      type,
      holds ? 'holds' : 'does not hold',
    ]),
    width,
  );

function failureLines(failures: BisectReport['failures'], failed: number): string[] {
  const more = failed > failures.length ? [`… and in ${plural(failed - failures.length, 'more partition')}.`] : [];
  return [
    ...(failed === 0 ? [] : ['']),
    ...failures.map(
      ({ partition, failure }) =>
        `The projection failed in ${partition} at event #${failure.ordinal}: ${failure.message}`,
    ),
    ...more,
  ];
}

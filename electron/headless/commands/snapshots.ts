import { formatBytes, formatCount, plural } from '../../../shared/format.ts';
import type { FoundSnapshot, SnapshotReport } from '../../../shared/model/snapshot.ts';
import type { CliCommand } from '../command.ts';
import { withStore } from '../openStore.ts';
import { fields, table } from '../table.ts';
import { failureLines, pointText } from './state.ts';

export const snapshots: CliCommand = {
  name: 'snapshots',
  summary: 'the snapshots of a stream: those that replay keeps, and those in the store beside replay',
  takes: '<store>',
  options: ['stream', 'projection', 'partition', 'at', 'snapshot-every', 'no-cache'],
  examples: [
    ['snapshots clinic.sqlite --stream 044e… --projection clinic.projection.js', 'each compared with your code'],
  ],
  notes: [
    'A snapshot in the store is compared by the members that it has in common with the folded state.',
    'The exit code is 1 where one differs from replay by a projection or lies ahead of its stream.',
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const target = await store.target();
      const point = await store.point('at', 'end');
      const report = await store.call('snapshots.report', { ...target, ordinal: point?.ordinal ?? -1 });
      if (context.output.json) context.output.document(report);
      else context.output.lines(reportLines(report, context.output.width));
      const isBad = ({ verdict }: FoundSnapshot): boolean => verdict === 'differs' || verdict === 'ahead';
      return report.failure !== null || report.found.some(isBad) ? 1 : 0;
    }),
};

function reportLines(report: SnapshotReport, width: number): string[] {
  const { own, found, foundCount, foundInStore, reducer } = report;
  const kept =
    own.spacing === 0
      ? 'none: --snapshot-every is 0'
      : `${formatCount(own.count)}, ${formatBytes(own.bytes)}, one every ${plural(own.spacing, 'event')}`;
  return [
    ...fields([
      ['Partition', report.partition],
      ['At', pointText(report.at)],
      ['Reducer', reducer.name],
      ['Events', `${report.eventsBefore} of ${report.eventsTotal}`],
      ['Kept', kept],
      ['In the store', `${formatCount(foundCount)} of this stream, ${formatCount(foundInStore)} in all`],
    ]),
    ...(found.length === 0 ? [] : ['', ...table(columns, found.map(foundRow), width)]),
    ...found.flatMap(differenceLines),
    ...failureLines(report.failure),
  ];
}

const columns = [
  { title: 'REVISION', align: 'right' },
  { title: 'EVENT' },
  { title: 'BYTES', align: 'right' },
  { title: 'VERDICT' },
  { title: 'COMPARED', flexible: true },
] as const;

const foundRow = (found: FoundSnapshot): string[] => [
  found.streamRevision,
  found.ordinal === null ? '–' : `#${found.ordinal}`,
  formatCount(found.bytes),
  found.verdict,
  found.reason ?? found.compared.join(', '),
];

const differenceLines = ({ streamRevision, verdict, differences }: FoundSnapshot): string[] =>
  verdict === 'differs'
    ? [
        '',
        `At ${streamRevision}:`,
        ...differences.map(
          ({ path, stored, replayed }) =>
            `  ${path || '(whole state)'}  ${stored ?? 'absent'}, replayed ${replayed ?? 'absent'}`,
        ),
      ]
    : [];

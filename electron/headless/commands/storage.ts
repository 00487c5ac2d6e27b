import { formatBytes, formatCount, formatShare, plural } from '../../../shared/format.ts';
import type { Amount, StorageReport } from '../../../shared/model/storage.ts';
import type { CliCommand } from '../command.ts';
import { withStore } from '../openStore.ts';
import { table } from '../table.ts';

export const storage: CliCommand = {
  name: 'storage',
  summary: 'what fills the store: bytes by type, stream and month, growth, and what could be saved',
  takes: '<store>',
  options: ['limit'],
  examples: [['storage bank.jsonl', 'types, streams and months with their bytes, and where growth leads']],
  notes: ['Bytes are those of payloads. --limit cuts each list (default: 10); --json has them whole.'],
  run: (context) =>
    withStore(context, async (store) => {
      const report = await store.call('storage.report', {});
      const { output, options } = context;
      if (output.json) output.document(report);
      else output.lines(storageLines(report, output.width, options.count('limit', 10)));
      return 0;
    }),
};

function storageLines(report: StorageReport, width: number, limit: number): string[] {
  const amounts = ({ events, bytes }: Amount): string[] => [
    formatCount(events),
    formatBytes(bytes),
    formatShare(bytes, report.bytes),
  ];
  const list = <T extends Amount>(
    title: string,
    rows: readonly T[],
    total: number,
    name: (row: T) => string,
  ): string[] => {
    const columns = [
      { title, flexible: true },
      { title: 'EVENTS', align: 'right' },
      { title: 'BYTES', align: 'right' },
      { title: 'SHARE', align: 'right' },
    ] as const;
    const lines = table(
      columns,
      rows.slice(0, limit).map((row) => [name(row), ...amounts(row)]),
      width,
    );
    const left = total - Math.min(limit, rows.length);
    return ['', ...lines, ...(left > 0 ? [`… and ${formatCount(left)} more.`] : [])];
  };
  const { growth, savings, largestPayloads } = report;
  const { snapshots, archive } = savings;
  return [
    `${plural(report.events, 'event')}: payloads of ${formatBytes(report.bytes)} in a store of ${formatBytes(report.storeBytes)}`,
    ...list('TYPE', report.types, report.types.length, ({ type }) => type),
    ...list('STREAM', report.streams, report.streamCount, ({ streamId }) => streamId),
    ...list('LAST MONTHS', report.months.toReversed(), report.months.length, ({ month }) => month),
    ...(report.untimed.events > 0 ? [`${plural(report.untimed.events, 'event')} without a time.`] : []),
    '',
    'Growth',
    `  ${growth.basis}`,
    ...growth.forecast.map(
      ({ month, events, bytes }) => `  ${month}: ${plural(events, 'event')}, ${formatBytes(bytes)}`,
    ),
    '',
    'Largest payloads',
    ...largestPayloads
      .slice(0, limit)
      .map(({ ordinal, type, bytes }) => `  #${ordinal} ${type}: ${formatBytes(bytes)}`),
    '',
    'What could be saved',
    `  A snapshot every ${snapshots.every} events: ${plural(snapshots.streams, 'stream')} could be loaded without ${plural(snapshots.spared.events, 'event')} (${formatBytes(snapshots.spared.bytes)}).`,
    archive.closing.length === 0
      ? '  An archive of closed streams: no type ends the streams that it occurs in, so none is known to be closed.'
      : `  An archive of closed streams (ended by ${archive.closing.join(', ')}): ${plural(archive.streams, 'stream')} with ${plural(archive.freed.events, 'event')} (${formatBytes(archive.freed.bytes)}).`,
  ];
}

import { formatBytes, formatCount, formatSpan, plural } from '../../../shared/format.ts';
import type { StoreInfo } from '../../../shared/model/store.ts';
import type { CliCommand } from '../command.ts';
import { withStore } from '../openStore.ts';
import { fields, table } from '../table.ts';

export const info: CliCommand = {
  name: 'info',
  summary: 'what the store is, and what is in it',
  takes: '<store>',
  options: [],
  examples: [['info orders.sqlite', 'format, counts, times, types with their schema versions']],
  run: (context) =>
    withStore(context, async (store) => {
      const result = await store.call('store.info', {});
      if (context.output.json) context.output.document(result);
      else context.output.lines(infoLines(result, context.output.width));
      return 0;
    }),
};

function infoLines(info: StoreInfo, width: number): string[] {
  const lines = fields([
    ['Store', info.name],
    ['Format', `${info.formatName} (${info.format})`],
    ['Events', formatCount(info.events)],
    ['Streams', formatCount(info.streams)],
    ['Size', `${formatBytes(info.bytes)} (${formatCount(info.bytes)} bytes)`],
    ['SHA-256', info.sha256],
    ['First recorded', info.firstRecordedAt ?? 'no time recorded'],
    ['Last recorded', info.lastRecordedAt ?? 'no time recorded'],
    ['Snapshots in it', formatCount(info.snapshots)],
    ['Dead letters', formatCount(info.deadLetters)],
    [
      'Problems',
      info.problems === 0 ? 'none' : plural(info.problems, 'row that cannot be read', 'rows that cannot be read'),
    ],
  ]);
  if (info.types.length > 0) {
    const rows = info.types.flatMap(({ type, events, versions }) =>
      versions.length === 1 && versions[0]!.schemaVersion === null
        ? [[type, '–', formatCount(events)]]
        : versions.map(({ schemaVersion, events: count }, i) => [
            i === 0 ? type : '',
            schemaVersion ?? '–',
            formatCount(count),
          ]),
    );
    lines.push(
      '',
      ...table(
        [{ title: 'TYPE', flexible: true }, { title: 'VERSION' }, { title: 'EVENTS', align: 'right' }],
        rows,
        width,
      ),
    );
  }
  if (info.checkpoints.length > 0) {
    const rows = info.checkpoints.map((c) => [
      c.consumer,
      c.globalPosition,
      c.behind === 0
        ? 'up to date'
        : `${plural(c.behind, 'event')} behind${c.behindMicros ? `, ${formatSpan(c.behindMicros)}` : ''}`,
    ]);
    lines.push(
      '',
      ...table(
        [{ title: 'CONSUMER', flexible: true }, { title: 'CHECKPOINT', align: 'right' }, { title: '' }],
        rows,
        width,
      ),
    );
  }
  if (info.problemList.length > 0) {
    lines.push('', 'Problems', ...info.problemList.map(({ place, reason }) => `  ${place}: ${reason}`));
    const hidden = info.problems - info.problemList.length;
    if (hidden > 0) lines.push(`  … and ${plural(hidden, 'more problem')}.`);
  }
  if (info.notes.length > 0) lines.push('', ...info.notes.map((note) => `Note: ${note}`));
  return lines;
}

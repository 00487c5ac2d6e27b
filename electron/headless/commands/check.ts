import { plural } from '../../../shared/format.ts';
import type { CheckReport } from '../../../shared/model/finding.ts';
import type { CliCommand } from '../command.ts';
import { withStore } from '../openStore.ts';
import { table, visible } from '../table.ts';

export const check: CliCommand = {
  name: 'check',
  summary: 'whether the log is whole: gaps, duplicates, order, causes, unreadable rows',
  takes: '<store>',
  options: ['limit', 'no-cache', 'mapping'],
  examples: [['check orders.sqlite --json', 'findings as data; exit code 1 if one is an error']],
  run: (context) =>
    withStore(context, async (store) => {
      const report = await store.call('integrity.run', {});
      if (context.output.json) context.output.document(report);
      else context.output.lines(checkLines(report, context.output.width, context.options.count('limit', 100)));
      return report.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
    }),
};

function checkLines({ checks, findings }: CheckReport, width: number, limit: number): string[] {
  const lines = table(
    [{ title: 'CHECK' }, { title: 'FINDINGS', align: 'right' }, { title: 'EXAMINED', flexible: true }],
    checks.map(({ title, findings: count, examined }) => [title, count === 0 ? 'none' : String(count), examined]),
    width,
  );
  if (findings.length === 0) return [...lines, '', 'Nothing was found.'];
  const shown = findings.slice(0, limit);
  const left = findings.length - shown.length;
  return [
    ...lines,
    '',
    ...shown.map(({ severity, message, ordinals }) => {
      const first = ordinals.slice(0, 3).map((ordinal) => `#${ordinal}`);
      const more = ordinals.length > first.length ? ', …' : '';
      return visible(`${severity.padEnd(7)}  ${message}${first.length === 0 ? '' : ` (${first.join(', ')}${more})`}`);
    }),
    ...(left > 0 ? [`… and ${plural(left, 'finding')} left out (--limit ${findings.length} shows all).`] : []),
  ];
}

import { plural } from '../../../shared/format.ts';
import type { CheckReport, Finding } from '../../../shared/model/finding.ts';
import type { CliCommand } from '../command.ts';
import { type Baseline, compareWith, readBaseline } from '../findings/baseline.ts';
import { junit } from '../findings/junit.ts';
import { sarif } from '../findings/sarif.ts';
import { readNamedText } from '../namedFiles.ts';
import { withStore } from '../openStore.ts';
import { usage } from '../output.ts';
import { table } from '../table.ts';

export const check: CliCommand = {
  name: 'check',
  summary: 'whether the log is whole: gaps, duplicates, order, clocks, causes, damage',
  takes: '<store>',
  options: ['baseline', 'format', 'limit'],
  examples: [
    ['check orders.sqlite --json', 'findings as data; exit code 1 if one is an error'],
    ['check orders.sqlite --baseline known.json', 'exit code 1 only for errors that known.json does not have'],
    ['check orders.sqlite --format sarif', 'for code scanning; --format junit for a test report'],
  ],
  notes: [
    'A baseline is what `check --json` printed earlier. A finding that was explained in the app, or is in the baseline,',
    'is listed and does not fail the check.',
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const { options, output } = context;
      const format = options.text('format');
      if (format !== null && format !== 'sarif' && format !== 'junit')
        throw usage(`--format is sarif or junit, not "${format}".`);
      if (format !== null && output.json) throw usage('--json and --format exclude each other.');
      const file = options.text('baseline');
      const known = file === null ? null : readBaseline(await readNamedText('baseline', file), file);
      const report = await store.call('integrity.run', { depth: 'all' });
      const compared = known === null ? null : compareWith(known, report.findings);
      const failing = (compared?.fresh ?? report.findings).filter(fails);
      const checked = { name: store.summary.name, report, compared };
      if (format === 'sarif') output.document(sarif(checked));
      else if (format === 'junit') output.text(junit(checked));
      else if (output.json) output.document(compared === null ? report : { ...report, baseline: idsOf(compared) });
      else output.lines(checkLines(report, compared, output.width, options.count('limit', 100)));
      return failing.length > 0 ? 1 : 0;
    }),
};

const fails = ({ severity, explained }: Finding): boolean => severity === 'error' && explained === undefined;

const idsOf = ({ fresh, known, gone }: Baseline) => ({
  new: fresh.map(({ id }) => id),
  known: known.map(({ id }) => id),
  gone: gone.map(({ id }) => id),
});

function checkLines(
  { checks, findings }: CheckReport,
  compared: Baseline | null,
  width: number,
  limit: number,
): string[] {
  const lines = table(
    [{ title: 'CHECK' }, { title: 'FINDINGS', align: 'right' }, { title: 'EXAMINED', flexible: true }],
    checks.map(({ title, findings: count, examined }) => [title, count === 0 ? 'none' : String(count), examined]),
    width,
  );
  if (findings.length === 0) lines.push('', 'Nothing was found.');
  else lines.push('', ...findingLines(findings, compared, limit));
  if (compared !== null) {
    const { fresh, known, gone } = compared;
    lines.push('', `Against the baseline: ${fresh.length} new, ${known.length} known, ${gone.length} gone.`);
  }
  return lines;
}

function findingLines(findings: readonly Finding[], compared: Baseline | null, limit: number): string[] {
  const shown = findings.slice(0, limit);
  const lines = shown.flatMap((finding) => {
    const { severity, message, ordinals, explained, evidence = [] } = finding;
    const first = ordinals.slice(0, 3).map((ordinal) => `#${ordinal}`);
    const more = ordinals.length > first.length ? ', …' : '';
    const events = first.length === 0 ? '' : ` (${first.join(', ')}${more})`;
    const mark = compared === null ? '' : compared.fresh.includes(finding) ? 'new    ' : 'known  ';
    const why = explained === undefined ? '' : ` Explained: ${explained}`;
    const indent = ' '.repeat(mark.length + 9);
    return [
      `${mark}${severity.padEnd(7)}  ${message}${events}${why}`,
      ...evidence.map((sentence) => `${indent}${sentence}`),
    ];
  });
  const left = findings.length - shown.length;
  if (left > 0) lines.push(`… and ${plural(left, 'finding')} left out (--limit ${findings.length} shows all).`);
  return lines;
}

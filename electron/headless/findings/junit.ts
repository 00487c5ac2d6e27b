import type { CheckSummary, Finding } from '../../../shared/model/finding.ts';
import type { Checked } from './sarif.ts';

/**
 * Findings as JUnit XML, as test reports take it: a test case for each check. It fails by errors that are new and not
 * explained; what else was found stands in its output; one that could not run is skipped.
 */
export function junit({ name, report, compared }: Checked): string {
  const fails = (finding: Finding): boolean =>
    finding.severity === 'error' && finding.explained === undefined && !(compared?.known.includes(finding) ?? false);
  const testCase = (check: CheckSummary): string => {
    const found = report.findings.filter(({ checkId }) => checkId === check.id);
    const failures = found.filter(fails);
    const others = found.filter((finding) => !fails(finding));
    const inner = [
      ...(check.examined.startsWith('Nothing:') ? [`<skipped message="${escaped(check.examined)}"/>`] : []),
      ...(failures.length > 0
        ? [`<failure message="${escaped(failures[0]!.message)}">${escaped(linesOf(failures))}</failure>`]
        : []),
      `<system-out>${escaped([`Examined: ${check.examined}`, ...(others.length > 0 ? [linesOf(others)] : [])].join('\n'))}</system-out>`,
    ];
    const head = `    <testcase name="${escaped(check.title)}" classname="${escaped(`${name}.${check.id}`)}">`;
    return [head, ...inner.map((line) => `      ${line}`), '    </testcase>'].join('\n');
  };
  const failed = report.checks.filter(({ id }) =>
    report.findings.some((one) => one.checkId === id && fails(one)),
  ).length;
  const skipped = report.checks.filter(({ examined }) => examined.startsWith('Nothing:')).length;
  const counts = `tests="${report.checks.length}" failures="${failed}" errors="0" skipped="${skipped}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Eventloupe" ${counts}>`,
    `  <testsuite name="${escaped(name)}" ${counts}>`,
    ...report.checks.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const linesOf = (findings: readonly Finding[]): string =>
  findings
    .map(
      ({ severity, message, explained }) =>
        `${severity}: ${message}${explained === undefined ? '' : ` Explained: ${explained}`}`,
    )
    .join('\n');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML 1.0: control characters, lone surrogates and non-characters cannot stand in it at all. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is replaced.
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character]!);

import { formatCount, plural } from '../../../shared/format.ts';
import type { CheckReport, CheckSummary, Finding, Severity } from '../../../shared/model/finding.ts';

// What the checks found, counted and put into words. Pure.

export const severities: readonly Severity[] = ['error', 'warning', 'notice'];

export type SeverityCounts = Readonly<Record<Severity, number>>;

export function countBySeverity(findings: readonly Finding[]): SeverityCounts {
  const counts = { error: 0, warning: 0, notice: 0 };
  for (const finding of findings) counts[finding.severity]++;
  return counts;
}

/** The gravest severity among findings; `null` for none. */
export const worstOf = (findings: readonly Finding[]): Severity | null =>
  severities.find((severity) => findings.some((finding) => finding.severity === severity)) ?? null;

/** `2 errors and 1 warning` in the order of gravity. */
export function severityText(counts: SeverityCounts): string {
  const parts = severities.filter((s) => counts[s] > 0).map((s) => plural(counts[s], s));
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Why a check could not run on this store; `null` when it did. See `CheckSummary.examined`. */
export const whyNot = (check: CheckSummary): string | null => /^Nothing: (.+)$/s.exec(check.examined)?.[1] ?? null;

/** The title of the view: no more than the checks can say. */
export function verdictTitle({ checks, findings, pending }: CheckReport): string {
  if (findings.length > 0) return 'The log has findings';
  if (pending !== undefined) return 'Nothing was found so far';
  return checks.every((check) => whyNot(check) === null) ? 'The log is whole' : 'Nothing was found';
}

/** The first sentence of the view: what was examined and what came of it. */
export function verdict(report: CheckReport, events: number): string {
  const ran = report.checks.filter((check) => whyNot(check) === null).length;
  const left = report.checks.length - ran;
  const pending = report.pending === undefined ? '' : ` ${plural(report.pending, 'check')} more read the content.`;
  const rest = left === 0 ? '' : ` ${formatCount(left)} could not run on this store.`;
  const examined = `${plural(ran, 'check')} examined ${plural(events, 'event')}`;
  if (report.findings.length === 0) return `${examined} and found nothing.${rest}${pending}`;
  const failed = report.checks.filter((check) => check.findings > 0).length;
  const explained = report.findings.filter((finding) => finding.explained !== undefined).length;
  const known = explained === 0 ? '' : `, ${formatCount(explained)} of them explained`;
  return `${examined}; ${formatCount(failed)} found something: ${severityText(countBySeverity(report.findings))}${known}.${rest}${pending}`;
}

export interface FindingFilter {
  readonly severity: Severity | null;
  readonly checkId: string | null;
}

export const filterFindings = (findings: readonly Finding[], { severity, checkId }: FindingFilter): Finding[] =>
  findings.filter(
    (finding) =>
      (severity === null || finding.severity === severity) && (checkId === null || finding.checkId === checkId),
  );

import { plural } from '../../../shared/format.ts';
import type { CheckReport, Finding, Severity } from '../../../shared/model/finding.ts';

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

/** The first sentence of the view: whether the log is whole. */
export function verdict(report: CheckReport, events: number): string {
  const checks = plural(report.checks.length, 'check');
  if (report.findings.length === 0) return `${checks} examined ${plural(events, 'event')} and found nothing.`;
  const failed = report.checks.filter((check) => check.findings > 0).length;
  return `${failed} of ${checks} found something in ${plural(events, 'event')}: ${severityText(countBySeverity(report.findings))}.`;
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

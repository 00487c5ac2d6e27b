import type { CheckReport, Finding, Severity } from '../../../shared/model/finding.ts';
import { toolVersion } from '../../../shared/toolVersion.ts';
import type { Baseline } from './baseline.ts';

/** What a check of a store found, against a baseline if there is one. */
export interface Checked {
  /** Name of the store. */
  readonly name: string;
  readonly report: CheckReport;
  readonly compared: Baseline | null;
}

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', notice: 'note' };

/**
 * Findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS): a rule for each check, a result for each
 * finding, at the store as a file and at its events as logical locations.
 */
export function sarif({ name, report, compared }: Checked): object {
  const state = (finding: Finding): object =>
    compared === null ? {} : { baselineState: compared.known.includes(finding) ? 'unchanged' : 'new' };
  const result = (finding: Finding): object => ({
    ruleId: finding.checkId,
    ruleIndex: report.checks.findIndex(({ id }) => id === finding.checkId),
    level: levels[finding.severity],
    message: { text: finding.message },
    occurrenceCount: Math.max(1, finding.count),
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: encodeURIComponent(name) } },
        logicalLocations: finding.ordinals.map((ordinal) => ({ fullyQualifiedName: `#${ordinal}`, kind: 'event' })),
      },
    ],
    partialFingerprints: { 'findingId/v1': finding.id },
    ...(finding.explained !== undefined && {
      suppressions: [{ kind: 'external', status: 'accepted', justification: finding.explained }],
    }),
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Eventloupe',
            version: toolVersion,
            rules: report.checks.map(({ id, title, about }) => ({
              id,
              name: id,
              shortDescription: { text: title },
              fullDescription: { text: about },
            })),
          },
        },
        artifacts: [{ location: { uri: encodeURIComponent(name) } }],
        results: [
          ...report.findings.map((finding) => ({ ...result(finding), ...state(finding) })),
          ...(compared?.gone ?? []).map((finding) => ({ ...result(finding), baselineState: 'absent' })),
        ],
      },
    ],
  };
}

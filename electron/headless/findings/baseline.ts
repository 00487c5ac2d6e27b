import type { Finding } from '../../../shared/model/finding.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';

/** Findings beside those of an earlier run. */
export interface Baseline {
  readonly fresh: readonly Finding[];
  readonly known: readonly Finding[];
  /** Those of the earlier run that are no more. */
  readonly gone: readonly Finding[];
}

/** The findings in what `check --json` printed. Throws `bad-request` for anything else. */
export function readBaseline(text: string, file: string): readonly Finding[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  const findings = (value as { findings?: unknown } | null)?.findings;
  const isOne = ({ id, count }: Partial<Finding>): boolean => typeof id === 'string' && typeof count === 'number';
  if (Array.isArray(findings) && findings.every((finding) => isOne(finding ?? {}))) return findings as Finding[];
  throw new InspectorError('bad-request', `"${file}" is no baseline.`, {
    advice: 'Make one with: eventloupe check STORE --json > FILE',
  });
}

/** A finding is known by its id; one that stands for more occurrences than before is new. */
export function compareWith(baseline: readonly Finding[], findings: readonly Finding[]): Baseline {
  const before = new Map(baseline.map((finding) => [finding.id, finding]));
  const now = new Set(findings.map(({ id }) => id));
  const isKnown = ({ id, count }: Finding): boolean => (before.get(id)?.count ?? -1) >= count;
  return {
    fresh: findings.filter((finding) => !isKnown(finding)),
    known: findings.filter(isKnown),
    gone: baseline.filter(({ id }) => !now.has(id)),
  };
}

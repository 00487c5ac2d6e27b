import type { CheckReport } from '../../../shared/model/finding.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';

/** Notes of a person on findings, by the finding's id: why it is as it should be. Kept in the side file `explained`. */
export type Explanations = Readonly<Record<string, string>>;

/** The most that a note may hold: it stands in a table and in reports. */
const MOST_CHARACTERS = 2000;

/** What a side file holds. Throws `unreadable` when it is something else. */
export function readExplanations(value: unknown): Explanations {
  if (value === null) return {};
  const isOne =
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.values(value).every((note) => typeof note === 'string');
  if (!isOne) {
    throw new InspectorError('unreadable', 'The side file of explained findings does not hold notes by finding.', {
      advice: 'Correct the file, or remove it to begin anew.',
    });
  }
  return value as Explanations;
}

/** With a note on one finding, or without it where `note` is `null` or blank. Throws `bad-request` for a long one. */
export function explain(explanations: Explanations, findingId: string, note: string | null): Explanations {
  const { [findingId]: _old, ...others } = explanations;
  const text = note?.trim() ?? '';
  if (text.length > MOST_CHARACTERS) {
    throw new InspectorError(
      'bad-request',
      `A note has at most ${MOST_CHARACTERS} characters; this has ${text.length}.`,
    );
  }
  return text === '' ? others : { ...others, [findingId]: text };
}

/** The report with each finding's note at it. */
export function withExplanations(report: CheckReport, explanations: Explanations): CheckReport {
  const findings = report.findings.map((finding) =>
    Object.hasOwn(explanations, finding.id) ? { ...finding, explained: explanations[finding.id]! } : finding,
  );
  return { ...report, findings };
}

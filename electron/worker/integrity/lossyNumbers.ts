import { formatCount, plural } from '../../../shared/format.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';

/** Numbers that programs which read JSON as doubles do not see as they are written. */
export const lossyNumbers: IntegrityCheck = {
  id: 'lossy-numbers',
  title: 'Numbers that lose digits',
  about:
    'JavaScript and many others read the numbers of JSON as doubles, with 15 to 17 digits. A longer one comes out as another number: ids no longer match and amounts are off. Such numbers belong into texts.',
  reads: 'content',
  async run({ log: { index }, facts }): Promise<CheckResult> {
    const { events, lossy } = await facts.payloads();
    const findings = new Findings('lossy-numbers', 'fields with numbers that lose digits');
    for (const { type, path, example, count, ordinals } of lossy) {
      const name = index.types.text(type);
      findings.add(
        'warning',
        `${name}:${path}`,
        ordinals,
        () =>
          `${path === '' ? 'The payload' : path} of ${name} holds ${count === 1 ? 'a number that loses' : `numbers that lose`} digits as a double, in ${plural(count, 'event')}: ${shown(example)} at #${ordinals[0]} becomes ${Number(example)}.`,
        count,
      );
    }
    return { examined: `Every number in ${formatCount(events)} payloads`, findings: findings.list() };
  },
};

const shown = (number: string): string => (number.length > 60 ? `${number.slice(0, 60)}…` : number);

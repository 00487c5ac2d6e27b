import { plural } from '../../../shared/format.ts';
import { parseJson } from '../../../shared/json.ts';
import type { Payload } from '../../../shared/model/event.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';

/** Records that are read at once: they may be large. */
const BATCH = 64;

/** Rows of the source that gave no event, and events whose payload cannot be read. */
export const unreadableRows: IntegrityCheck = {
  id: 'unreadable-rows',
  title: 'Rows that cannot be read',
  about: 'What cannot be read is missing from every count and every state. Its place in the source says where to look.',
  reads: 'content',
  async run({ log: { index, reader }, facts }, context): Promise<CheckResult> {
    const findings = new Findings('unreadable-rows', 'rows that cannot be read');
    const named = new Set<number>();
    for (const { place, reason, ordinal } of index.problems) {
      if (ordinal !== null) named.add(ordinal);
      const event = ordinal === null ? '' : ` (event #${ordinal})`;
      findings.add('error', place, ordinal === null ? [] : [ordinal], () => `At ${place}${event}: ${reason}`, 1);
    }
    const untold = index.problemCount - index.problems.length;
    if (untold > 0) {
      findings.add('error', 'not-kept', [], () => `And ${plural(untold, 'row')} more that could not be read.`, untold);
    }
    const { unread } = await facts.payloads();
    for (let start = 0; start < unread.length; start += BATCH) {
      const ordinals = unread.slice(start, start + BATCH).filter((ordinal) => !named.has(ordinal));
      for (const [i, { payload }] of reader.readRecords(index, ordinals).entries()) {
        const reason = reasonOf(payload);
        const ordinal = ordinals[i]!;
        if (reason === null) continue;
        findings.add(
          'error',
          `#${ordinal}`,
          [ordinal],
          () => `The payload of event #${ordinal} cannot be read: ${reason}`,
        );
      }
      await context.breathe({ phase: 'check', done: start, total: unread.length, unit: 'events' });
    }
    return {
      examined: `${plural(index.length, 'payload')} read; ${index.problemCount === 0 ? 'every row of the source gave an event' : `${plural(index.problemCount, 'problem')} while indexing`}`,
      findings: findings.list(),
    };
  },
};

/** Bytes are what they are: only what claims to be JSON and is not counts, and what is not in its chosen encoding. */
function reasonOf(payload: Payload): string | null {
  if (payload.kind === 'json') return notJson(payload.text);
  return payload.kind === 'invalid' ? payload.reason : (payload.problem ?? null);
}

function notJson(text: string): string | null {
  try {
    parseJson(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

import { plural } from '../../../shared/format.ts';
import { parseJson } from '../../../shared/json.ts';
import type { Payload } from '../../../shared/model/event.ts';
import { ReadBatch } from '../eventIndex/readBatch.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';

/** Rows of the source that gave no event, and events whose payload cannot be read. */
export const unreadableRows: IntegrityCheck = {
  id: 'unreadable-rows',
  title: 'Rows that cannot be read',
  about: 'What cannot be read is missing from every count and every state. Its place in the source says where to look.',
  async run({ log: { index, reader } }, context): Promise<CheckResult> {
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
    const { length } = index;
    const batch = new ReadBatch();
    for (let start = 0, end = 0; start < length; start = end) {
      while (end < length && !batch.isFullWith(index, end++));
      const ordinals = Uint32Array.from({ length: end - start }, (_, i) => start + i);
      const texts = reader.readPayloads(index, ordinals);
      for (let i = 0; i < texts.length; i++) {
        const ordinal = start + i;
        if (named.has(ordinal)) continue;
        const text = texts[i]!;
        const payload = text === null ? reader.readRecords(index, [ordinal])[0]!.payload : null;
        const reason = payload ? reasonOf(payload) : notJson(text!);
        if (reason === null) continue;
        findings.add(
          'error',
          `#${ordinal}`,
          [ordinal],
          () => `The payload of event #${ordinal} cannot be read: ${reason}`,
        );
      }
      batch.end();
      await context.breathe({ phase: 'check', done: start, total: length, unit: 'events' });
    }
    return {
      examined: `${plural(length, 'payload')} read; ${index.problemCount === 0 ? 'every row of the source gave an event' : `${plural(index.problemCount, 'problem')} while indexing`}`,
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

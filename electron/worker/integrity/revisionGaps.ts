import { plural } from '../../../shared/format.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';
import { gapEffects } from './gapEffects.ts';
import { spanOf } from './words.ts';

/** Numbers within a stream that are not there: an event was deleted, or lost on the way into the export. */
export const revisionGaps: IntegrityCheck = {
  id: 'revision-gaps',
  title: 'Missing events within a stream',
  about:
    'Every stream counts its own events. A number that is skipped means that an event was deleted or lost, and every state after it may be wrong. Where a later event states a sum, it shows what is missing.',
  reads: 'columns',
  async run({ log, traits, facts }, context): Promise<CheckResult> {
    const { index } = log;
    const { revisionLabel: label } = traits;
    const { numbered, gaps } = await facts.revisions();
    if (numbered === 0) return { examined: `Nothing: this store records no ${label} within a stream.`, findings: [] };
    const findings = new Findings('revision-gaps', 'gaps');
    const effects = await gapEffects(log, gaps, context);
    for (const gap of gaps) {
      const { stream, from, to, next } = gap;
      const id = index.streams.text(stream);
      const missing = Number(to - from) + 1;
      findings.add(
        'error',
        `${id}:${from}`,
        [next],
        () =>
          `Stream ${id} lacks ${plural(missing, 'event')}, ${label} ${spanOf(from, to)}: the next one there is #${next}, ${label} ${to + 1n}.`,
        missing,
        effects.get(gap),
      );
    }
    return {
      examined: `${plural(numbered, 'event')} in ${plural(index.streams.size, 'stream')}, each from its first event on`,
      findings: findings.list(),
    };
  },
};

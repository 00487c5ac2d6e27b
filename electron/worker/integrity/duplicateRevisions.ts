import { plural } from '../../../shared/format.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';
import { eventList } from './words.ts';

/** Two events of a stream with the same number: two histories that exclude each other. */
export const duplicateRevisions: IntegrityCheck = {
  id: 'duplicate-revisions',
  title: 'Two events with one number',
  about:
    'Within a stream a number belongs to one event. Two events with the same number were written at the same time without a check, or came in twice; which of them holds is open.',
  reads: 'columns',
  async run({ log: { index }, traits, facts }): Promise<CheckResult> {
    const { revisionLabel: label } = traits;
    const { numbered, repeated } = await facts.revisions();
    if (numbered === 0) return { examined: `Nothing: this store records no ${label} within a stream.`, findings: [] };
    const findings = new Findings('duplicate-revisions', 'numbers that are taken twice');
    for (const { stream, revision, ordinals } of repeated) {
      const id = index.streams.text(stream);
      findings.add(
        'error',
        `${id}:${revision}`,
        ordinals,
        () => `Stream ${id} has ${label} ${revision} ${ordinals.length} times: ${eventList(ordinals)}.`,
      );
    }
    return {
      examined: `${plural(numbered, 'event')} in ${plural(index.streams.size, 'stream')}`,
      findings: findings.list(),
    };
  },
};

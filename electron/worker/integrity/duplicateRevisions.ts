import { plural } from '../../../shared/format.ts';
import { NO_POSITION } from '../eventIndex/eventIndex.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';
import { eventList } from './words.ts';

/** Two events of a stream with the same number: two histories that exclude each other. */
export const duplicateRevisions: IntegrityCheck = {
  id: 'duplicate-revisions',
  title: 'Two events with one number',
  about:
    'Within a stream a number belongs to one event. Two events with the same number were written at the same time without a check, or came in twice; which of them holds is open.',
  async run({ index }, traits, context): Promise<CheckResult> {
    const findings = new Findings('duplicate-revisions', 'numbers that are taken twice');
    const label = traits.revisionLabel;
    let numbered = 0;
    for (let stream = 0; stream < index.streams.size; stream++) {
      const revisions = index.columns.streamRevision;
      const ordinals = index.ordinalsOfStream(stream);
      const ascending = ordinals.every((ordinal, i) => i === 0 || revisions.isLarger(ordinal, ordinals[i - 1]!));
      for (const ordinal of ordinals) if (!Number.isNaN(revisions.number(ordinal))) numbered++;
      await context.breathe({ phase: 'check', done: numbered, total: index.length, unit: 'events' });
      if (ascending) continue;
      const byRevision = new Map<bigint, number[]>();
      for (const ordinal of ordinals) {
        const revision = revisions.at(ordinal);
        if (revision === NO_POSITION) continue;
        const same = byRevision.get(revision);
        if (same) same.push(ordinal);
        else byRevision.set(revision, [ordinal]);
      }
      const id = index.streams.text(stream);
      for (const [revision, same] of byRevision) {
        if (same.length < 2) continue;
        findings.add(
          'error',
          `${id}:${revision}`,
          same,
          () => `Stream ${id} has ${label} ${revision} ${same.length} times: ${eventList(same)}.`,
        );
      }
    }
    if (numbered === 0) return { examined: `Nothing: this store records no ${label} within a stream.`, findings: [] };
    return {
      examined: `${plural(numbered, 'event')} in ${plural(index.streams.size, 'stream')}`,
      findings: findings.list(),
    };
  },
};

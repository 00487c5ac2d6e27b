import { plural } from '../../../shared/format.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';
import { eventList } from './words.ts';

/** One event twice: it was delivered, imported or appended again. */
export const duplicateIds: IntegrityCheck = {
  id: 'duplicate-ids',
  title: 'Events that are there twice',
  about:
    'An event id names one event. The same event twice was delivered or imported again; consumers that do not look at ids have handled it twice.',
  reads: 'columns',
  async run({ facts }): Promise<CheckResult> {
    const withId = await facts.withId();
    if (withId === 0) return { examined: 'Nothing: this store records no event ids.', findings: [] };
    const findings = new Findings('duplicate-ids', 'events that are there more than once');
    for (const { id, ordinals, isSameContent } of await facts.repeatedIds()) {
      if (!isSameContent) continue;
      findings.add(
        'error',
        id,
        ordinals,
        () => `Event ${id} is there ${ordinals.length} times, with the same content: ${eventList(ordinals)}.`,
      );
    }
    return { examined: `${plural(withId, 'event')} with an id`, findings: findings.list() };
  },
};

/** One id for two events: an id was made up badly, or an event was altered. */
export const duplicateIdsDiffer: IntegrityCheck = {
  id: 'duplicate-ids-differ',
  title: 'One id with different content',
  about:
    'Two events with the same id and different content cannot both be right: an event was altered after it was written, or ids are not unique. Consumers that look at ids skip one of them.',
  reads: 'columns',
  async run({ facts }): Promise<CheckResult> {
    const withId = await facts.withId();
    if (withId === 0) return { examined: 'Nothing: this store records no event ids.', findings: [] };
    const findings = new Findings('duplicate-ids-differ', 'ids with different content');
    for (const { id, ordinals, isSameContent } of await facts.repeatedIds()) {
      if (isSameContent) continue;
      findings.add(
        'error',
        id,
        ordinals,
        () => `Event id ${id} belongs to ${plural(ordinals.length, 'event')} that differ: ${eventList(ordinals)}.`,
      );
    }
    return {
      examined: `${plural(withId, 'event')} with an id; of those with the same one, stream, type and payload`,
      findings: findings.list(),
    };
  },
};

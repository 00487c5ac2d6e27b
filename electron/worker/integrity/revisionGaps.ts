import { plural } from '../../../shared/format.ts';
import type { IntegerColumn } from '../eventIndex/integerColumn.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';

const spanOf = (from: bigint, to: bigint): string => (from === to ? `${from}` : `${from} to ${to}`);

/** Numbers within a stream that are not there: an event was deleted, or lost on the way into the export. */
export const revisionGaps: IntegrityCheck = {
  id: 'revision-gaps',
  title: 'Missing events within a stream',
  about:
    'Every stream counts its own events. A number that is skipped means that an event was deleted or lost, and every state after it may be wrong.',
  async run({ index }, traits, context): Promise<CheckResult> {
    const findings = new Findings('revision-gaps', 'gaps');
    const label = traits.revisionLabel;
    let numbered = 0;
    for (let stream = 0; stream < index.streams.size; stream++) {
      const revisions = index.columns.streamRevision;
      const ordinals = index.ordinalsOfStream(stream).filter((i) => !Number.isNaN(revisions.number(i)));
      numbered += ordinals.length;
      await context.breathe({ phase: 'check', done: numbered, total: index.length, unit: 'events' });
      let last = traits.firstRevision === null ? null : BigInt(traits.firstRevision) - 1n;
      for (const ordinal of inOrder(ordinals, revisions)) {
        const revision = revisions.at(ordinal);
        if (last !== null && revision > last + 1n) {
          const [from, to] = [last + 1n, revision - 1n];
          const missing = Number(to - from) + 1;
          const id = index.streams.text(stream);
          findings.add(
            'error',
            `${id}:${from}`,
            [ordinal],
            () =>
              `Stream ${id} lacks ${plural(missing, 'event')}, ${label} ${spanOf(from, to)}: the next one there is #${ordinal}, ${label} ${revision}.`,
            missing,
          );
        }
        if (last === null || revision > last) last = revision;
      }
    }
    if (numbered === 0) {
      return { examined: `Nothing: this store records no ${label} within a stream.`, findings: [] };
    }
    const from =
      traits.firstRevision === null
        ? 'counted from the first event each stream has'
        : `counted from ${traits.firstRevision}`;
    return {
      examined: `${plural(numbered, 'event')} in ${plural(index.streams.size, 'stream')}, ${from}`,
      findings: findings.list(),
    };
  },
};

/** Ordinals by revision: events out of order are no gap. Most streams are in order and are not sorted. */
function inOrder(ordinals: Uint32Array, revisions: IntegerColumn): Uint32Array {
  if (ordinals.every((ordinal, i) => i === 0 || !revisions.isLarger(ordinals[i - 1]!, ordinal))) return ordinals;
  return ordinals.slice().sort((a, b) => (revisions.isLarger(b, a) ? -1 : revisions.isLarger(a, b) ? 1 : a - b));
}

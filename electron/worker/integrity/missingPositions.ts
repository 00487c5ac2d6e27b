import { plural } from '../../../shared/format.ts';
import { NO_POSITION } from '../eventIndex/eventIndex.ts';
import type { IntegerColumn } from '../eventIndex/integerColumn.ts';
import { type CheckResult, Findings, type IntegrityCheck, SLICE } from './check.ts';

/** Global positions that no event has. Many stores leave gaps by design; then nothing is said. */
export const missingPositions: IntegrityCheck = {
  id: 'missing-global-positions',
  title: 'Gaps in the global order',
  about:
    'A store numbers its events across all streams. Where it does so without gaps, a missing number is a deleted or lost event; where writes that were rolled back leave gaps, it means nothing.',
  async run({ index }, traits, context): Promise<CheckResult> {
    const positions = index.columns.globalPosition;
    const { length } = index;
    let numbered = 0;
    for (let i = 0; i < length; i++) if (!Number.isNaN(positions.number(i))) numbered++;
    if (numbered === 0) return { examined: 'Nothing: this store records no global positions.', findings: [] };
    if (traits.globalGapsAreNormal) {
      return { examined: `Nothing: gaps between global positions are normal in ${traits.name}.`, findings: [] };
    }
    const findings = new Findings('missing-global-positions', 'gaps in the global order');
    let last: bigint | null = null;
    for (const [done, ordinal] of ordered(positions, length).entries()) {
      const position = positions.at(ordinal);
      if (position !== NO_POSITION) {
        if (last !== null && position > last + 1n) {
          const [from, to] = [last + 1n, position - 1n];
          const missing = Number(to - from) + 1;
          findings.add(
            'notice',
            `${from}`,
            [ordinal],
            () =>
              `${missing === 1 ? `Position ${from} is` : `Positions ${from} to ${to} are`} not there: the next event is #${ordinal} at ${position}.`,
            missing,
          );
        }
        last = position;
      }
      if (done % SLICE === 0) await context.breathe({ phase: 'check', done, total: index.length, unit: 'events' });
    }
    return { examined: `${plural(numbered, 'event')} with a global position`, findings: findings.list() };
  },
};

/** Ordinals by position; in most logs that is the order they have. */
function ordered(positions: IntegerColumn, length: number): Uint32Array {
  const ordinals = Uint32Array.from({ length }, (_, i) => i);
  if (ordinals.every((_, i) => i === 0 || !positions.isLarger(i - 1, i))) return ordinals;
  return ordinals.sort((a, b) => (positions.isLarger(b, a) ? -1 : positions.isLarger(a, b) ? 1 : a - b));
}

// Events by type and recorded version.
import type { TypeCount } from '../../../shared/model/store.ts';
import { compareVersions } from '../../../shared/versionOrder.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { ScanContext } from '../formats/format.ts';
import { inSlices, type Pause, pauseOf } from '../turns/slices.ts';
import { Tally } from './tally.ts';

/** Calls `visit` for every event of `set`, or of all that there are now. */
export async function forEachEvent(
  index: EventIndex,
  set: BitSet | null,
  pause: Pause,
  visit: (ordinal: number) => void,
): Promise<void> {
  await inSlices(index.length, pause, (from, to) => {
    if (set) set.forEach(from, to, visit);
    else for (let i = from; i < to; i++) visit(i);
  });
}

/** Events per type and version among `set`; most frequent types first, versions in their natural order. */
export async function typeCounts(index: EventIndex, set: BitSet | null, context: ScanContext): Promise<TypeCount[]> {
  const { type, schemaVersion } = index.columns;
  const versions = index.schemaVersions.size;
  const tally = new Tally();
  await forEachEvent(index, set, pauseOf(context, 'read', index.length), (i) =>
    tally.add(type[i]! * versions + schemaVersion[i]!),
  );
  const byType = new Map<number, { schemaVersion: string | null; events: number }[]>();
  for (const [pair, events] of tally.entries()) {
    const t = Math.floor(pair / versions);
    const v = pair % versions;
    const found = byType.get(t) ?? [];
    byType.set(t, found);
    found.push({ schemaVersion: v === 0 ? null : index.schemaVersions.text(v), events });
  }
  const types = [...byType].map(([t, found]): TypeCount => {
    found.sort((a, b) => compareVersions(a.schemaVersion, b.schemaVersion));
    return { type: index.types.text(t), events: found.reduce((sum, { events }) => sum + events, 0), versions: found };
  });
  return types.sort((a, b) => b.events - a.events || (a.type < b.type ? -1 : 1));
}

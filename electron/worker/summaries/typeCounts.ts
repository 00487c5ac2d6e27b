// Events by type and recorded version. Pure.
import type { TypeCount } from '../../../shared/model/store.ts';
import { compareVersions } from '../../../shared/versionOrder.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { Tally } from './tally.ts';

/** Calls `visit` for every event of `set`, or of the whole log. */
export function forEachEvent(index: EventIndex, set: BitSet | null, visit: (ordinal: number) => void): void {
  if (!set) for (let i = 0; i < index.length; i++) visit(i);
  else set.forEach(0, index.length, visit);
}

/** Events per type and version among `set`; most frequent types first, versions in their natural order. */
export function typeCounts(index: EventIndex, set: BitSet | null): TypeCount[] {
  const { type, schemaVersion } = index.columns;
  const versions = index.schemaVersions.size;
  const tally = new Tally();
  forEachEvent(index, set, (i) => tally.add(type[i]! * versions + schemaVersion[i]!));
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

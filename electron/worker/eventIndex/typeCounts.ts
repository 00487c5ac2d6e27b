import type { TypeCount } from '../../../shared/model/store.ts';
import type { EventIndex } from './eventIndex.ts';

/** Events per type and schema version, the most frequent type first; versions in natural order, unrecorded first. */
export function countTypes(index: EventIndex): TypeCount[] {
  const { type, schemaVersion } = index.columns;
  const versions = index.schemaVersions.size;
  const counts = new Map<number, number>();
  for (let i = 0; i < index.length; i++) {
    const key = type[i]! * versions + schemaVersion[i]!;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const byType = new Map<number, { schemaVersion: string | null; events: number }[]>();
  for (const [key, events] of counts) {
    const version = key % versions;
    const list = byType.get(Math.floor(key / versions)) ?? [];
    list.push({ schemaVersion: version === 0 ? null : index.schemaVersions.text(version), events });
    byType.set(Math.floor(key / versions), list);
  }
  return [...byType]
    .map(([number, list]) => ({
      type: index.types.text(number),
      events: list.reduce((sum, { events }) => sum + events, 0),
      versions: list.sort((a, b) => naturally(a.schemaVersion ?? '', b.schemaVersion ?? '')),
    }))
    .sort((a, b) => b.events - a.events || (a.type < b.type ? -1 : 1));
}

const naturally = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

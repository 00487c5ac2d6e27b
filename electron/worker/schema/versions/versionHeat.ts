// Events by type, version and time. Pure.
import type { VersionHeat } from '../../../../shared/model/schema.ts';
import { compareVersions } from '../../../../shared/versionOrder.ts';
import type { NumberArray } from '../../eventIndex/columns.ts';
import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import type { ScanContext } from '../../formats/format.ts';
import { inSteps } from './inSteps.ts';
import { placeOf, type VersionPick } from './versionsOverTime.ts';

/** Rows that one answer carries. */
const MOST_ROWS = 240;

/** Counts in `buckets` equal stretches of the whole log; types with most events first, their versions in order. */
export async function versionHeat(
  index: EventIndex,
  pick: VersionPick,
  buckets: number,
  context: ScanContext,
): Promise<VersionHeat> {
  const axis = Number.isNaN(index.firstTime) ? 'ordinal' : 'time';
  const from = axis === 'time' ? index.firstTime : 0;
  const to = axis === 'time' ? index.lastTime : pick.length - 1;
  if (pick.length === 0) return { edges: [], axis, rows: [], rowsLeftOut: 0 };
  const count = to > from ? Math.max(1, Math.floor(buckets)) : 1;
  const step = (to - from) / count;
  const place = placeOf(index);
  const cells: Uint32Array[][] = [];
  const note = (i: number, type: NumberArray): void => {
    cells[type[i]!] ??= [];
    const ofType = cells[type[i]!]!;
    const version = pick.numberOf(i);
    ofType[version] ??= new Uint32Array(count);
    const bucket = step > 0 ? Math.min(count - 1, Math.max(0, Math.floor((place(i) - from) / step))) : 0;
    ofType[version]![bucket]!++;
  };
  await inSteps(
    pick.length,
    (first, end) => {
      const { type } = index.columns;
      for (let i = first; i < end; i++) note(i, type);
    },
    context,
  );
  const types = cells.flatMap((ofType, number) => {
    const rows = ofType.flatMap((counts, version) => [
      { schemaVersion: pick.text(version), events: counts.reduce((sum, one) => sum + one, 0), counts: [...counts] },
    ]);
    rows.sort((a, b) => compareVersions(a.schemaVersion, b.schemaVersion));
    return [{ type: index.types.text(number), events: rows.reduce((sum, { events }) => sum + events, 0), rows }];
  });
  types.sort((a, b) => b.events - a.events || (a.type < b.type ? -1 : 1));
  const rows = types.flatMap((one) => one.rows.map((row) => ({ type: one.type, ...row })));
  return {
    edges: Array.from({ length: count }, (_, bucket) => from + bucket * step),
    axis,
    rows: rows.slice(0, MOST_ROWS),
    rowsLeftOut: Math.max(0, rows.length - MOST_ROWS),
  };
}

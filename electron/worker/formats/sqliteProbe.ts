import type { ProbeResult, StoreHead } from './format.ts';

/** A probe for SQLite stores: every named table with every named column. `world` is who needs them, for the reason. */
export function probeTables(
  world: string,
  tables: Readonly<Record<string, readonly string[]>>,
): (head: StoreHead) => ProbeResult {
  return (head) => {
    if (head.tables === null) return { match: false, reason: 'It is not a SQLite file.' };
    for (const [table, columns] of Object.entries(tables)) {
      const present = head.tables.get(table);
      if (present === undefined) return { match: false, reason: `It has no table ${table}, which ${world} has.` };
      const missing = columns.find((column) => !present.includes(column));
      if (missing !== undefined) return { match: false, reason: `Its table ${table} has no column ${missing}.` };
    }
    return { match: true };
  };
}

import type { StoreFormat, StoreHead, StoreTraits } from '../format.ts';
import type { EventTable } from './eventTable.ts';
import { EventTableReader } from './eventTableReader.ts';
import { noSqlite, StoreTables } from './storeTables.ts';

export interface EventTableFormat extends StoreTraits {
  readonly id: string;
  /** Whose tables these are, for reasons. */
  readonly world: string;
  /** The newest layout first. */
  readonly layouts: readonly EventTable[];
}

/** A format from the layouts of its tables. */
export function eventTableFormat({ world, layouts, ...format }: EventTableFormat): StoreFormat {
  const find = ({ tables }: StoreHead): { layout: EventTable; tables: StoreTables } | string => {
    let reason = '';
    for (const layout of layouts) {
      const found = StoreTables.find(tables!, world, layout.needed);
      if (typeof found !== 'string') {
        if (layout.tables === undefined || layout.tables(found).length > 0) return { layout, tables: found };
        reason ||= `It has no table of events with the columns that ${world} gives it.`;
        continue;
      }
      // Of several layouts the one that is nearly there tells most.
      if (reason === '' || !found.startsWith('It has no table')) reason = found;
    }
    return reason;
  };
  return {
    ...format,
    probe: (head) => {
      if (head.tables === null) return noSqlite;
      const found = find(head);
      return typeof found === 'string' ? { match: false, reason: found } : { match: true };
    },
    open: (source, head) => {
      const found = find(head);
      if (typeof found === 'string') throw new Error(found);
      return new EventTableReader(source, found.layout, found.tables);
    },
  };
}

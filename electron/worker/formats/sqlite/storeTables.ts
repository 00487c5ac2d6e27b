import type { ProbeResult } from '../format.ts';

// pure. Tables of a library whatever way their names came into a SQLite file: `domain_event_entry`, JDBC's
// `DomainEventEntry`, H2's `DOMAIN_EVENT_ENTRY`, and with a schema before them: `public.mt_events`, `public_mt_events`.

/** Table name -> column names, as they stand in the file. */
export type TableList = ReadonlyMap<string, readonly string[]>;
/** Tables with the columns that they must have, by the names that the library's documentation uses. */
export type NeededTables = Readonly<Record<string, readonly string[]>>;

export interface FoundTable {
  /** As the file has it, and its columns likewise. */
  readonly name: string;
  readonly columns: readonly string[];
  /** The file's name of a column; `null` when it is not there. */
  column(name: string): string | null;
}

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '');

function tableOf(name: string, columns: readonly string[]): FoundTable {
  const byPlain = new Map(columns.map((column) => [plain(column), column]));
  return { name, columns, column: (wanted) => byPlain.get(plain(wanted)) ?? null };
}

/** What stands before a table's documented name; `null` when it is another table. */
function prefixOf(table: string, name: string): string | null {
  if (plain(table) === plain(name)) return '';
  const end = table.toLowerCase();
  return end.endsWith(`.${name}`) || end.endsWith(`_${name}`) ? table.slice(0, -name.length) : null;
}

/** The tables of one store: all with the same schema before their names. */
export class StoreTables {
  readonly #all: readonly FoundTable[];
  readonly #prefix: string;

  constructor(all: TableList, prefix: string) {
    this.#all = [...all].map(([name, columns]) => tableOf(name, columns));
    this.#prefix = prefix;
  }

  /** A table by its documented name. */
  table(name: string): FoundTable | null {
    const wanted = plain(this.#prefix + name);
    return this.#all.find((table) => plain(table.name) === wanted) ?? null;
  }

  /** All tables that have certain columns, whatever they are called. */
  withColumns(columns: readonly string[]): FoundTable[] {
    return this.#all.filter((table) => columns.every((column) => table.column(column) !== null));
  }

  /** The store whose tables are all there with their columns; else why not, as a sentence that names its `world`. */
  static find(all: TableList, world: string, needed: NeededTables): StoreTables | string {
    const [main] = Object.keys(needed);
    if (main === undefined) return new StoreTables(all, '');
    const prefixes = [...all.keys()].flatMap((table) => prefixOf(table, main) ?? []);
    let reason = `It has no table ${main}, which ${world} has.`;
    for (const prefix of prefixes.toSorted((a, b) => a.length - b.length)) {
      const tables = new StoreTables(all, prefix);
      const missing = missingOf(tables, world, needed);
      if (missing === null) return tables;
      reason = missing;
    }
    return reason;
  }
}

function missingOf(tables: StoreTables, world: string, needed: NeededTables): string | null {
  for (const [name, columns] of Object.entries(needed)) {
    const table = tables.table(name);
    if (table === null) return `It has no table ${name}, which ${world} has.`;
    const missing = columns.find((column) => table.column(column) === null);
    if (missing !== undefined) return `Its table ${table.name} has no column ${missing}.`;
  }
  return null;
}

export const noSqlite: ProbeResult = { match: false, reason: 'It is not a SQLite file.' };

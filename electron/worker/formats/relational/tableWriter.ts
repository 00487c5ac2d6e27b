import Database from 'better-sqlite3';
import { quoted, type SqliteRow } from '../sqlite.ts';

/** A value of a row as it comes out of a text file: `null` is no value, a boolean is one of JSON's. */
export type TextValue = string | boolean | null;

/** Rows that go into the file together. */
const TOGETHER = 5000;
/** Columns of known tables whose `t` and `f` are PostgreSQL's booleans, not letters. */
const booleans = new Set(['is_archived', 'deleted', 'mt_deleted']);

/** Columns that are bytes in some of the known tables: PostgreSQL writes bytes as `\x` and hex digits. */
const bytes = new Set([
  ...['data', 'metadata', 'payload', 'meta_data', 'token', 'diagnostics', 'state', 'message'],
  ...['event_payload', 'meta_payload', 'snapshot_payload'],
]);

/** Columns by which readers walk through a table: without an index each step would sort all of it. */
const walked = new Set(['global_position', 'seq_id', 'global_index', 'ordering', 'stream_version', 'id']);

interface WrittenTable {
  readonly columns: string[];
  insert: Database.Statement;
  rows: number;
}

/**
 * Writes rows of text into tables of a new SQLite file in the private folder. Whole numbers in their shortest form
 * become integers and hex of known columns bytes, which loses nothing; all else stays the text that it was.
 */
export class TableWriter {
  readonly path: string;
  readonly #database: Database.Database;
  readonly #tables = new Map<string, WrittenTable>();
  #waiting = 0;

  constructor(path: string) {
    this.path = path;
    this.#database = new Database(path);
    // Nobody else sees the file, and after a crash nobody wants it.
    this.#database.pragma('journal_mode = OFF');
    this.#database.pragma('synchronous = OFF');
  }

  /** Makes the table unless it is there; columns that it has not are added. */
  table(name: string, columns: readonly string[]): void {
    const there = this.#tables.get(name);
    if (there === undefined) {
      const own = [...new Set(columns)];
      this.#database.exec(`CREATE TABLE ${quoted(name)} (${own.map(quoted).join(', ')})`);
      this.#tables.set(name, { columns: own, insert: this.#insertInto(name, own), rows: 0 });
      return;
    }
    const added = columns.filter((column) => !there.columns.includes(column));
    if (added.length === 0) return;
    for (const column of added) this.#database.exec(`ALTER TABLE ${quoted(name)} ADD COLUMN ${quoted(column)}`);
    there.columns.push(...added);
    there.insert = this.#insertInto(name, there.columns);
  }

  /** Adds a row; columns that it does not name have no value. */
  add(name: string, columns: readonly string[], values: readonly TextValue[]): void {
    const table = this.#tables.get(name)!;
    this.#insert(
      table,
      table.columns.map((column) => storedValue(column, values[columns.indexOf(column)] ?? null)),
    );
  }

  /** Adds a row of a SQLite table as it is, a value for each column. */
  addRow(name: string, values: SqliteRow): void {
    this.#insert(this.#tables.get(name)!, values);
  }

  #insert(table: WrittenTable, values: SqliteRow): void {
    if (this.#waiting === 0) this.#database.exec('BEGIN');
    table.insert.run(values);
    table.rows++;
    this.#waiting++;
    if (this.#waiting === TOGETHER) this.#commit();
  }

  /** Table name -> how many rows it has. */
  counts(): Map<string, number> {
    return new Map([...this.#tables].map(([name, { rows }]) => [name, rows]));
  }

  /** Ends the writing; what is there can be read then. */
  finish(): void {
    this.#commit();
    for (const [name, { columns }] of this.#tables) {
      for (const column of columns) {
        if (walked.has(column))
          this.#database.exec(`CREATE INDEX ${quoted(`${name} ${column}`)} ON ${quoted(name)} (${quoted(column)})`);
      }
    }
  }

  /** Lets go of the file. */
  close(): void {
    this.#database.close();
  }

  #commit(): void {
    if (this.#waiting > 0) this.#database.exec('COMMIT');
    this.#waiting = 0;
  }

  #insertInto(name: string, columns: readonly string[]): Database.Statement {
    return this.#database.prepare(`INSERT INTO ${quoted(name)} VALUES (${columns.map(() => '?').join(', ')})`);
  }
}

function storedValue(column: string, value: TextValue): string | bigint | Buffer | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (booleans.has(column)) {
    if (value === 't' || value === 'true') return 1n;
    if (value === 'f' || value === 'false') return 0n;
  }
  if (bytes.has(column) && /^\\x(?:[0-9a-f]{2})*$/i.test(value)) return Buffer.from(value.slice(2), 'hex');
  // Eighteen digits always fit into 64 bits.
  return /^(?:0|-?[1-9]\d{0,17})$/.test(value) ? BigInt(value) : value;
}

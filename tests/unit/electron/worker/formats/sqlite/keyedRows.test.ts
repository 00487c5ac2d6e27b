import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedRows } from '../../../../../../electron/worker/formats/sqlite/keyedRows.ts';
import { openSqlite, type SqliteRow } from '../../../../../../electron/worker/formats/sqlite.ts';
import { InspectorError } from '../../../../../../shared/protocol/errors.ts';
import { scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
let files = 0;

function written(rows: readonly (readonly unknown[])[], layout = 'id INTEGER PRIMARY KEY, a, b'): string {
  const path = join(scratch.folder, `keyed-${files++}`);
  const database = new Database(path);
  database.exec(`PRAGMA page_size = 512; CREATE TABLE t(${layout});`);
  const insert = database.prepare('INSERT OR REPLACE INTO t VALUES (?, ?, ?)');
  database.transaction(() => {
    for (const row of rows) insert.run(...row);
  })();
  database.close();
  return path;
}

function open(path: string, key = 'id', columns = ['b', 'id', 'a']) {
  const file = openSqlite({ path, readPath: path });
  const rows = new KeyedRows(file, 't', key, columns);
  return { file, rows };
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => [i, `a${i}`, i % 3 === 0 ? null : i] as const);
const keysUpTo = (count: number): bigint[] => Array.from({ length: count }, (_, i) => BigInt(i));

describe('rows by their keys', () => {
  it('are those that SQLite gives one by one, in the order of the keys', () => {
    const value = fc.oneof(fc.constant(null), fc.integer(), fc.double({ noNaN: true }), fc.string({ maxLength: 900 }));
    const rows = fc.array(fc.tuple(fc.nat(300), value, value), { maxLength: 120 });
    const keys = fc.array(fc.integer({ min: -3, max: 320 }), { maxLength: 120 });
    fc.assert(
      fc.property(rows, keys, fc.boolean(), fc.constantFrom('id', 'rowid'), (some, wanted, ascend, key) => {
        const path = written(some);
        const { file, rows: keyed } = open(path, key);
        const asked = (ascend ? [...new Set(wanted)].sort((a, b) => a - b) : wanted).map(BigInt);
        const found = keyed.read(asked, (values) => values);
        const query = file.query('SELECT b, id, a FROM t WHERE id = ?');
        expect(found).toEqual(asked.map((one) => query.get(one)));
        file.close();
      }),
      { numRuns: 60 },
    );
  });

  it('are there where columns were added to the table behind them', () => {
    const path = written(upTo(50));
    const database = new Database(path);
    database.exec('ALTER TABLE t ADD COLUMN c DEFAULT 7');
    database.prepare('INSERT INTO t VALUES (50, 1, 2, 3)').run();
    database.close();
    const { file, rows } = open(path, 'id', ['c', 'a']);
    const found = rows.read(keysUpTo(51), (values) => values);
    expect(found.slice(48)).toEqual([
      [7n, 'a48'],
      [7n, 'a49'],
      [3n, 1n],
    ]);
    file.close();
  });

  it('are those that a writer has committed, wherever it put them', () => {
    const path = written(upTo(50));
    const { file, rows } = open(path);
    const third = (): SqliteRow | undefined => rows.read(keysUpTo(50), (values) => values)[3];
    expect(third()).toEqual([null, 3n, 'a3']);
    const writer = new Database(path);
    writer.exec("UPDATE t SET a = 'changed' WHERE id = 3");
    expect(third()).toEqual([null, 3n, 'changed']);
    writer.exec(`PRAGMA journal_mode = WAL; UPDATE t SET a = 'in the -wal' WHERE id = 3`);
    expect(third()).toEqual([null, 3n, 'in the -wal']);
    writer.exec("DROP TABLE t; CREATE TABLE t(id INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (3, 'anew', 1)");
    expect(third()).toEqual([1n, 3n, 'anew']);
    writer.close();
    file.close();
  });

  it('are those of the file that was opened last', () => {
    const { file, rows } = open(written(upTo(40)));
    expect(rows.read(keysUpTo(40), (values) => values?.[2])[5]).toBe('a5');
    file.reopen(() => {
      const database = new Database(file.readPath);
      database.exec("UPDATE t SET a = 'moved in'");
      database.close();
    });
    expect(rows.read(keysUpTo(40), (values) => values?.[2])[5]).toBe('moved in');
    file.close();
  });

  it('are refused once the file is', () => {
    const { file, rows } = open(written(upTo(40)));
    file.refuse(new InspectorError('unreadable', 'It was replaced.'));
    expect(() => rows.read(keysUpTo(40), (values) => values)).toThrow('It was replaced.');
    file.close();
  });
});

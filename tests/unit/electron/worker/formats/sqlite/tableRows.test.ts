import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../../../../../electron/worker/eventIndex/indexBuilder.ts';
import type { RowVisitor } from '../../../../../../electron/worker/formats/sqlite/tablePages.ts';
import { TableRows } from '../../../../../../electron/worker/formats/sqlite/tableRows.ts';
import { openSqlite, type SqliteRow } from '../../../../../../electron/worker/formats/sqlite.ts';
import { scanTable } from '../../../../../../electron/worker/formats/sqliteScan.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';
import { scratchFolder } from '../../../../../builders/scratch.ts';
import { writeSqlite } from '../../../../../builders/sqliteStore.ts';

const scratch = scratchFolder();
let files = 0;
const nextPath = (): string => join(scratch.folder, `table-${files++}`);

function open(path: string, columns = ['a', 'b', 'c'], key = 'id') {
  const file = openSqlite({ path, readPath: path });
  return { file, rows: TableRows.open(file, 't', key, columns) };
}

const nobody: RowVisitor = { onRows: () => {}, onRow: () => {}, goesOn: () => true };

const value = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.integer().map(BigInt),
  fc.constantFrom(0n, 1n, -1n, 127n, 128n, -32_769n, 8_388_608n, 2n ** 40n),
  fc.double({ noNaN: true }),
  fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed()),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.integer({ min: 400, max: 9000 }).map((length) => 'x'.repeat(length)),
);

describe('rows from the pages of a table', () => {
  it('are those that SQLite reads, from any key on, in slices of any size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(5000), value, value, value), { maxLength: 120 }),
        fc.constantFrom(512, 1024, 4096),
        fc.nat(5000),
        fc.integer({ min: 1, max: 50 }),
        (written, pageSize, first, slice) => {
          const path = nextPath();
          const database = new Database(path);
          database.exec(
            `PRAGMA page_size = ${pageSize}; CREATE TABLE other(x); CREATE TABLE t(a, id INTEGER PRIMARY KEY, b, c, d);`,
          );
          const insert = database.prepare('INSERT OR REPLACE INTO t(id, a, b, c, d) VALUES (?, ?, ?, ?, ?)');
          database.transaction(() => {
            for (const row of written) insert.run(...row, 'behind');
          })();
          database.close();
          const { file, rows } = open(path);
          const found: SqliteRow[] = [];
          let from = first;
          for (let end = 'stopped'; end !== 'end'; ) {
            let left = slice;
            end = rows!.read(from, {
              ...nobody,
              onRow: (record) => {
                found.push([BigInt(record.rowId), record.value(0), record.value(1), record.value(2)]);
                left--;
              },
              goesOn: () => left > 0,
            });
            from = rows!.lastRowId + 1;
            expect(end).not.toBe('refused');
          }
          expect(found).toEqual(file.query('SELECT id, a, b, c FROM t WHERE id >= ? ORDER BY id').all(BigInt(first)));
          rows!.close();
          file.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['WITHOUT ROWID', 'CREATE TABLE t(id INTEGER PRIMARY KEY, a, b, c) WITHOUT ROWID'],
    ['a key that is no rowid', 'CREATE TABLE t(id INT PRIMARY KEY, a, b, c)'],
    ['a computed column', 'CREATE TABLE t(id INTEGER PRIMARY KEY, a, b, c AS (a) VIRTUAL)'],
    ['a column of reals', 'CREATE TABLE t(id INTEGER PRIMARY KEY, a REAL, b, c)'],
  ])('are left to SQLite for %s', (_, sql) => {
    const { file, rows } = open(writeSqlite(nextPath(), sql));
    expect(rows).toBeNull();
    file.close();
  });

  it.each([
    ['UTF-16', `PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(id INTEGER PRIMARY KEY, a, b, c);`],
    ['a key that is stored beside the rowid', 'CREATE TABLE t(id INTEGER PRIMARY KEY DESC, a, b, c);'],
    ['a column that was added later', 'CREATE TABLE t(id INTEGER PRIMARY KEY, a, b);'],
    ['negative keys', 'CREATE TABLE t(id INTEGER PRIMARY KEY, a, b, c); INSERT INTO t(id) VALUES (-4);'],
  ])('are refused for %s', (name, sql) => {
    const added = name.includes('later') ? 'ALTER TABLE t ADD COLUMN c DEFAULT 7;' : '';
    const { file, rows } = open(writeSqlite(nextPath(), `${sql} INSERT INTO t(id, a) VALUES (3, 'x'); ${added}`));
    expect(rows!.read(0, nobody)).toBe('refused');
    rows!.close();
    file.close();
  });

  it('are left to SQLite from the key on that was asked for, when the table cannot be found', async () => {
    const path = writeSqlite(
      nextPath(),
      'CREATE TABLE t(id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, 1), (2, 2), (3, 3), (4, 4);',
    );
    const file = openSqlite({ path, readPath: path });
    const found: SqliteRow[] = [];
    const next = await scanTable(
      { ...file, rootOf: () => null },
      { table: 't', key: 'id', columns: ['a'], from: 3n },
      new IndexBuilder(),
      scanContext(),
      (row) => found.push(row),
    );
    expect(found).toEqual([
      [3n, 3n],
      [4n, 4n],
    ]);
    expect(next).toBe(5n);
    file.close();
  });

  it('are refused once the table was made anew', () => {
    const path = writeSqlite(
      nextPath(),
      'CREATE TABLE t(id INTEGER PRIMARY KEY, a, b, c); INSERT INTO t(a) VALUES (1);',
    );
    const { file, rows } = open(path);
    expect(rows!.read(0, nobody)).toBe('end');
    const writer = new Database(path);
    writer.exec('DROP TABLE t; CREATE TABLE t(id INTEGER PRIMARY KEY, c, b, a); INSERT INTO t(a) VALUES (1);');
    writer.close();
    expect(rows!.read(0, nobody)).toBe('refused');
    rows!.close();
    file.close();
  });
});

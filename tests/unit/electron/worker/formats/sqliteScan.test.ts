import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../../../../electron/worker/eventIndex/indexBuilder.ts';
import { openSqlite } from '../../../../../electron/worker/formats/sqlite.ts';
import { scanTable } from '../../../../../electron/worker/formats/sqliteScan.ts';
import { scanContext } from '../../../../builders/scanContext.ts';
import { scratchFolder } from '../../../../builders/scratch.ts';

const scratch = scratchFolder();
const PAGE = 512;
const ROWS = 60;

/** Where the pointers to the children of a table's root page stand in the file, in the order of their keys. */
function childPointers(bytes: Buffer, root: number): number[] {
  const page = (root - 1) * PAGE;
  const cells = bytes.readUInt16BE(page + 3);
  return Array.from({ length: cells }, (_, i) => page + bytes.readUInt16BE(page + 12 + 2 * i));
}

/** A table of many leaves, of which the leaf `twice` hangs in the place of the leaf `lost` as well. */
function withLeafTwice(name: string, twice: number, lost: number): string {
  const path = join(scratch.folder, name);
  const database = new Database(path);
  database.exec(`PRAGMA page_size = ${PAGE}; CREATE TABLE t(id INTEGER PRIMARY KEY, a);`);
  const insert = database.prepare('INSERT INTO t(a) VALUES (?)');
  for (let i = 0; i < ROWS; i++) insert.run('x'.repeat(100));
  const root = database.prepare("SELECT rootpage FROM sqlite_master WHERE name = 't'").pluck().get() as number;
  database.close();
  const bytes = readFileSync(path);
  const pointers = childPointers(bytes, root);
  bytes.copy(bytes, pointers.at(lost)!, pointers.at(twice)!, pointers.at(twice)! + 4);
  writeFileSync(path, bytes);
  return path;
}

describe.each([
  ['from its pages', true],
  ['by SQLite', false],
])('a table in which a page hangs twice, %s', (_way, byPages) => {
  it.each([
    ['an earlier one', 1, 4],
    ['a later one', 4, 1],
    ['the first', 0, -1],
    ['the last', -1, 0],
  ])('is read to an end, each key once, with a problem: %s', async (name, twice, lost) => {
    const path = withLeafTwice(`${name}, ${byPages}`, twice, lost);
    const file = openSqlite({ path, readPath: path });
    const builder = new IndexBuilder();
    const keys: bigint[] = [];
    await scanTable(
      byPages ? file : { ...file, rootOf: () => null },
      { table: 't', key: 'id', columns: ['a'] },
      builder,
      scanContext(),
      ([key]) => {
        keys.push(key as bigint);
      },
    );
    file.close();
    expect(keys).toEqual([...new Set(keys)].sort((a, b) => Number(a - b)));
    expect(keys.length).toBeLessThan(ROWS);
    expect(builder.problemCount).toBeGreaterThan(0);
  });
});

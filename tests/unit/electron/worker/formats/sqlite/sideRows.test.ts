import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { scanContext } from '../../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const stores = join(import.meta.dirname, '../../../../../fixtures/stores');

/** A copy of a sample in which the first page of a table is garbage. */
function withDamaged(sample: string, table: string): string {
  const path = join(scratch.folder, table);
  copyFileSync(join(stores, sample), path);
  const database = new Database(path);
  database.pragma('journal_mode = DELETE');
  const page = database.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(table) as number;
  const size = database.pragma('page_size', { simple: true }) as number;
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, (page - 1) * size, page * size);
  writeFileSync(path, bytes);
  return path;
}

it.each([
  ['emmett-sqlite/emmett-0.42.4-bank.sqlite', 'emt_processors', 471],
  ['py-eventsourcing-sqlite/eventsourcing-9.2.9-orders-follower.sqlite', 'tracking', 369],
  ['axon-sqlite/axon-orders.sqlite', 'token_entry', 293],
])('%s opens with damage in %s, and says what is missing', async (sample, table, events) => {
  const log = await openLog(withDamaged(sample, table));
  expect(log.index.length).toBe(events);
  expect(log.consumers().checkpoints).toEqual([]);
  const { notes } = await log.info(scanContext());
  expect(notes.join('\n')).toMatch(new RegExp(`^The table ${table} cannot be read: .*malformed`, 'm'));
  log.close();
});

import { closeSync, cpSync, mkdtempSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';
import { emmettLayout, writeSqlite } from '../../../../../builders/sqliteStore.ts';

const scratch = scratchFolder();
const fixtures = join(import.meta.dirname, '../../../../../fixtures/stores/emmett-sqlite');
const never = new AbortController().signal;

describe('what SQLite says of the pages of a store', () => {
  it('is nothing for one that is whole, in place or copied with its -wal', async () => {
    const folder = mkdtempSync(join(scratch.folder, 'whole-'));
    for (const name of ['emmett-0.43beta-orders.sqlite', 'unfinished-wal.sqlite', 'unfinished-wal.sqlite-wal']) {
      cpSync(join(fixtures, name), join(folder, name));
    }
    for (const name of ['emmett-0.43beta-orders.sqlite', 'unfinished-wal.sqlite']) {
      const log = await openLog(join(folder, name));
      expect(await log.quickCheck(never)).toEqual([]);
      log.close();
    }
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('names what is damaged', async () => {
    const path = join(scratch.folder, 'damaged.sqlite');
    const rows = Array.from({ length: 400 }, (_, i) => [
      "INSERT INTO emt_messages(stream_id, stream_position, message_data) VALUES ('s', ?, ?)",
      i + 1,
      JSON.stringify({ text: 'x'.repeat(200) }),
    ]) as [string, ...unknown[]][];
    writeSqlite(path, `${emmettLayout} CREATE INDEX by_stream ON emt_messages(stream_id, stream_position);`, rows);
    const database = new Database(path);
    const root = database
      .prepare("SELECT rootpage FROM sqlite_master WHERE name = 'by_stream'")
      .pluck()
      .get() as number;
    const pageSize = database.pragma('page_size', { simple: true }) as number;
    database.close();
    // The page of an index: no event is hurt, and only SQLite can tell.
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(1), 0, 1, (root - 1) * pageSize);
    closeSync(file);
    const log = await openLog(path);
    expect(log.index.problems).toEqual([]);
    expect((await log.quickCheck(never))!.join(' ')).toMatch(/by_stream|page|malformed/i);
    log.close();
  });

  it('is not asked of other stores, and ends when it is cancelled', async () => {
    const lines = await openLog(scratch.write('log.jsonl', '{"streamId":"s","type":"T"}\n'));
    expect(await lines.quickCheck(never)).toBeNull();
    lines.close();
    const log = await openLog(join(fixtures, 'emmett-0.43beta-orders.sqlite'));
    await expect(log.quickCheck(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    log.close();
  });
});

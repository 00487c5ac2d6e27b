import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptIndexes } from '../../../../electron/worker/keptIndex/keptIndexes.ts';
import { OpenedLog } from '../../../../electron/worker/openedLog.ts';
import { scanContext } from '../../../builders/scanContext.ts';
import { scratchFolder } from '../../../builders/scratch.ts';
import { emmettLayout } from '../../../builders/sqliteStore.ts';

const scratch = scratchFolder();
let files = 0;

const stores = {
  emmett: {
    layout: emmettLayout,
    append: `INSERT INTO emt_messages(stream_id, stream_position, message_type, message_data, message_metadata, message_id)
      VALUES ('s-' || (:n % 3), :n / 3 + 1, 'T' || (:n % 2), '{"n":' || :n || '}', '{"correlationId":"c' || :n || '"}', 'm' || :n)`,
    change: `UPDATE emt_messages SET message_data = '{"n":-1}' WHERE global_position = 1`,
    clear: 'DELETE FROM emt_messages',
  },
  python: {
    layout: `CREATE TABLE stored_events(originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL, topic TEXT NOT NULL,
      state BLOB NOT NULL, PRIMARY KEY(originator_id, originator_version));`,
    append: `INSERT INTO stored_events VALUES ('s-' || (:n % 3), :n / 3 + 1, 'app:T' || (:n % 2),
      CAST('{"timestamp":{"_type_":"datetime_iso","_data_":"2026-01-01T00:00:00+00:00"},"n":' || :n || '}' AS BLOB))`,
    change: `UPDATE stored_events SET state = '{}' WHERE rowid = 1`,
    clear: 'DELETE FROM stored_events',
  },
} as const;

type Kind = keyof typeof stores;

/** A store with a writer that stays connected, in a folder of its own. */
function written(kind: Kind, mode: 'delete' | 'wal', events: number) {
  const path = join(scratch.folder, `live-${files++}`);
  const writer = new Database(path);
  writer.exec(`PRAGMA synchronous = OFF; PRAGMA journal_mode = ${mode}; ${stores[kind].layout}`);
  let n = 0;
  const append = (count: number): void => {
    const insert = writer.prepare(stores[kind].append);
    writer.transaction(() => {
      for (let i = 0; i < count; i++) insert.run({ n: n++ });
    })();
  };
  append(events);
  return { path, writer, append };
}

const openAt = (path: string, kept: KeptIndexes | null = null): Promise<OpenedLog> =>
  OpenedLog.open(path, { signal: new AbortController().signal, report: () => {}, kept });

/** As the timer of Live does: a look at once, so that it is known what stood there. */
async function followed(path: string): Promise<OpenedLog> {
  const log = await openAt(path);
  await log.grow(scanContext());
  return log;
}

/** Everything that the index says of each event, and what is read late. */
function contentOf(log: OpenedLog) {
  const ordinals = Array.from({ length: log.index.length }, (_, ordinal) => ordinal);
  return { events: log.events(ordinals), problems: log.index.problems, notes: log.store.notes };
}

const cases = (['emmett', 'python'] as const).flatMap((kind) =>
  (['delete', 'wal'] as const).map((mode) => ({ kind, mode })),
);

describe.each(cases)('a $kind store in $mode mode', ({ kind, mode }) => {
  it('shows what is appended, as if it were opened again, and touches nothing beside it', async () => {
    const steps = fc.array(fc.oneof(fc.nat(40), fc.constantFrom('checkpoint', 'vacuum', 'reconnect')), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(30), steps, async (first, then) => {
        const store = written(kind, mode, first);
        let { writer } = store;
        const log = await followed(store.path);
        for (const step of then) {
          if (typeof step === 'number') {
            const insert = writer.prepare(stores[kind].append);
            for (let i = 0; i < step; i++) insert.run({ n: log.index.length + i });
          } else if (step === 'checkpoint') writer.pragma('wal_checkpoint(TRUNCATE)');
          else if (step === 'vacuum') writer.exec('VACUUM');
          else {
            writer.close();
            writer = new Database(store.path);
          }
          const before = filesBeside(store.path);
          await log.grow(scanContext());
          expect(filesBeside(store.path)).toEqual(before);
          expect(log.live).toMatchObject({ state: 'following', reason: null });
          const again = await openAt(store.path);
          expect(contentOf(log)).toEqual(contentOf(again));
          again.close();
        }
        log.close();
        writer.close();
      }),
      { numRuns: 12 },
    );
  });

  it('ends when events that were read are written over or deleted', async () => {
    for (const sql of [stores[kind].change, stores[kind].clear]) {
      const { path, writer } = written(kind, mode, 40);
      const log = await followed(path);
      writer.exec(sql);
      await log.grow(scanContext());
      expect(log.live).toMatchObject({
        state: 'stopped',
        reason: 'Events that were read of it have changed or are gone.',
      });
      expect(() => log.event(0)).toThrow('have changed or are gone');
      log.close();
      writer.close();
    }
  });

  it('ends when it is replaced, moved or cut off', async () => {
    const replace = (path: string): void => {
      copyFileSync(path, `${path}-other`);
      renameSync(`${path}-other`, path);
    };
    const endings = [
      [replace, 'Another file has taken its place.'],
      [(path: string) => rmSync(path), 'It was moved or removed.'],
      [(path: string) => truncateSync(path, 0), 'It has become empty.'],
    ] as const;
    for (const [end, reason] of endings) {
      const { path, writer } = written(kind, mode, 3);
      const log = await followed(path);
      writer.close();
      end(path);
      await log.grow(scanContext());
      expect(log.live).toMatchObject({ state: 'stopped', reason });
      log.close();
    }
  });

  it('goes on behind an index that was kept', async () => {
    const { path, writer, append } = written(kind, mode, 60);
    const kept = new KeptIndexes({ folder: join(scratch.folder, `kept-${files++}`), fewestEvents: 0 });
    await settle(path, kept);
    const log = await openAt(path, kept);
    expect(log.summary().fromKeptIndex).toBe(true);
    await log.whole();
    append(7);
    await log.grow(scanContext());
    expect(log.live).toMatchObject({ state: 'following', newEvents: 7 });
    expect(log.index.length).toBe(67);
    log.close();
    writer.close();
  });
});

it('waits for a writer that locks the store, and says so when that does not end', async () => {
  const { path, writer, append } = written('emmett', 'delete', 3);
  const log = await followed(path);
  append(2);
  writer.exec('BEGIN EXCLUSIVE');
  await log.grow(scanContext());
  expect(log.live).toMatchObject({ state: 'following', newEvents: 0 });
  writer.exec('COMMIT');
  await log.grow(scanContext());
  expect(log.live.newEvents).toBe(2);
  append(1);
  writer.exec('BEGIN EXCLUSIVE');
  for (let look = 0; look < 100 && log.live.state === 'following'; look++) await log.grow(scanContext());
  expect(log.live).toMatchObject({ state: 'stopped', reason: 'Another program keeps it locked.' });
  writer.exec('COMMIT');
  log.close();
  writer.close();
});

it('ends when a store that is read in place is switched to WAL mode', async () => {
  const { path, writer, append } = written('emmett', 'delete', 3);
  const log = await followed(path);
  writer.pragma('journal_mode = WAL');
  append(1);
  const before = filesBeside(path);
  await log.grow(scanContext());
  expect(log.live.reason).toContain('WAL mode');
  expect(filesBeside(path)).toEqual(before);
  log.close();
  writer.close();
});

it('ends when an archived stream is begun again, since its archived part gets another name', async () => {
  const { path, writer } = written('emmett', 'delete', 3);
  const log = await followed(path);
  writer.exec(`UPDATE emt_messages SET is_archived = 1 WHERE stream_id = 's-0';
    INSERT INTO emt_streams(stream_id, is_archived) VALUES ('s-0', 1), ('s-0', 0);
    INSERT INTO emt_messages(stream_id, stream_position) VALUES ('s-0', 1);`);
  await log.grow(scanContext());
  expect(log.live).toMatchObject({ state: 'stopped', reason: 'The archived stream s-0 was begun again.' });
  log.close();
  writer.close();
});

it('counts the commands that come later', async () => {
  const { path, writer } = written('emmett', 'delete', 3);
  const log = await followed(path);
  for (const count of [1, 2]) {
    writer.exec(`INSERT INTO emt_messages(stream_id, stream_position, message_kind) VALUES ('c', ${count}, 'C')`);
    await log.grow(scanContext());
    expect(log.store.notes).toEqual([expect.stringContaining(`${count} command`)]);
  }
  log.close();
  writer.close();
});

/** Names and bytes of the store's files. */
function filesBeside(path: string): Record<string, string> {
  const names = readdirSync(scratch.folder).filter((name) => join(scratch.folder, name).startsWith(path));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(scratch.folder, name), 'base64')]));
}

/** Opens until an index was kept: one of a source that was changed a moment ago is not. */
async function settle(path: string, kept: KeptIndexes): Promise<void> {
  for (let isKept = false; !isKept; ) {
    const log = await openAt(path, kept);
    await log.kept;
    isKept = log.summary().fromKeptIndex;
    log.close();
  }
}

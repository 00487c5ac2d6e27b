import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

// Writes tests/fixtures/stores/emmett-sqlite/unfinished-wal.sqlite and its -wal: a store whose writer has not
// checkpointed yet, as it lies on disk while an application runs. Run with: npx node tests/scripts/makeWalStore.ts

const target = join(import.meta.dirname, '../fixtures/stores/emmett-sqlite/unfinished-wal.sqlite');
const folder = mkdtempSync(join(tmpdir(), 'wal-'));
const path = join(folder, 'store.sqlite');
const database = new Database(path);
database.pragma('journal_mode = WAL');
database.pragma('wal_autocheckpoint = 0');
database.exec(`
  CREATE TABLE emt_streams(stream_id TEXT NOT NULL, stream_position BIGINT NOT NULL DEFAULT 0,
    partition TEXT NOT NULL DEFAULT 'global', stream_type TEXT NOT NULL, stream_metadata JSONB NOT NULL,
    is_archived BOOLEAN NOT NULL DEFAULT FALSE, PRIMARY KEY (stream_id, partition, is_archived));
  CREATE TABLE emt_messages(stream_id TEXT NOT NULL, stream_position BIGINT NOT NULL,
    partition TEXT NOT NULL DEFAULT 'global', message_kind CHAR(1) NOT NULL DEFAULT 'E', message_data JSONB NOT NULL,
    message_metadata JSONB NOT NULL, message_schema_version TEXT NOT NULL, message_type TEXT NOT NULL,
    message_id TEXT NOT NULL, is_archived BOOLEAN NOT NULL DEFAULT FALSE, global_position INTEGER PRIMARY KEY,
    created DATETIME DEFAULT CURRENT_TIMESTAMP, UNIQUE (stream_id, stream_position, partition, is_archived));
  CREATE TABLE emt_processors(processor_id TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1,
    partition TEXT NOT NULL DEFAULT 'global', status TEXT NOT NULL DEFAULT 'stopped',
    last_processed_checkpoint TEXT NOT NULL, processor_instance_id TEXT DEFAULT 'emt:unknown',
    PRIMARY KEY (processor_id, partition, version));
`);
const insert = database.prepare(
  `INSERT INTO emt_messages(stream_id, stream_position, partition, message_data, message_metadata,
     message_schema_version, message_type, message_id, created)
   VALUES (?, ?, 'emt:default', ?, ?, ?, ?, ?, ?)`,
);
const append = (from: number, to: number): void => {
  for (let i = from; i < to; i++) {
    const stream = `counter-${i % 4}`;
    const position = Math.floor(i / 4) + 1;
    const metadata = JSON.stringify({ streamName: stream, streamPosition: '1', correlationId: `run-${i % 4}` });
    const created = `2026-06-01 12:00:${String(i).padStart(2, '0')}`;
    const type = position === 1 ? 'CounterStarted' : 'CounterAdvanced';
    insert.run(stream, position, JSON.stringify({ by: i }), metadata, String(position - 1), type, `m-${i}`, created);
  }
};

append(0, 25);
database.exec(`INSERT INTO emt_processors(processor_id, partition, last_processed_checkpoint)
  VALUES ('totals', 'emt:default', '0000000000000000020')`);
database.pragma('wal_checkpoint(TRUNCATE)');
append(25, 40);
for (const suffix of ['', '-wal']) copyFileSync(path + suffix, target + suffix);
database.close();
rmSync(folder, { recursive: true });

import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { OpenedLog } from '../../../../../../electron/worker/openedLog.ts';
import { InspectorError } from '../../../../../../shared/protocol/errors.ts';
import { assertIndexIntegrity } from '../../../../../builders/indexIntegrity.ts';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

// What is damaged in one place is read in all others, and said.

const scratch = scratchFolder();
const stores = join(import.meta.dirname, '../../../../../fixtures/stores');
let files = 0;

/** The table of events with the columns that the damage is done to. */
interface Target {
  readonly format: string;
  readonly table: string;
  readonly type?: string;
  readonly time?: string;
  readonly revision?: string;
  readonly metadata?: string;
  readonly payload: string;
  /** Whether the payload's column holds the envelope as well. */
  readonly wrapped?: true;
  /** Tables that a store may be without. */
  readonly optional: readonly string[];
}

const targets: readonly Target[] = [
  {
    format: 'marten-sqlite',
    table: 'mt_events',
    type: 'type',
    time: 'timestamp',
    revision: 'version',
    metadata: 'headers',
    payload: 'data',
    optional: ['mt_streams', 'mt_event_progression', 'mt_doc_deadletterevent'],
  },
  {
    format: 'commanded-sqlite',
    table: 'events',
    type: 'event_type',
    time: 'created_at',
    metadata: 'metadata',
    payload: 'data',
    optional: ['subscriptions', 'snapshots'],
  },
  {
    format: 'pekko-sqlite',
    table: 'event_journal',
    time: 'write_timestamp',
    revision: 'sequence_number',
    payload: 'event_payload',
    optional: ['event_tag', 'snapshot'],
  },
  {
    format: 'axon-sqlite',
    table: 'domain_event_entry',
    type: 'payload_type',
    time: 'time_stamp',
    revision: 'sequence_number',
    metadata: 'meta_data',
    payload: 'payload',
    optional: ['snapshot_event_entry', 'token_entry', 'dead_letter_entry'],
  },
  {
    format: 'rails-event-store-sqlite',
    table: 'event_store_events',
    type: 'event_type',
    time: 'created_at',
    metadata: 'metadata',
    payload: 'data',
    optional: ['ar_internal_metadata'],
  },
  {
    format: 'message-db-sqlite',
    table: 'message_store_messages',
    type: 'type',
    time: 'time',
    revision: 'position',
    metadata: 'metadata',
    payload: 'data',
    optional: [],
  },
  {
    format: 'spatie-sqlite',
    table: 'stored_events',
    type: 'event_class',
    time: 'created_at',
    revision: 'aggregate_version',
    metadata: 'meta_data',
    payload: 'event_properties',
    optional: ['snapshots'],
  },
  {
    format: 'prooph-sqlite',
    table: '(SELECT stream_name FROM event_streams)',
    type: 'event_name',
    time: 'created_at',
    metadata: 'metadata',
    payload: 'payload',
    optional: ['projections'],
  },
  {
    format: 'eventsauce-sqlite',
    table: 'account_messages',
    revision: 'version',
    payload: 'payload',
    wrapped: true,
    optional: [],
  },
];

const sampleOf = (format: string): string =>
  join(stores, format, readdirSync(join(stores, format)).find((name) => name.endsWith('.sqlite'))!);

/** A copy of the sample with `change` done to it. Its constraints go, so that anything can be put in. */
async function changed(
  target: Target,
  change: (database: Database.Database, table: string) => void,
): Promise<OpenedLog> {
  const path = join(scratch.folder, `changed-${files++}`);
  copyFileSync(sampleOf(target.format), path);
  const database = new Database(path);
  const table = target.table.startsWith('(')
    ? (database.prepare(target.table.slice(1, -1)).pluck().get() as string)
    : target.table;
  database.unsafeMode(true);
  database.pragma('writable_schema = ON');
  database.exec(`UPDATE sqlite_schema SET sql = replace(replace(sql, 'NOT NULL', ''), 'not null', '')
    WHERE type = 'table' AND name = '${table}'`);
  database.pragma('writable_schema = RESET');
  change(database, table);
  database.close();
  const log = await openLog(path);
  assertIndexIntegrity(log.index);
  expect(log.summary().format).toBe(target.format);
  return log;
}

describe.each(targets.map((target) => [target.format, target] as const))('a damaged store (%s)', (format, target) => {
  const set = (column: string, value: string) =>
    changed(target, (database, table) =>
      database.exec(
        `UPDATE "${table}" SET "${column}" = ${value} WHERE rowid = (SELECT rowid FROM "${table}" LIMIT 1 OFFSET 3)`,
      ),
    );
  const events = async (): Promise<number> => {
    const log = await openLog(sampleOf(format));
    log.close();
    return log.index.length;
  };
  const all = (log: OpenedLog) => log.events(Array.from({ length: log.index.length }, (_, i) => i));

  it.runIf(target.type)('says which row names no type, and leaves that one out', async () => {
    const log = await set(target.type!, 'NULL');
    expect(log.index.length).toBe((await events()) - 1);
    expect(log.index.problems).toMatchObject([{ reason: 'It names no event type.' }]);
    log.close();
  });

  it.runIf(target.time)('says which time is none', async () => {
    const log = await set(target.time!, "'soon'");
    expect(log.index.length).toBe(await events());
    expect(log.index.problems).toMatchObject([{ reason: `Its ${target.time} is no time: soon.` }]);
    expect(log.envelope(log.index.problems[0]!.ordinal!).recordedAt).toBeNull();
    log.close();
  });

  it.runIf(target.revision)('says which revision is no number', async () => {
    const log = await set(target.revision!, "'first'");
    expect(log.index.length).toBe(await events());
    expect(log.index.problems).toMatchObject([{ reason: expect.stringContaining('is no whole number: first') }]);
    log.close();
  });

  it.runIf(target.metadata)('shows metadata that is no object beside the event', async () => {
    const log = await set(target.metadata!, `'[1'`);
    expect(log.index.problems).toMatchObject([{ reason: expect.stringContaining(`Its ${target.metadata}`) }]);
    expect(log.event(log.index.problems[0]!.ordinal!).metadata).toContain('"[1"');
    log.close();
  });

  it('shows a payload of any type as it is', async () => {
    for (const value of ["'oops'", "x'ff00fe'", '12.5', 'NULL']) {
      const log = await set(target.payload, value);
      if (target.wrapped) {
        expect(log.index.length).toBe((await events()) - 1);
        expect(log.index.problems).toHaveLength(1);
      } else {
        expect(log.index.length).toBe(await events());
        expect(all(log).filter(({ payload }) => payload.kind !== 'json').length).toBe(value.includes("'") ? 1 : 0);
      }
      log.close();
    }
  });

  it('opens without the tables that it may be without', async () => {
    const log = await changed(target, (database) => {
      for (const table of target.optional) database.exec(`DROP TABLE ${table}`);
    });
    expect(log.index.length).toBe(await events());
    expect(log.index.problems).toEqual([]);
    all(log);
    expect(log.store.snapshots()).toEqual([]);
    log.consumers();
    log.close();
  });

  it('opens with what a shorter file or a bad page leaves, and says what is missing', async () => {
    const bytes = readFileSync(sampleOf(format));
    const cut = [0.3, 0.6, 0.9].map((part) => bytes.subarray(0, Math.floor((bytes.length * part) / 4096) * 4096));
    const overwritten = [0.3, 0.5, 0.8].map((part) => {
      const copy = Buffer.from(bytes);
      const page = Math.floor((bytes.length * part) / 4096) * 4096;
      return copy.fill(0x5a, page, page + 4096);
    });
    for (const content of [...cut, ...overwritten]) {
      try {
        const log = await openLog(scratch.write(`damaged-${files++}`, content));
        assertIndexIntegrity(log.index);
        if (log.index.length < (await events())) expect(log.index.problemCount).toBeGreaterThan(0);
        log.consumers();
        log.store.snapshots();
        expect(log.store.snapshotCount()).toBeGreaterThanOrEqual(0);
        log.close();
      } catch (error) {
        expect(error).toBeInstanceOf(InspectorError);
      }
    }
  });
});

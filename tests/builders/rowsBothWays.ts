import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { OpenedLog } from '../../electron/worker/openedLog.ts';
import type { Mapping } from '../../shared/model/mapping.ts';
import { openLog, type Scratch } from './scratch.ts';
import { writeSqlite } from './sqliteStore.ts';

// Rows of SQLite stores read from the bytes of pages, and by way of SQLite, and what to put into them.

/** Everything that the index says of each event, and the problems. */
const contentOf = (log: OpenedLog) => ({
  rows: Array.from({ length: log.index.length }, (_, ordinal) => {
    const c = log.index.columns;
    return [
      log.envelope(ordinal),
      c.eventIdHash[ordinal],
      c.correlationIdHash[ordinal],
      c.causationIdHash[ordinal],
      c.recordedAt[ordinal],
    ];
  }),
  problems: log.index.problems,
  notes: log.summary().notes,
});

/** In UTF-16 no text can be read from its bytes: SQLite and the format read every row. */
export async function readBothWays(
  { folder }: Scratch,
  layout: string,
  insert: string,
  rows: readonly (readonly unknown[])[],
  mapping: Mapping | null = null,
) {
  const open = async (before: string) => {
    const path = join(mkdtempSync(join(folder, 'store-')), 'store');
    const log = await openLog(
      writeSqlite(
        path,
        before + layout,
        rows.map((row) => [insert, ...row] as const),
      ),
      mapping,
    );
    const content = contentOf(log);
    log.close();
    return content;
  };
  return {
    bytes: await open('PRAGMA synchronous = OFF;'),
    sql: await open(`PRAGMA synchronous = OFF; PRAGMA encoding = 'UTF-16le';`),
  };
}

export const word = fc.constantFrom(
  'a',
  '',
  'order-1',
  'Ünder',
  'line\nbreak',
  '"quoted"',
  'OrderPlacedV2',
  'x'.repeat(70),
  '7',
);
export const json = fc.oneof(
  word,
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.constantFrom(1.5, 1e21, -0, 2 ** 53),
  fc.constant([{ correlationId: 'not this one' }]),
  fc.constant({ correlationId: 'nor this', _data_: '2026-01-01T00:00:00Z' }),
);
export const time = fc.constantFrom(
  '2026-01-02 03:04:05',
  '2026-01-02T03:04:05.678Z',
  '2026-02-30 00:00:00',
  '2024-02-29T00:00:00+02:00',
  'yesterday',
  '',
  '1767225600',
);

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoreSource } from '../../../../../electron/worker/formats/format.ts';
import { copyRows } from '../../../../../electron/worker/mapping/mappedTableReader.ts';
import type { OpenedLog } from '../../../../../electron/worker/openedLog.ts';
import type { Mapping, MappingFields, MappingSource } from '../../../../../shared/model/mapping.ts';
import { assertIndexIntegrity } from '../../../../builders/indexIntegrity.ts';
import { scanContext } from '../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../builders/scratch.ts';
import { writeSqlite } from '../../../../builders/sqliteStore.ts';

// The law: what a known format reads, a mapping reads from a copy with other names, whatever the copy is.

const scratch = scratchFolder();
let files = 0;
const next = (): string => `log-${files++}`;

const mapping = (source: MappingSource, fields: MappingFields): Mapping => ({
  eventloupe: 'mapping',
  version: 1,
  source,
  fields,
});

function contentOf(log: OpenedLog) {
  assertIndexIntegrity(log.index);
  const events = log.events(Array.from({ length: log.index.length }, (_, i) => i));
  log.close();
  return events.map(({ payload, metadata, ...event }) => ({
    ...event,
    payload: payload.kind === 'json' ? JSON.parse(payload.text) : payload,
    metadata: metadata === null ? null : JSON.parse(metadata),
  }));
}

const name = fc.oneof(
  fc.constantFrom('order-1', 'a "quoted" one', 'with, comma', 'two\nlines', 'ünï', '😀', 'x/y~z'),
  fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text && !/[\0\ud800-\udfff]/.test(text)),
);
const event = fc.record({
  stream: name,
  revision: fc.bigInt({ min: 0n, max: 2n ** 53n }),
  type: fc.constantFrom('Opened', 'Closed.v2', 'Ünï'),
  at: fc.constantFrom('2026-03-01T10:00:00.123Z', '2026-03-01 10:00:00', '1772436600000'),
  id: fc.uuid(),
  data: fc.record({ amount: fc.integer(), note: fc.string({ maxLength: 5 }).filter((text) => !text.includes('\0')) }),
  meta: fc.record({ correlationId: name, user: fc.constantFrom('ada', 'bea') }),
});
const events = fc.array(event, { minLength: 1, maxLength: 8 });
type Event = ReturnType<typeof event.generate>['value'];

const fields: MappingFields = {
  type: 'c type',
  stream: 'c/stream',
  revision: 'c_revision',
  globalPosition: 'C_Position',
  recordedAt: 'c_at',
  eventId: 'c_id',
  payload: 'c_data',
  metadata: 'c_meta',
};
const values = (one: Event, i: number): [string, unknown][] => [
  ['c type', one.type],
  ['c/stream', one.stream],
  ['c_revision', String(one.revision)],
  ['C_Position', i],
  ['c_at', one.at],
  ['c_id', one.id],
  ['c_data', one.data],
  ['c_meta', one.meta],
];
const known = (list: readonly Event[]): string =>
  list
    .map(({ stream, revision, type, at, id, data, meta }, i) => {
      const line = { streamId: stream, streamRevision: String(revision), globalPosition: i, type, eventId: id };
      return `${JSON.stringify({ ...line, recordedAt: at, data, metadata: meta })}\n`;
    })
    .join('');

const csvField = (value: unknown): string =>
  `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;

const copies: Readonly<Record<string, (list: readonly Event[]) => [path: string, mapping: Mapping]>> = {
  'JSON Lines': (list) => {
    const text = list.map((one, i) => `${JSON.stringify(Object.fromEntries(values(one, i)))}\n`).join('');
    return [scratch.write(next(), text), mapping({ kind: 'json-lines' }, fields)];
  },
  'a JSON array inside of a document': (list) => {
    const all = list.map((one, i) => Object.fromEntries(values(one, i)));
    const text = JSON.stringify({ a: 1, 'b/c': { rows: all } }, null, 2);
    return [scratch.write(next(), text), mapping({ kind: 'json-array', path: '/b~1c/rows' }, fields)];
  },
  'JSON with everything one level deeper, as text': (list) => {
    const text = list.map((one, i) => JSON.stringify({ in: JSON.stringify(Object.fromEntries(values(one, i))) }));
    const inside = Object.fromEntries(
      Object.entries(fields).map(([role, place]) => [role, `/in/${String(place).replaceAll('/', '~1')}`]),
    ) as unknown as MappingFields;
    return [scratch.write(next(), text.join('\n')), mapping({ kind: 'json-lines' }, inside)];
  },
  CSV: (list) => {
    const rows = list.map((one, i) => values(one, i).map(([, value]) => csvField(value)));
    const header = values(list[0]!, 0).map(([column]) => column);
    const text = [header, ...rows].map((row) => `${row.join(';')}\r\n`).join('');
    return [scratch.write(next(), text), mapping({ kind: 'csv', delimiter: ';', header: true }, fields)];
  },
  'CSV without a header': (list) => {
    const text = list.map(
      (one, i) =>
        `${values(one, i)
          .map(([, value]) => csvField(value))
          .join(',')}\n`,
    );
    const columns = values(list[0]!, 0).map(([column]) => column);
    const numbered = Object.fromEntries(
      Object.entries(fields).map(([role, place]) => [role, String(columns.indexOf(String(place)) + 1)]),
    ) as unknown as MappingFields;
    return [scratch.write(next(), text.join('')), mapping({ kind: 'csv', delimiter: ',', header: false }, numbered)];
  },
  'a SQLite table': (list) => [tableOf(list, ''), mapping({ kind: 'sqlite', table: 'a "table"' }, fields)],
  'a SQLite table without row ids': (list) => [
    tableOf(list, 'WITHOUT ROWID'),
    mapping({ kind: 'sqlite', table: 'a "table"' }, fields),
  ],
  'a SQLite view': (list) => [tableOf(list, ''), mapping({ kind: 'sqlite', table: 'seen' }, fields)],
};

function tableOf(list: readonly Event[], suffix: string): string {
  const path = `${scratch.folder}/${next()}`;
  return writeSqlite(
    path,
    `CREATE TABLE "a ""table"""("c type", "c/stream", c_revision INTEGER, C_Position INTEGER PRIMARY KEY,
      c_at, c_id, c_data, c_meta) ${suffix};
     CREATE VIEW seen AS SELECT * FROM "a ""table""" ORDER BY C_Position;`,
    list.map((one, i) => [
      'INSERT INTO "a ""table""" VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...values(one, i).map(([, value]) => (typeof value === 'object' ? JSON.stringify(value) : value)),
    ]),
  );
}

describe.each(Object.entries(copies))('%s', (_what, copy) => {
  it('gives the same events by a mapping as the known format of the same log', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (list) => {
        const [path, by] = copy(list);
        expect(contentOf(await openLog(path, by))).toEqual(
          contentOf(await openLog(scratch.write(next(), known(list)))),
        );
      }),
      { numRuns: 25 },
    );
  });
});

describe('a view of a stranger', () => {
  const view = (sql: string): string =>
    writeSqlite(`${scratch.folder}/${next()}`, `CREATE TABLE t(a); CREATE VIEW seen AS ${sql};`);
  const read = (path: string) => {
    const source = { path, readPath: path } as StoreSource;
    return copyRows(source, 'seen', ['a'], scanContext(), { freeBytes: 100_000, ratio: 2, files: 1 });
  };

  it('that never ends is refused', async () => {
    const path = view('WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT a FROM n');
    await expect(read(path)).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringMatching(/reading was stopped/),
    });
  });

  it('is read to its end otherwise', async () => {
    const copy = await read(view('SELECT 1 AS a UNION ALL SELECT 2'));
    expect(copy.note).toMatch(/private copy/);
    copy.folder.dispose();
  });
});

describe('a mapped store', () => {
  const line = (i: number): string =>
    `${JSON.stringify({ k: 'Moved', o: `s-${i % 2}`, at: 1_000 + i, x: i, y: { z: i } })}\n`;
  const text = [0, 1, 2, 3].map(line).join('');
  const lines = { kind: 'json-lines' } as const;

  it('takes constants, compositions, and all other members as the payload', async () => {
    const fieldsOf: MappingFields = { type: { constant: 'Moved' }, stream: { join: ['k', 'o'], with: '/' } };
    const log = await openLog(scratch.write(next(), text), mapping(lines, fieldsOf));
    expect(log.event(1)).toMatchObject({
      type: 'Moved',
      streamId: 'Moved/s-1',
      payload: { text: '{"at":1001,"x":1,"y":{"z":1}}' },
    });
    expect(log.format.name).toBe('mapped: JSON Lines');
    log.close();
  });

  it('reads numbers in the unit that was chosen, whatever their size', async () => {
    const recordedAt = { from: 'at', as: 'milliseconds' } as const;
    const log = await openLog(scratch.write(next(), text), mapping(lines, { type: 'k', recordedAt }));
    expect(log.event(1).recordedAt).toBe('1970-01-01T00:00:01.001Z');
    log.close();
  });

  it('falls back to the time of the producer, and shows it beside', async () => {
    const content =
      '{"k":"T","stored":null,"happened":"2026-01-01T00:00:00Z","d":{}}\n{"k":"T","stored":"2026-01-02T00:00:00Z","happened":"2026-01-01T00:00:00Z","d":{}}\n';
    const by = mapping(lines, { type: 'k', recordedAt: 'stored', occurredAt: 'happened', payload: 'd' });
    const log = await openLog(scratch.write(next(), content), by);
    expect(log.events([0, 1]).map(({ recordedAt, metadata }) => [recordedAt, metadata])).toEqual([
      ['2026-01-01T00:00:00.000Z', '{"happened":"2026-01-01T00:00:00Z"}'],
      ['2026-01-02T00:00:00.000Z', '{"happened":"2026-01-01T00:00:00Z"}'],
    ]);
    log.close();
  });

  it('opens with its problems listed where rows are damaged', async () => {
    const damaged = `${text}{"k":\n[1]\n{"o":"s-1"}\n${line(4)}{"k":"Cut`;
    const log = await openLog(scratch.write(next(), damaged), mapping(lines, { type: 'k', stream: 'o' }));
    expect(log.index.length).toBe(5);
    expect(log.index.problems.map(({ place }) => place.replace(/ \(.*/, ''))).toEqual([
      'line 5',
      'line 6',
      'line 7',
      'line 9',
    ]);
    log.close();
  });

  it('lists rows of a table that do not fit', async () => {
    const path = writeSqlite(`${scratch.folder}/${next()}`, 'CREATE TABLE t(k, o, n, at, d)', [
      ['INSERT INTO t VALUES (?, ?, ?, ?, ?)', 'Moved', 's', 1, 'yesterday', '{'],
      ['INSERT INTO t VALUES (?, ?, ?, ?, ?)', null, 's', 2, null, '{}'],
      ['INSERT INTO t VALUES (?, ?, ?, ?, ?)', 'Moved', 's', 'many', null, Buffer.from([0xff, 0x00])],
    ]);
    const by = mapping(
      { kind: 'sqlite', table: 't' },
      { type: 'k', stream: 'o', revision: 'n', recordedAt: 'at', payload: 'd' },
    );
    const log = await openLog(path, by);
    expect(log.index.problems.map(({ reason }) => reason)).toEqual([
      'Its at is no time: yesterday.',
      'It names no event type.',
      'Its n is no whole number: many.',
    ]);
    expect(log.events([0, 1]).map(({ payload }) => payload.kind)).toEqual(['invalid', 'binary']);
    log.close();
  });

  it('shows what stands beside a payload that is inside of a column', async () => {
    const path = writeSqlite(`${scratch.folder}/${next()}`, 'CREATE TABLE t(body TEXT, extra TEXT)', [
      ['INSERT INTO t VALUES (?, ?)', '{"type":"Moved","data":{"x":1},"ctx":{"user":"ada"},"more":7}', 'kept'],
    ]);
    const by = mapping(
      { kind: 'sqlite', table: 't' },
      { type: '/body/type', payload: '/body/data', metadata: '/body/ctx' },
    );
    const log = await openLog(path, by);
    const { payload, metadata, actor, type } = log.event(0);
    expect({ payload, type, actor }).toEqual({
      payload: { kind: 'json', text: '{"x":1}' },
      type: 'Moved',
      actor: 'ada',
    });
    expect(JSON.parse(metadata!)).toEqual({ user: 'ada', extra: 'kept', body: { more: 7 } });
    log.close();
  });

  it('says which fields do not fit the store', async () => {
    const path = scratch.write(next(), 'a;b\n1;2\n');
    const by = mapping({ kind: 'csv', delimiter: ';', header: true }, { type: 'kind', stream: 'b', payload: '/c/d' });
    await expect(openLog(path, by)).rejects.toMatchObject({
      code: 'bad-mapping',
      data: {
        fields: [
          { field: 'type', message: 'There is no column kind.' },
          { field: 'payload', message: 'There is no column c.' },
        ],
      },
    });
    const table = mapping({ kind: 'sqlite', table: 't' }, { type: 'a' });
    await expect(openLog(path, table)).rejects.toMatchObject({ data: { fields: [{ field: 'kind' }] } });
  });

  it('goes before a format that would know the store', async () => {
    const path = scratch.write(next(), '{"streamId":"a","type":"T","data":{"kind":"Real","of":"b"}}\n');
    const log = await openLog(path, mapping(lines, { type: '/data/kind', stream: '/data/of' }));
    expect(log.event(0)).toMatchObject({ type: 'Real', streamId: 'b' });
    log.close();
  });

  it('is followed while it grows', async () => {
    const path = scratch.write(next(), text);
    const log = await openLog(path, mapping(lines, { type: 'k', stream: 'o' }));
    appendFileSync(path, line(9));
    await log.grow(scanContext());
    expect(log.index.length).toBe(5);
    log.close();
  });

  it('joins parts of one export, and reads the one file of a folder that is named', async () => {
    const folder = `${scratch.folder}/${next()}`;
    mkdirSync(folder);
    writeFileSync(`${folder}/part-1.csv`, 'k,o\nMoved,a\n');
    writeFileSync(`${folder}/part-2.csv`, 'k,o\nMoved,b\n');
    const source = { kind: 'csv', delimiter: ',', header: true } as const;
    const both = await openLog(folder, mapping(source, { type: 'k', stream: 'o' }));
    expect(both.index.length).toBe(2);
    both.close();
    const one = await openLog(folder, mapping({ ...source, file: 'part-2.csv' }, { type: 'k', stream: 'o' }));
    expect(one.event(0).streamId).toBe('b');
    one.close();
    const none = mapping({ ...source, file: 'part-9.csv' }, { type: 'k', stream: 'o' });
    await expect(openLog(folder, none)).rejects.toMatchObject({ code: 'not-found' });
  });
});

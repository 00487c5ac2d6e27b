import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../../../../electron/worker/eventIndex/indexBuilder.ts';
import type { LogReader } from '../../../../../electron/worker/formats/format.ts';
import { cloudEvents } from '../../../../../electron/worker/formats/lines/dialects/cloudEvents.ts';
import { commanded } from '../../../../../electron/worker/formats/lines/dialects/commanded.ts';
import { debezium } from '../../../../../electron/worker/formats/lines/dialects/debezium.ts';
import type { LineDialect } from '../../../../../electron/worker/formats/lines/dialects/dialect.ts';
import { genericDialect } from '../../../../../electron/worker/formats/lines/dialects/generic.ts';
import { kcat } from '../../../../../electron/worker/formats/lines/dialects/kcat.ts';
import { kurrent } from '../../../../../electron/worker/formats/lines/dialects/kurrent.ts';
import { marten } from '../../../../../electron/worker/formats/lines/dialects/marten.ts';
import { messageDb } from '../../../../../electron/worker/formats/lines/dialects/messageDb.ts';
import { JsonLinesReader } from '../../../../../electron/worker/formats/lines/jsonLinesReader.ts';
import { Search } from '../../../../../electron/worker/search/search.ts';
import type { JsonObject } from '../../../../../shared/json.ts';
import { scanContext } from '../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../builders/scratch.ts';
import { emmettLayout, writeSqlite } from '../../../../builders/sqliteStore.ts';

// The law: whatever the lines, a search that asks their bytes finds what a search that reads every record finds.

const scratch = scratchFolder();
let files = 0;

/** Lines enough for the bytes to be asked. */
const LINES = 64;

async function opened(content: Uint8Array, dialect: LineDialect) {
  const path = scratch.write(`log-${files++}`, content);
  const bytes = content.length;
  const source = {
    path,
    name: 'log',
    readPath: path,
    bytes,
    modifiedMs: 0,
    notes: [],
    originals: [],
    dispose: () => {},
  };
  const reader = new JsonLinesReader(source, { bytes: content, whole: true, tables: null }, dialect);
  const builder = new IndexBuilder();
  await reader.scan(builder, scanContext());
  builder.freeze();
  return { index: builder, reader };
}

type Log = Pick<Awaited<ReturnType<typeof opened>>, 'index'> & { readonly reader: LogReader };

/** The same log, whose bytes answer nothing. */
const plain = ({ index, reader }: Log): Log => ({
  index,
  reader: Object.create(reader, {
    sift: { value: undefined, configurable: true },
    readRecords: { value: reader.readRecords.bind(reader), configurable: true },
    readPayloads: { value: reader.readPayloads.bind(reader), configurable: true },
  }),
});

async function found(log: Log, query: string): Promise<number[]> {
  const { set, matched } = await new Search(log).find(query, scanContext());
  return set === null ? [] : [...set.slice(0, matched)];
}

async function expectSame(content: Uint8Array, dialect: LineDialect, queries: readonly string[]): Promise<void> {
  const log = await opened(content, dialect);
  try {
    for (const query of queries)
      expect([query, await found(log, query)]).toEqual([query, await found(plain(log), query)]);
  } finally {
    log.reader.close();
  }
}

const mapped = (line: JsonObject): LineDialect => {
  const dialect = genericDialect([line]);
  if (typeof dialect === 'string') throw new Error(dialect);
  return dialect;
};

interface World {
  readonly dialect: LineDialect;
  /** A line from texts of JSON. */
  line(parts: { payload: string; metadata: string; id: string; more: string }): string;
}

const time = '2026-03-01T10:00:00.123Z';
const worlds: Record<string, World> = {
  'names of its own': {
    dialect: mapped({ streamId: 's', type: 'T', id: 'i', position: 1, time, data: {}, metadata: {} }),
    line: ({ payload, metadata, id, more }) =>
      `{"streamId":"s-1","type":"Noted","id":${id},"time":"${time}","data":${payload},"metadata" : ${metadata}${more}}`,
  },
  'the payload behind other objects': {
    dialect: mapped({ streamId: 's', type: 'T', id: 'i', time, metadata: {}, data: {} }),
    line: ({ payload, metadata, id, more }) =>
      `{"streamId":"s-1","type":"data","id":${id},"time":"${time}","metadata":${metadata}${more},"data":${payload}}`,
  },
  'no payload': {
    dialect: mapped({ streamId: 's', type: 'T', time }),
    line: ({ payload, id, more }) =>
      `{"streamId":"s-1","type":"Noted","correlationId":${id},"amount":${payload}${more}}`,
  },
  'message-db': {
    dialect: messageDb,
    line: ({ payload, metadata, id, more }) =>
      `{"id":${id},"stream_name":"s-1","type":"Noted","position":1,"global_position":7,"data":${payload},"metadata":${metadata}${more}}`,
  },
  KurrentDB: {
    dialect: kurrent,
    line: ({ payload, metadata, id, more }) =>
      `{"event":{"streamId":"s-1","type":"Noted","id":${id},"revision":1,"isJson":${payload.length % 2 === 0},"data":${payload},"metadata":${metadata}${more}}}`,
  },
  Commanded: {
    dialect: commanded,
    line: ({ payload, metadata, id, more }) =>
      `{"event_id":"e","event_type":"Noted","causation_id":null,"correlation_id":${id},"data":${payload},"metadata":${metadata},"created_at":"2026-03-0${1 + (payload.length % 9)}"${more}}`,
  },
  Marten: {
    dialect: marten,
    line: ({ payload, metadata, id, more }) =>
      `{"seq_id":1,"id":${id},"stream_id":"s-1","version":1,"data":${payload},"type":"Noted","headers":${metadata}${more}}`,
  },
  CloudEvents: {
    dialect: cloudEvents,
    line: ({ payload, id, more }) =>
      payload.length % 2 === 0
        ? `{"specversion":"1.0","type":"Noted","source":"s","id":${id},"data":${payload}${more}}`
        : `{"specversion":"1.0","type":"Noted","source":"s","id":${id},"data_base64":"${Buffer.from(payload).toString('base64')}"${more}}`,
  },
  kcat: {
    dialect: kcat,
    line: ({ payload, id, more }) =>
      `{"topic":"s","partition":0,"offset":1,"key":"s-1","headers":["eventId",${id}],"payload":${JSON.stringify(payload)}${more}}`,
  },
  Debezium: {
    dialect: debezium,
    line: ({ payload, metadata, more }) =>
      `{"payload":{"op":"c","before":null,"after":{"id":1,"amount":${payload}},"source":${metadata}${more}}}`,
  },
};

const number = fc.oneof(
  fc.integer({ min: 995, max: 1005 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(String),
  fc.constantFrom(
    ...[
      '1000',
      '1000.0',
      '1e3',
      '10.00E2',
      '-0',
      '0.0',
      '0.00000012',
      '1000.0000000000001',
      '1000.00000000000000000001',
    ],
    ...[
      '1000000000000000000000000',
      '123456789012345.6',
      '9007199254740993',
      '-1000',
      '1e400',
      '999.999999999999',
      '1e-400',
    ],
  ),
);
const words = [
  'needle',
  'NEEDLE',
  'need le',
  'stock',
  '\u017ftoc\u212a',
  'Z\u00eb',
  '\u0437\u0430\u043a',
  '\u6ce8\u6587',
  'u00fc',
  'envelope.x',
];
const text = fc.oneof(
  fc.constantFrom(...words).map((word) => JSON.stringify(word)),
  fc.string({ unit: 'binary', maxLength: 6 }).map((value) => JSON.stringify(value)),
  number.map((digits) => `"${digits}"`),
  fc.constantFrom(
    ...[
      '""',
      '"nee\\u0064le"',
      '"nee\\/dle"',
      '"a\\nb"',
      '"\\u017ftock"',
      '"\\\\x7b22616d6f756e74223a313030307d"',
      '"+1000"',
    ],
    ...[
      '".5e4"',
      '"\\u0031000"',
      '"{\\"amount\\":1001,\\"note\\":\\"needle\\"}"',
      '"[{\\"amount\\":1001}]"',
      '" needle"',
      '"2026-02-01"',
    ],
    '"\\"amount\\":1001"',
  ),
);
const scalar = fc.oneof(number, text, fc.constantFrom('null', 'true', 'false'));
const name = fc.constantFrom(
  ...[
    'amount',
    'amount',
    'a',
    'b',
    '0',
    'note',
    '__proto__',
    'Needle',
    'correlationId',
    'userId',
    'envelope.x',
    '',
    'x',
    'data',
  ].map((key) => JSON.stringify(key)),
  '"am\\u006funt"',
  '"nee\\tdle"',
);
const { value, object } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    scalar,
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  ),
  // Names may be there twice.
  object: fc
    .array(fc.tuple(name, fc.constantFrom(':', ' : '), tie('value')), { maxLength: 4 })
    .map((members) => `{${members.map((parts) => parts.join('')).join(' ,')}}`),
}));
const more = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  fc
    .array(
      fc.tuple(
        fc.constantFrom(
          'data',
          'x',
          'actor',
          'amount',
          'metadata',
          'user',
          'na\\u006de',
          'd\\u0061ta',
          'correlationId',
          'needle',
          'type',
          'bdata',
          'value',
        ),
        value,
      ),
      { maxLength: 2 },
    )
    .map((members) => members.map(([key, inner]) => `,"${key}":${inner}`).join('')),
);
const parts = fc.record({
  payload: fc.oneof({ weight: 3, arbitrary: object }, value),
  metadata: fc.oneof({ weight: 3, arbitrary: object }, value),
  id: scalar,
  more,
});

const quoted = (word: string): string => `"${word.replace(/["\\]/g, '\\$&')}"`;
const wanted = fc.oneof(
  number,
  fc.constantFrom(
    'needle',
    '"1000"',
    '*',
    '=1000',
    '="1000"',
    '>1000',
    '>=1000',
    '<1000',
    '<=1000.0',
    '>1e3',
    '>2026-01-01',
    'nee*',
  ),
  fc.constantFrom(
    '1000..1001',
    '..1000',
    '1000..',
    '1000..1000.5',
    'true',
    'null',
    '-1000..2026',
    '>-0',
    '0',
    '.5..+1001',
    '>needle',
  ),
);
const path = fc.constantFrom(
  'amount',
  'a',
  'b',
  'a.b',
  'amount.amount',
  'a.a.a',
  '0',
  'a.0',
  '*.a',
  'note',
  '__proto__',
  'a[].b',
  'x',
);
const query = fc.oneof(
  fc
    .constantFrom(
      ...words,
      'data',
      'correlationId',
      'id',
      '1000',
      '1e3',
      '"1000000',
      'e',
      '.',
      'noted',
      's-1',
      'amount',
      'x',
      'metadata',
    )
    .map((word) => quoted(word.replace('"', ''))),
  fc.constantFrom(
    'n*e',
    'need*1000',
    'Z\u00cb',
    '\u017ftock',
    'stoc\u212a',
    '\u0417\u0410\u041a',
    '"\\"amount\\":1001"',
    '"a:b"',
    'velope.x',
    '\u{1f600}',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }).map(quoted),
  fc.tuple(path, wanted).map(([at, test]) => `data.${at}:${test}`),
  fc.tuple(path, wanted).map(([at, test]) => `metadata.${at}:${test}`),
  fc
    .tuple(fc.constantFrom('actor', 'id', 'correlation', 'causation'), fc.constantFrom(...words, 'need*', '1000', '*0'))
    .map(([key, test]) => `${key}:${test.includes('*') ? test : quoted(test)}`),
);

/** Lines one after the other, over and over, until the bytes are asked. */
const logOf = (lines: readonly string[]): string =>
  Array.from({ length: Math.ceil(LINES / lines.length) }, () => lines.join('\n')).join('\n');

describe('Search over the bytes of lines', () => {
  for (const [what, { dialect, line }] of Object.entries(worlds)) {
    it(`finds what reading finds: ${what}`, async () => {
      const lines = fc.array(parts.map(line), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(lines, fc.array(query, { minLength: 4, maxLength: 12 }), (some, queries) =>
          expectSame(Buffer.from(logOf(some)), dialect, queries),
        ),
        { numRuns: 15 },
      );
    });

    it(`finds what reading finds in COPY text: ${what}`, async () => {
      const lines = fc.array(parts.map(line), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(lines, fc.array(query, { minLength: 4, maxLength: 8 }), (some, queries) => {
          const escaped = [...some, line({ payload: '{"q":"\\""}', metadata: '{}', id: '"i"', more: '' })];
          return expectSame(Buffer.from(logOf(escaped).replaceAll('\\', '\\\\')), dialect, queries);
        }),
        { numRuns: 5 },
      );
    });
  }

  it('finds what reading finds in bytes that are not UTF-8', async () => {
    const { dialect, line } = worlds['names of its own']!;
    const lines = fc.array(parts.map(line), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lines, fc.nat(), fc.array(query, { minLength: 4, maxLength: 8 }), (some, at, queries) => {
        const content = Buffer.from(logOf(some));
        for (let i = at % 50; i < content.length; i += 50) if (content[i]! >= 0x61) content[i] = 0xc3 + (i % 40);
        return expectSame(content, dialect, queries);
      }),
      { numRuns: 15 },
    );
  });

  // One line that a query is about, among others that it is not about.
  const plainParts = { payload: '{}', metadata: '{}', id: '"i"', more: '' };
  it.each([
    ['numbers are shown as they are counted, not as they are written', { id: '1e3' }, '1000'],
    ['tiny numbers get an exponent', { id: '0.0000005' }, '5e-7'],
    ['and so do large ones', { id: `1${'0'.repeat(22)}` }, '1e+22'],
    ['a member that metadata have already gets another name', { metadata: '{"x":1}', more: ',"x":2' }, 'velope'],
    ['escapes stand for letters', { payload: '{"a":"nee\\u0064le"}' }, 'needle'],
    ['the Kelvin sign is a k', { payload: '{"a":"stoc\u212a"}' }, 'stock'],
    ['and \u017f an s', { more: ',"actor":"\u017ftock"' }, 'STOCK'],
    ['a string may hold JSON', { payload: '"{\\"amount\\":1001}"' }, 'data.amount:>1000'],
    ['or bytes in hex', { payload: '"\\\\x7b2261223a226e6565646c65227d"' }, 'needle'],
    ['blanks between members are none in text', { metadata: '{"x" : 5}', more: ',"y":1' }, '"\\"x\\":5"'],
    ['of members with one name the last counts', { payload: '{"amount":1,"amount":1001}' }, 'data.amount:>1000'],
    ['arrays are gone through', { payload: '{"a":[{"b":1},{"b":1001}]}' }, 'data.a.b:>1000'],
    ['and are values', { payload: '{"amount":[1,1001]}' }, 'data.amount:>1000'],
    ['numbers may stand in text', { payload: '{"amount":"1000.5"}' }, 'data.amount:>1000'],
    ['digits past a double count', { payload: '{"amount":1000.00000000000000000001}' }, 'data.amount:>1000'],
    ['and so do exponents', { payload: '{"amount":1.0001e3}' }, 'data.amount:>1000'],
    ['metadata count', { metadata: '{"a":{"b":"Needle"}}' }, 'needle'],
    ['so do their names', { metadata: '{"needle":{}}' }, 'needle'],
    ['ids count', { id: '"the needle"' }, 'needle'],
    ['long lines count', { payload: `{"a":"${'x'.repeat(1 << 20)}needle","amount":1}` }, 'needle data.amount:1'],
    ['text behind a text of the envelope counts', { payload: '{"a":"notedly"}' }, 'notedly'],
  ])('knows that %s', async (_, special, query) => {
    const { dialect, line } = worlds['names of its own']!;
    const others = Array.from({ length: LINES }, () => line(plainParts));
    const content = Buffer.from([...others, line({ ...plainParts, ...special })].join('\n'));
    const log = await opened(content, dialect);
    expect(await found(log, query)).toEqual([LINES]);
    log.reader.close();
    await expectSame(content, dialect, [query]);
  });

  it.each([
    ['names of the envelope', {}, 'correlation'],
    ['times', {}, '10:00'],
    [
      'members that come again',
      { payload: '{"a":"needle","amount":1001}', more: ',"data":{}' },
      'needle or data.amount:>1000',
    ],
    [
      'values elsewhere',
      { payload: '{"a":{"amount":1001},"b":"\\"amount\\":1001"}', metadata: '{"amount":1001}' },
      'data.amount:*',
    ],
    ['numbers within the limit', { payload: '{"amount":1000.00}' }, 'data.amount:>1000'],
    [
      'a member of that name in another object',
      { id: '{"data":{"amount":1001}}', payload: '{"amount":1}', metadata: '{"data":{"amount":1001}}' },
      'data.amount:>1000',
    ],
    [
      'a payload that is replaced, by a name written otherwise',
      { payload: '{"amount":1001}', more: ',"d\\u0061ta":{}' },
      'data.amount:>1000',
    ],
    [
      'text that looks like the payload',
      { id: '"\\"data\\":{\\"amount\\":1001}"', payload: '{"amount":1}' },
      'data.amount:>1000',
    ],
    ['fields of a field that is replaced', { payload: '{"a":{"amount":1001},"a":{"b":1}}' }, 'data.a.amount:>1000'],
  ])('does not take for a match: %s', async (_, special, query) => {
    const { dialect, line } = worlds['names of its own']!;
    const content = Buffer.from(Array.from({ length: LINES }, () => line({ ...plainParts, ...special })).join('\n'));
    const log = await opened(content, dialect);
    expect(await found(log, query)).toEqual([]);
    log.reader.close();
  });

  it('answers from bytes, and reads only what they leave open', async () => {
    const { dialect, line } = worlds['names of its own']!;
    const lines = Array.from({ length: 200 }, (_, i) =>
      line({ ...plainParts, payload: `{"amount":${990 + (i % 20)},"note":"${i % 3 ? 'door' : 'needle'}"}` }),
    );
    lines[7] = line({ ...plainParts, payload: '{"amount":1e9,"note":"nee\\u0064le"}' });
    const log = await opened(Buffer.from(lines.join('\n')), dialect);
    const read: number[] = [];
    const watched = plain(log);
    Object.defineProperties(watched.reader, {
      sift: { value: log.reader.sift.bind(log.reader) },
      readRecords: {
        value: (...[index, some]: Parameters<JsonLinesReader['readRecords']>) => {
          read.push(...Array.from(some));
          return log.reader.readRecords(index, some);
        },
      },
      readPayloads: {
        value: (...[index, some]: Parameters<JsonLinesReader['readPayloads']>) => {
          read.push(...Array.from(some));
          return log.reader.readPayloads(index, some);
        },
      },
    });
    expect(await found(watched, 'data.amount:>1000')).toHaveLength(91);
    expect(await found(watched, 'data.note:needle')).toHaveLength(68);
    expect(read).toEqual([]);
    expect(await found(watched, 'needle')).toHaveLength(68);
    expect(read).toEqual([7]);
  });
});

describe('Search over the bytes of rows', () => {
  const payload = fc.oneof(
    { weight: 4, arbitrary: parts.map((some) => some.payload) },
    { weight: 1, arbitrary: value.map((text) => Buffer.from(text)) },
    fc.constantFrom(
      '{"amount":1001',
      '{"amount":1001}}',
      '{"a":{"amount":1001}',
      '{"amount":1},"p":{"amount":1001}',
      '1,"p":{"amount":1001}',
      '{"amount":1001} ',
      '{"a":"needle"',
      'needle',
      '',
      '[1,]',
      '{"amount":01}',
      '{"amount":1001,"a":"\\q"}',
    ),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    fc.constant(1001),
    parts.map((some) => `{"a":"${'x'.repeat(9000)}","amount":${some.payload}}`),
  );
  const row = fc.record({
    payload,
    metadata: parts.map((some) => some.metadata),
    id: fc.constantFrom('m', ...words),
    archived: fc.constantFrom(0, 0, 0, 1),
    kind: fc.constantFrom('E', 'E', 'E', 'C'),
    /** Keys up to the next row. */
    gap: fc.constantFrom(1, 1, 2, 7000),
  });

  /** What differs between searching the bytes of a store and reading it. */
  async function differences(path: string, queries: readonly string[]): Promise<unknown[]> {
    const opened = await openLog(path);
    const log: Log = { index: opened.index as Log['index'], reader: opened.reader };
    try {
      const answers: unknown[] = [];
      for (const asked of queries) {
        const [sifted, read] = [await found(log, asked), await found(plain(log), asked)];
        if (!isDeepStrictEqual(sifted, read)) answers.push({ asked, sifted, read });
      }
      return answers;
    } finally {
      opened.close();
    }
  }

  const stores = {
    'an Emmett store': {
      layout: emmettLayout,
      insert: `INSERT INTO emt_messages(stream_id, stream_position, message_data, message_metadata, message_id,
        is_archived, message_kind, global_position) VALUES ('s-1', 1, ?, ?, ?, ?, ?, ?)`,
    },
    'a message-db store': {
      layout: `CREATE TABLE messages(global_position INTEGER PRIMARY KEY, position BIGINT, time TEXT, stream_name TEXT,
        type TEXT, data, metadata, id TEXT, more, most);`,
      insert: `INSERT INTO messages(stream_name, position, type, time, data, metadata, id, more, most, global_position)
        VALUES ('s-1', 1, 'Noted', '2026-03-01 10:00:00', ?, ?, ?, ?, ?, ?)`,
    },
  };
  for (const [what, { layout, insert }] of Object.entries(stores)) {
    it(`finds what reading finds in ${what}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(row, { minLength: 1, maxLength: 8 }),
          fc.array(query, { minLength: 4, maxLength: 12 }),
          async (some, queries) => {
            let key = 0;
            const rows = Array.from({ length: LINES * 2 }, (_, i) => {
              const { payload, metadata, id, archived, kind, gap } = some[i % some.length]!;
              key += gap;
              return [insert, payload, metadata, id, archived, kind, key] as const;
            });
            const path = writeSqlite(`${scratch.folder}/rows-${files++}`, layout, rows);
            expect(await differences(path, [...queries, 'archived', 'true'])).toEqual([]);
          },
        ),
        { numRuns: 25 },
      );
    });
  }
});

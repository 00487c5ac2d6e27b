import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arraysOf } from '../../../../../../../electron/worker/eventIndex/columns.ts';
import { type EventIndex, NO_POSITION } from '../../../../../../../electron/worker/eventIndex/eventIndex.ts';
import { idHash } from '../../../../../../../electron/worker/eventIndex/idHash.ts';
import { IndexBuilder } from '../../../../../../../electron/worker/eventIndex/indexBuilder.ts';
import { IntegerColumn } from '../../../../../../../electron/worker/eventIndex/integerColumn.ts';
import type { IntegerBatch } from '../../../../../../../electron/worker/eventIndex/rows.ts';
import { toMicros, toPosition } from '../../../../../../../electron/worker/formats/fields.ts';
import { commanded } from '../../../../../../../electron/worker/formats/lines/dialects/commanded.ts';
import { converted } from '../../../../../../../electron/worker/formats/lines/dialects/converted.ts';
import {
  type EnvelopePlaces,
  type LineDialect,
  scannedTimeForms,
} from '../../../../../../../electron/worker/formats/lines/dialects/dialect.ts';
import { genericDialect } from '../../../../../../../electron/worker/formats/lines/dialects/generic.ts';
import { kurrent } from '../../../../../../../electron/worker/formats/lines/dialects/kurrent.ts';
import { messageDb } from '../../../../../../../electron/worker/formats/lines/dialects/messageDb.ts';
import {
  JsonLinesReader,
  type ReaderSettings,
} from '../../../../../../../electron/worker/formats/lines/jsonLinesReader.ts';
import { LineScanner } from '../../../../../../../electron/worker/formats/lines/scan/lineScanner.ts';
import { mappedDialect } from '../../../../../../../electron/worker/mapping/mappedDialect.ts';
import { microsIn } from '../../../../../../../electron/worker/mapping/times.ts';
import { type JsonObject, parseJson } from '../../../../../../../shared/json.ts';
import type { MappingFields, TimeForm } from '../../../../../../../shared/model/mapping.ts';
import { assertIndexIntegrity } from '../../../../../../builders/indexIntegrity.ts';
import { scanContext } from '../../../../../../builders/scanContext.ts';
import { scratchFolder } from '../../../../../../builders/scratch.ts';

// The law: whatever the bytes, scanning them and parsing them leave the same index, problems, notes and checkpoints;
// and so they do however the file is divided, and however many threads divide it.

const scratch = scratchFolder();
let files = 0;

async function indexed(content: Uint8Array, dialect: LineDialect, scanning: ReaderSettings = {}) {
  const path = scratch.write(`log-${files++}`, content);
  const source = {
    path,
    name: 'log',
    readPath: path,
    bytes: content.length,
    modifiedMs: 0,
    originals: [],
    notes: [],
    dispose: () => {},
  };
  const reader = new JsonLinesReader(source, { bytes: content, whole: true, tables: null }, dialect, scanning);
  const builder = new IndexBuilder();
  await reader.scan(builder, scanContext());
  reader.close();
  assertIndexIntegrity(builder);
  return { ...contentOf(builder.freeze()), notes: reader.notes, checkpoints: reader.checkpoints() };
}

function contentOf(index: EventIndex) {
  const { length, streams, types, schemaVersions, problems, problemCount, firstTime, lastTime } = index;
  const columns = Object.entries(arraysOf(index.columns, length)).map(([name, column]) => [name, [...column]]);
  const dictionaries = [streams.all, types.all, schemaVersions.all];
  const positions = [NO_POSITION, 0n, 5n, 2n ** 62n].map((position) => index.ordinalAtPosition(position));
  return { length, columns, dictionaries, problems, problemCount, firstTime, lastTime, positions };
}

async function expectSame(content: Uint8Array, dialect: LineDialect, ...divided: ReaderSettings[]): Promise<void> {
  const { places, ...parsing } = dialect;
  expect(places).toBeDefined();
  const parsed = await indexed(content, parsing);
  for (const scanning of [{}, ...divided]) expect(await indexed(content, dialect, scanning)).toEqual(parsed);
}

const mapped = (line: JsonObject): LineDialect => {
  const dialect = genericDialect([line]);
  if (typeof dialect === 'string') throw new Error(dialect);
  return dialect;
};

const byHand = (fields: MappingFields): LineDialect =>
  mappedDialect({ eventloupe: 'mapping', version: 1, source: { kind: 'json-lines' }, fields });
const inForm = (form: TimeForm) => ({ from: 'time', as: form });

const time = '2026-03-01T10:00:00.123Z';
const dialects: Record<string, LineDialect> = {
  'names of its own': mapped({
    streamId: 's',
    type: 'T',
    id: 'i',
    position: 1,
    time,
    revision: 1,
    data: {},
    metadata: {},
  }),
  'names in metadata': mapped({
    type: 'T',
    data: {},
    metadata: { streamName: 's', streamPosition: '4', globalPosition: 7, messageId: 'i' },
  }),
  'no payload': mapped({ streamId: 's', type: 'T', time }),
  'message-db': messageDb,
  KurrentDB: kurrent,
  Commanded: commanded,
  'converted documents': converted,
  'one type and named units': byHand({ type: { constant: 'T.v2' }, stream: 'streamId', recordedAt: inForm('seconds') }),
};

/** Every name that any dialect looks for, and some that only look so. */
const names = [
  ...new Set(
    Object.values(dialects).flatMap(({ places }) =>
      Object.values(places!).flatMap((paths) => (Array.isArray(paths) ? paths.flat() : [])),
    ),
  ),
  '__proto__',
  'constructor',
  'd\u00e4t\u00e4',
  '\u{1f600}',
  'typ',
  'types',
  '',
];

const number = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '1.0',
    '1e3',
    '1E+2',
    '-1.5e-7',
    '1e400',
    '123456789012345680',
    '01',
    '.5',
    '1.',
    '-',
    '+1',
    '1e',
    '0x1',
  ),
);

const text = fc.oneof(
  fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
  fc.string({ minLength: 60, maxLength: 70 }).map((value) => JSON.stringify(value)),
  number.map((digits) => `"${digits}"`),
  fc.constantFrom(
    '""',
    '"\\u0041"',
    '"\\/"',
    '"a\\nb"',
    '"\\ud800"',
    '"\\x"',
    '"\\u12g4"',
    '"\t"',
    '"Opened.v2"',
    '"$>"',
    '"Recorded"',
    '"s:position-c"',
  ),
  fc.constantFrom(
    '"{\\"type\\":\\"In\\"}"',
    '" {\\"schemaVersion\\":3}"',
    '"2026-02-31T00:00:00Z"',
    '"2026-03-01 10:00:00.123456+02:00"',
    '"2024-02-29T23:59:60Z"',
    '"0099-01-01T00:00:00Z"',
    `"${time}"`,
  ),
);

const space = fc.constantFrom('', '', '', ' ', '\t', '  ', '\r');
const key = fc
  .tuple(fc.constantFrom(...names), fc.nat({ max: 9 }))
  .map(([name, escaped]) =>
    escaped === 0 && name !== ''
      ? `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}"`
      : JSON.stringify(name),
  );

/** JSON text, most of it valid, with the names of envelopes at every depth and often twice. */
const { object } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number,
    fc.constantFrom('null', 'true', 'false', 'nul', '[]', '{}', '[1,]', '{"a"}', ''),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }).map((list) => `[${list.join(',')}]`),
  ),
  object: fc
    .array(fc.tuple(key, space, tie('value'), space), { maxLength: 8 })
    .map(
      (members) =>
        `{${members.map(([name, before, value, behind]) => `${before}${name}${behind}:${before}${value}${behind}`).join(',')}}`,
    ),
}));

/** A line as a dialect's own store writes it, some values replaced by anything. */
const member = (name: string, usual: string) =>
  fc
    .oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.oneof(text, number, object) })
    .map((value) => `"${name}":${value}`);
const shuffled = (...members: [string, string][]) =>
  fc
    .tuple(...members.map(([name, usual]) => member(name, usual)))
    .chain((list) => fc.shuffledSubarray(list, { minLength: list.length - 2 }))
    .map((list) => `{${list.join(',')}}`);
const usual = fc.oneof(
  shuffled(
    ['streamId', '"s"'],
    ['type', '"T"'],
    ['id', '"i"'],
    ['position', '7'],
    ['revision', '3'],
    ['time', `"${time}"`],
    ['data', '{"schemaVersion":2}'],
    ['metadata', '{"correlationId":"c"}'],
  ),
  shuffled(
    ['stream_name', '"a-1"'],
    ['type', '"T.v2"'],
    ['id', '"i"'],
    ['position', '0'],
    ['global_position', '12'],
    ['time', '"2026-01-01T00:00:00.5"'],
    ['data', '{"position":4}'],
    ['metadata', 'null'],
  ),
  shuffled(
    ['event_type', '"T"'],
    ['event_id', '"i"'],
    ['created_at', `"${time}"`],
    ['metadata', '{"eventVersion":"1"}'],
    ['correlation_id', 'null'],
  ),
  shuffled(
    ['streamId', '"s"'],
    ['type', '"T"'],
    ['revision', '"5"'],
    ['created', `"${time}"`],
    ['id', '"i"'],
    ['metadata', '{"$correlationId":"c"}'],
    ['position', '{"commit":"99"}'],
  ).map((event) => `{"event":${event},"commitPosition":5}`),
);

/** Replaces, inserts or removes a byte somewhere, or cuts the line off there. */
const damage = fc.tuple(
  fc.nat(),
  fc.constantFrom(0x22, 0x5c, 0x7b, 0x7d, 0x2c, 0x3a, 0x00, 0x1f, 0x20, 0x30, 0x2d, 0xf6, 0xc3, 0x5b, 0x5d),
  fc.constantFrom('replace', 'insert', 'remove', 'cut'),
);
const line = fc.tuple(fc.oneof(object, usual, usual), fc.option(damage, { freq: 3 })).map(([json, damaged]) => {
  const bytes = Buffer.from(json);
  if (damaged === null) return bytes;
  const [where, byte, how] = damaged;
  const at = where % (bytes.length + 1);
  if (how === 'cut') return bytes.subarray(0, at);
  return Buffer.concat([
    bytes.subarray(0, at),
    Buffer.from(how === 'remove' ? [] : [byte]),
    bytes.subarray(how === 'insert' ? at : at + 1),
  ]);
});
/** Lines with the same names in the same order, as a log's are: their values are of the kind they always are, or of any. */
const recurring = (members: [string, string][]) =>
  fc.tuple(fc.shuffledSubarray(members, { minLength: members.length - 1 }), key, space).chain(([list, more, blank]) => {
    const value = (usual: string) =>
      fc.oneof(
        { weight: 12, arbitrary: fc.nat({ max: 99 }).map((n) => usual.replaceAll('#', String(n))) },
        { weight: 1, arbitrary: fc.oneof(text, number, object, fc.constantFrom('null', 'true', '""', '{}', '[[1]]')) },
      );
    const all: [string, string][] = [
      ...list.map(([name, usual]): [string, string] => [`"${name}"`, usual]),
      [more, '#'],
    ];
    return fc.array(
      fc
        .tuple(...all.map(([, usual]) => value(usual)))
        .map((values) => `{${values.map((text, i) => `${all[i]![0]}:${blank}${text}`).join(`${blank},`)}}`),
      { minLength: 5, maxLength: 40 },
    );
  });
const inner = '{"a":"#","schemaVersion":#,"b":{"c":[#],"d":-#.5},"e":null,"type":"#"}';
const worlds = fc.oneof(
  recurring([
    ['streamId', '"s-#"'],
    ['type', '"T#"'],
    ['id', '"i#"'],
    ['position', '#'],
    ['revision', '"#"'],
    ['time', `"2026-03-01T10:00:#Z"`],
    ['data', inner],
    ['metadata', '{"correlationId":"c#","causationId":null}'],
  ]),
  recurring([
    ['stream_name', '"a-#"'],
    ['type', '"T.v#"'],
    ['position', '#'],
    ['global_position', '#'],
    ['time', '"2026-01-01T00:00:00.#"'],
    ['data', inner],
    ['metadata', 'null'],
  ]),
  recurring([
    ['streamId', '"s#"'],
    ['type', '"T"'],
    ['revision', '"#"'],
    ['created', `"${time}"`],
    ['metadata', '{"$correlationId":"#"}'],
    ['position', '{"commit":"#"}'],
    ['streamId', '"#"'],
  ]).map((list) => list.map((event) => `{"event":${event},"commitPosition":5}`)),
);

const lines = fc.tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n', '\n\n'), fc.boolean());

describe.each(Object.entries(dialects))('lines with %s', (_name, dialect) => {
  it('are indexed alike whether their bytes are scanned or their text is parsed', async () => {
    await fc.assert(
      fc.asyncProperty(lines, async ([list, lineBreak, copy]) => {
        const joined = list.flatMap((bytes) => [bytes, Buffer.from(lineBreak)]);
        const content = Buffer.concat(copy ? joined : joined.slice(0, -1));
        await expectSame(content, dialect, { rangeBytes: 64 }, { rangeBytes: 1 });
      }),
      { numRuns: 60 },
    );
  });

  it('are indexed alike however often their shapes come back', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, worlds, async (some, others) => {
        const list = some.flatMap((line, i) => [line, others[i] ?? line]);
        await expectSame(Buffer.from(`${list.join('\n')}\n`), dialect, { rangeBytes: 500 });
      }),
      { numRuns: 60 },
    );
  });

  it('are indexed alike by several threads', async () => {
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 3 }), fc.constantFrom(16, 100, 1000), async (...all) => {
        const [[list, lineBreak], threads, rangeBytes] = all;
        const content = Buffer.concat(list.flatMap((bytes) => [bytes, Buffer.from(lineBreak)]));
        await expectSame(content, dialect, { threads, rangeBytes });
      }),
      { numRuns: 5 },
    );
  });
});

it('knows no version that is only looked at on the way along the shape of another line', async () => {
  const event = (version: string, inData: number) =>
    `{"data":{"schemaVersion":${inData}},"streamId":"s","type":"T","typeVersion":${version}}`;
  const dialect = mapped({ streamId: 's', type: 'T', data: {} });
  const list = [event('""', 1), event('7', 2), event('7', 3), event('""', 4)];
  await expectSame(Buffer.from(list.join('\n')), {
    ...dialect,
    places: { ...dialect.places!, schemaVersion: [['typeVersion'], ['data', 'schemaVersion']] },
  });
});

it('finds COPY text out at the same line', async () => {
  const row = (name: string) =>
    `{"stream_name":"s","type":"T","position":0,"global_position":1,"data":{"name":"${name}"}}`;
  for (const name of ['\\\\"Bob\\\\"', '\\u0041', '\\\\\\\\', '\\n', '\\/']) {
    await expectSame(Buffer.from([row('plain'), row(name), row('\\"'), row(name)].join('\n')), messageDb);
  }
});

it('reads lines that go on far beyond their range, to a line break or to the end', async () => {
  const length = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 15_000, max: 150_000 }));
  await fc.assert(
    fc.asyncProperty(fc.array(length, { minLength: 1, maxLength: 3 }), fc.boolean(), async (lengths, ends) => {
      const list = lengths.map(
        (n, i) => `{"streamId":"s","type":"T${i}","time":"${time}","data":"${'é'.repeat(n / 2)}"}`,
      );
      const content = Buffer.from(list.join('\n') + (ends ? '\n' : ''));
      await expectSame(content, dialects['names of its own']!, { rangeBytes: 10_000 }, { rangeBytes: 50_000 });
    }),
    { numRuns: 10 },
  );
});

it('reads a line that is longer than a scanner takes', async () => {
  const event = (type: string, data: string) => `{"streamId":"s","type":"${type}","time":"${time}","data":"${data}"}`;
  const content = [event('A', 'a'), event('B', 'b'.repeat(40_000_000)), event('C', 'c'), event('D', 'd')].join('\n');
  await expectSame(Buffer.from(content), dialects['names of its own']!, { threads: 1 });
});

const scanners = new Map<EnvelopePlaces, LineScanner>();
const scannerOf = (places: EnvelopePlaces): LineScanner => {
  const scanner = scanners.get(places) ?? new LineScanner(places);
  scanners.set(places, scanner);
  return scanner;
};

/** The only row that a scanner makes of a line; `null` when it leaves the line to parsing. */
function scanned(json: string, places: EnvelopePlaces) {
  const scanner = scannerOf(places);
  const bytes = Buffer.from(`${json}\n`);
  scanner.input(bytes.length).set(bytes);
  const [scan] = scanner.scan(0, bytes.length, { isUtf8: true, refuseTelling: false, origin: 0 });
  return scan!.count === 1 ? scan!.rows : null;
}

const integerIn = (batch: IntegerBatch): bigint => {
  const column = new IntegerColumn(new Int32Array(1));
  column.setBatch(0, batch, 0, 1);
  return column.at(0);
};

it('scans what is plain and leaves only what is not to parsing', () => {
  const places = dialects['names of its own']!.places!;
  const plain = '"streamId":"\u00e4","type":"T","id":"i","position":1,"revision":"2"';
  expect(scanned(`{${plain},"time":"2026-03-01T10:00:00Z","data":[{"a":"\\"}"}]}`, places)).not.toBeNull();
  expect(scanned(`{${plain.replaceAll(':', ': ')}}`, places)).not.toBeNull();
  expect(scanned(` { ${plain.replaceAll(':', ' : ')} , "data" : [ 1.5e3 , { } ] }\r`, places)).not.toBeNull();
  expect(scanned('{"streamId":"s","\\u0074ype":"T"}', places)).toBeNull();
  expect(scanned('{"streamId":"s","type":"T","id":"i\\u0041"}', places)).toBeNull();
  expect(scanned('{"streamId":"s","type":"T","revision":1.0}', places)).toBeNull();
  expect(scanned('{"streamId":"s","type":"T","time":"yesterday"}', places)).toBeNull();
  expect(scanned('{"streamId":"s","type":"T","metadata":"{}"}', places)).toBeNull();
  expect(scanned('{"streamId":"s"}', places)).toBeNull();
});

describe('fields from bytes', () => {
  const places = dialects['names of its own']!.places!;
  const rowWith = (name: string, value: string) =>
    scanned(`{"streamId":"s","type":"T",${JSON.stringify(name)}:${value}}`, places);
  const json = (value: string): string => JSON.stringify(value);

  it('are integers to the last of 64 bits, or left to the long way', () => {
    const digits = fc.oneof(
      fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }).map(String),
      fc.integer().map(String),
      fc.stringMatching(/^-?[0-9]{0,20}$/),
      fc.string(),
    );
    fc.assert(
      fc.property(digits, (value) => {
        const row = rowWith('revision', json(value));
        if (row !== null) expect(integerIn(row.revision)).toBe(toPosition(value));
      }),
      { numRuns: 2000 },
    );
    for (const value of ['0', '-1', '12345678', '123456789', '1234567890123456', '-123456789012345678']) {
      expect(rowWith('revision', value), value).not.toBeNull();
    }
  });

  it('are times as text reads them, or left to the long way', () => {
    const part = (width: number, max: number) => fc.nat({ max }).map((n) => String(n).padStart(width, '0'));
    const iso = fc
      .tuple(
        part(4, 9999),
        part(2, 13),
        part(2, 32),
        fc.constantFrom('T', ' ', 't'),
        part(2, 24),
        part(2, 61),
        part(2, 61),
        fc.stringMatching(/^([.,][0-9]{0,10})?$/),
        fc.constantFrom('Z', '', '+02:00', '-09', '+0530', 'z', ' Z', '+99:99'),
      )
      .map(
        ([year, month, day, t, h, m, s, fraction, zone]) =>
          `${year}-${month}-${day}${t}${h}:${m}:${s}${fraction}${zone}`,
      );
    fc.assert(
      fc.property(iso, (value) => {
        const row = rowWith('time', json(value));
        if (row !== null) expect(row.recordedAt[0]).toBe(toMicros(value));
      }),
      { numRuns: 5000 },
    );
    expect(rowWith('time', '"2024-02-29T12:34:56.789Z"')?.recordedAt[0]).toBe(toMicros('2024-02-29T12:34:56.789Z'));
  });

  it('are times as bare numbers have them, or left to the long way', () => {
    const bare = fc.oneof(
      fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      fc
        .tuple(fc.integer({ min: 9, max: 18 }), fc.integer({ min: -9, max: 9 }))
        .map(([n, d]) => 10n ** BigInt(n) + BigInt(d)),
    );
    fc.assert(
      fc.property(bare.map(String), (value) => {
        const row = rowWith('time', value);
        if (row !== null) expect(row.recordedAt[0]).toBe(toMicros(parseJson(value)));
      }),
      { numRuns: 5000 },
    );
  });

  it('are times in the unit that a mapping names, or left to the long way', () => {
    const bare = fc.oneof(
      fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }).map(String),
      fc
        .tuple(fc.nat({ max: 19 }), fc.integer({ min: -9, max: 9 }))
        .map(([n, d]) => String(10n ** BigInt(n) + BigInt(d))),
      fc.integer().map(String),
      fc.constantFrom('007', '-0', '1.5', '1e3', '9223372036854', '9223372036855', '9223372036854775', time, 'soon'),
    );
    for (const form of scannedTimeForms) {
      const { places: inUnit } = byHand({ type: 'type', recordedAt: inForm(form) });
      fc.assert(
        fc.property(bare, fc.boolean(), (value, isText) => {
          const written = isText || !/^-?(0|[1-9]\d*)([.e]\d+)?$/.test(value) ? json(value) : value;
          const row = scanned(`{"type":"T","time":${written}}`, inUnit!);
          if (row !== null) expect(row.recordedAt[0]).toBe(microsIn(form, parseJson(written)));
        }),
        { numRuns: 1000 },
      );
      expect(scanned('{"type":"T","time":1772359200}', inUnit!)?.recordedAt[0]).toBe(microsIn(form, 1772359200));
      expect(scanned(`{"type":"T","time":"${time}"}`, inUnit!)?.recordedAt[0]).toBe(toMicros(time));
    }
    expect(byHand({ type: 'type', recordedAt: inForm('julian-days') }).places).toBeUndefined();
  });

  it('are hashes as text has them', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const row = rowWith('id', json(value));
        if (row !== null) expect(row.eventIdHash[0]).toBe(value === '' ? Number.NaN : idHash(value));
      }),
    );
    expect(rowWith('id', '"\u00e4"')).toBeNull();
  });
});

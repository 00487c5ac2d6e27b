import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../../../../../electron/worker/eventIndex/indexBuilder.ts';
import { visitPayloads } from '../../../../../../electron/worker/eventIndex/payloadBytes.ts';
import { bodyOf, readBodies } from '../../../../../../electron/worker/eventIndex/readableLog.ts';
import { cloudEvents } from '../../../../../../electron/worker/formats/lines/dialects/cloudEvents.ts';
import { commanded } from '../../../../../../electron/worker/formats/lines/dialects/commanded.ts';
import type { LineDialect } from '../../../../../../electron/worker/formats/lines/dialects/dialect.ts';
import { genericDialect } from '../../../../../../electron/worker/formats/lines/dialects/generic.ts';
import { kurrent } from '../../../../../../electron/worker/formats/lines/dialects/kurrent.ts';
import { messageDb } from '../../../../../../electron/worker/formats/lines/dialects/messageDb.ts';
import { JsonLinesReader } from '../../../../../../electron/worker/formats/lines/jsonLinesReader.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

// The law: whatever the line, what is cut from its bytes is what `readRecords` answers for it.

const scratch = scratchFolder();
let files = 0;

async function expectSame(lines: readonly string[], dialect: LineDialect): Promise<void> {
  const path = scratch.write(`log-${files++}`, lines.join('\n'));
  const source = {
    path,
    name: 'log',
    readPath: path,
    bytes: 0,
    modifiedMs: 0,
    notes: [],
    originals: [],
    dispose: () => {},
  };
  const head = { bytes: new TextEncoder().encode(lines[0]), whole: true, tables: null };
  const reader = new JsonLinesReader(source, head, dialect);
  const index = new IndexBuilder();
  await reader.scan(index, scanContext());
  index.freeze();
  expectBodies({ index, reader });
  reader.close();
}

function expectBodies(log: Parameters<typeof readBodies>[0]): void {
  const ordinals = Array.from({ length: log.index.length }, (_, ordinal) => ordinal);
  const bodies = log.reader.readRecords(log.index, ordinals).map(bodyOf);
  const payloads = bodies.map(({ payload }) => payload);
  expect(readBodies(log, ordinals)).toEqual(bodies);
  expect(log.reader.readPayloads(log.index, ordinals)).toEqual(payloads);
  const visited: (string | null)[] = [];
  visitPayloads(log, ordinals, (at, json, from, to) => {
    visited[at] = json === null ? null : new TextDecoder().decode(json.bytes.subarray(from, to));
  });
  expect(visited).toEqual(payloads);
}

const mapped = genericDialect([{ streamId: 's', type: 'T', id: 'i', position: 1, data: {}, metadata: {} }]);
if (typeof mapped === 'string') throw new Error(mapped);

/** Each with what makes a line an event of it, and the members that are read late. */
const dialects: Record<string, readonly [LineDialect, string, readonly string[]]> = {
  'names of its own': [mapped, '"type":"T","streamId":"s"', ['data', 'metadata', 'id']],
  'several payload members': [
    { ...mapped, payloadKeys: ['data', 'body'] },
    '"type":"T","streamId":"s"',
    ['data', 'body', 'metadata', 'id'],
  ],
  'several metadata members': [
    { ...mapped, metadataKeys: ['metadata', 'headers'] },
    '"streamId":"s","type":"T"',
    ['data', 'metadata', 'headers', 'id'],
  ],
  'message-db': [messageDb, '"type":"T","stream_name":"s"', ['data', 'metadata', 'id']],
  KurrentDB: [kurrent, '"type":"T","streamId":"s","isJson":true', ['data', 'metadata', 'id']],
  Commanded: [commanded, '"event_type":"T"', ['data', 'metadata', 'event_id']],
  CloudEvents: [cloudEvents, '"specversion":"1.0","type":"T","source":"s"', ['data', 'data_base64', 'id']],
};

const oddNames = ['"more"', '"d\\u0061ta"', '"dätä"', '"__proto__"', '""'];

const value = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })).map((json) => JSON.stringify(json)),
  },
  fc.jsonValue({ maxDepth: 3 }).map((json) => JSON.stringify(json)),
  fc.jsonValue({ maxDepth: 2 }).map((json) => JSON.stringify(json, null, 1).replaceAll('\n', ' ')),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    ...[
      'null',
      '""',
      '"i-1"',
      '"\\u0041"',
      '"{\\"a\\":1}"',
      '"[1"',
      '"\\\\x7b7d"',
      '12345678901234567890',
      '1.50',
      '{}',
    ],
    '{"a":{"b":[1,{"c":"}]"}]},"d":"\\\\"}',
    '{ "é" : "\\" ]}" }',
  ),
);

const lineOf = (envelope: string, names: readonly string[]) => {
  const name = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...names.map((key) => JSON.stringify(key))) },
    { weight: 1, arbitrary: fc.constantFrom(...oddNames) },
  );
  return fc
    .tuple(
      fc.oneof(
        fc.uniqueArray(fc.tuple(name, value), { maxLength: 4, selector: ([key]) => key }),
        fc.array(fc.tuple(name, value), { maxLength: 4 }),
      ),
      fc.constantFrom(':', ' : ', ': '),
      fc.constantFrom(',', ' , ', ', '),
    )
    .map(([members, colon, comma]) => {
      const own = members.map(([key, text]) => `${key}${colon}${text}`);
      return `{${[...own.slice(0, 2), envelope, ...own.slice(2)].join(comma)}}`;
    });
};

describe('what replay reads of a line', () => {
  it.each(Object.entries(dialects))(
    'is what the record holds, in lines of %s',
    async (_name, [dialect, envelope, names]) => {
      const line = lineOf(envelope, names);
      await fc.assert(
        fc.asyncProperty(fc.array(line, { minLength: 10, maxLength: 30 }), (lines) => expectSame(lines, dialect)),
        { numRuns: 25 },
      );
    },
  );

  it('is the same in blocks of a megabyte, ASCII or not, and across their borders', async () => {
    for (const letter of ['x', 'é']) {
      const lines = Array.from({ length: 40 }, (_, i) => {
        const data = JSON.stringify({ i, text: letter.repeat(i % 7 === 0 ? 90_000 : 20_000) });
        return `{"streamId":"s","type":"T","data":${data},"id":"e-${i}"}`;
      });
      const log = await openLog(scratch.write(`blocks-${letter}.jsonl`, lines.join('\n')));
      expect(log.index.length).toBe(40);
      expectBodies(log);
      await log.close();
    }
  });
});

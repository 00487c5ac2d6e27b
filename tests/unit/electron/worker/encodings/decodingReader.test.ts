import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingsOf } from '../../../../../electron/worker/encodings/rules.ts';
import { visitPayloads } from '../../../../../electron/worker/eventIndex/payloadBytes.ts';
import { readBodies } from '../../../../../electron/worker/eventIndex/readableLog.ts';
import { runChecks } from '../../../../../electron/worker/integrity/registry.ts';
import type { OpenedLog } from '../../../../../electron/worker/openedLog.ts';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { storeSchemas } from '../../../../../electron/worker/schema/schemas.ts';
import { Search } from '../../../../../electron/worker/search/search.ts';
import type { EncodingRule } from '../../../../../shared/model/encoding.ts';
import { writeEncodedStore } from '../../../../builders/encodedStore.ts';
import { scanContext } from '../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../builders/scratch.ts';

// The law: a log whose payloads are bytes answers everything as the log with the same payloads as JSON does.

const scratch = scratchFolder();
let files = 0;
const nextFile = (): string => join(scratch.folder, `store-${files++}`);

type Data = Readonly<Record<string, unknown>>;

interface Event {
  readonly stream: string;
  readonly type: string;
  readonly data: Data;
}

const event = fc.record({
  stream: fc.constantFrom('a-1', 'a-2'),
  type: fc.constantFrom('Packed', 'Compact', 'Plain'),
  data: fc.record(
    {
      amount: fc.integer({ min: 0, max: 20 }),
      name: fc.constantFrom('Ada', 'Grüße', 'x'),
      list: fc.array(fc.constantFrom<Data>({ id: 1 }, { id: 'two' }), { maxLength: 2 }),
      deep: fc.constantFrom<Data>({ flag: true }, { flag: null }),
    },
    { requiredKeys: ['amount'] },
  ),
});
/** Enough of them for search to ask the store's bytes. */
const log = fc.array(event, { minLength: 70, maxLength: 90 });

const rules: EncodingRule[] = [{ type: 'Packed', encoding: 'messagepack' }];
const encoders: Readonly<Record<string, (data: Data) => Uint8Array>> = {
  Packed: msgpack,
  Compact: cbor,
  Plain: (data) => Buffer.from(JSON.stringify(data)),
};
const bytesOf = ({ type, data }: Event): Uint8Array => encoders[type]!(data);

async function opened(path: string, chosen: readonly EncodingRule[]): Promise<OpenedLog> {
  const log = await openLog(path);
  log.readBy(await encodingsOf(chosen));
  return log;
}

const lines = (events: readonly Event[], data: (event: Event) => unknown): string => {
  const path = nextFile();
  const line = (one: Event): string => JSON.stringify({ streamId: one.stream, type: one.type, data: data(one) });
  writeFileSync(path, `${events.map(line).join('\n')}\n`);
  return path;
};

/** KurrentDB's export, in which events are said to be binary. */
function kurrentLines(events: readonly Event[]): string {
  const path = nextFile();
  const line = (one: Event, i: number): string => {
    const isJson = one.type === 'Plain';
    const data = isJson ? one.data : Buffer.from(bytesOf(one));
    const id = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
    const recorded = { streamId: one.stream, id, isJson, revision: i, type: one.type, created: 0, data, metadata: {} };
    return JSON.stringify({ event: recorded, commitPosition: i });
  };
  writeFileSync(path, `${events.map(line).join('\n')}\n`);
  return path;
}

const queries = [
  'data.amount:>10',
  'data.name:Ada',
  'data.list.*.id:two',
  'data.deep.flag:*',
  'grüße',
  'type:Packed flag',
  '-data.name:*',
];

/** What the parts of the worker answer that read payloads. */
async function answers(log: OpenedLog) {
  const search = new Search(log);
  const replay = new Replay(log, { snapshotEvery: 5 });
  const ordinals = Array.from({ length: log.index.length }, (_, i) => i);
  const found: [string, number[]][] = [];
  for (const query of queries) {
    const { set } = await search.find(query, scanContext());
    found.push([query, ordinals.filter((ordinal) => set!.has(ordinal))]);
  }
  const visited: unknown[] = [];
  visitPayloads(log, ordinals, (at, json, from, to) => {
    visited.push([at, json && JSON.parse(Buffer.from(json.bytes.subarray(from, to)).toString())]);
  });
  const parsed = (text: string | null): unknown => text && JSON.parse(text);
  const { states } = await replay.allStates('merge', log.index.length - 1, 10, scanContext());
  const schema = await storeSchemas(log, scanContext());
  const { findings } = await runChecks(log, log.format, scanContext());
  const all = {
    found,
    visited,
    payloads: log.reader.readPayloads(log.index, ordinals).map(parsed),
    bodies: readBodies(log, ordinals.toReversed()).map(({ payload }) => parsed(payload)),
    records: log.events(ordinals).map(({ payload }) => payload.kind === 'json' && JSON.parse(payload.text)),
    states: states.map(({ partition, state }) => [partition, parsed(state)]),
    // Without times: the logs that are compared record them differently.
    fields: schema.types.map(({ type, versions }) => [
      type,
      versions.map(({ fields }) => fields.map((field) => ({ ...field, firstRecordedAt: null, lastRecordedAt: null }))),
    ]),
    unreadable: findings.filter(({ checkId }) => checkId === 'unreadable-rows'),
  };
  replay.close();
  log.close();
  return all;
}

describe('a log whose payloads are bytes', () => {
  it('answers like the one with the same payloads as JSON: rows of SQLite', async () => {
    await fc.assert(
      fc.asyncProperty(log, async (events) => {
        const plain = await opened(
          writeEncodedStore(
            nextFile(),
            events.map((one) => ({ ...one, payload: Buffer.from(JSON.stringify(one.data)) })),
          ),
          [],
        );
        const encoded = await opened(
          writeEncodedStore(
            nextFile(),
            events.map((one) => ({ ...one, payload: bytesOf(one) })),
          ),
          rules,
        );
        expect(await answers(encoded)).toEqual(await answers(plain));
      }),
      { numRuns: 15 },
    );
  });

  it('answers alike: lines with bytes as base64, hex digits and lists of bytes', async () => {
    const chosen: EncodingRule[] = [...rules, { type: 'Compact', encoding: 'cbor' }];
    const forms: ((bytes: Buffer) => unknown)[] = [
      (bytes) => bytes.toString('base64'),
      (bytes) => `\\x${bytes.toString('hex')}`,
      (bytes) => bytes,
    ];
    await fc.assert(
      fc.asyncProperty(log, fc.constantFrom(...forms), async (events, form) => {
        const plain = await opened(
          lines(events, ({ data }) => data),
          [],
        );
        const written = (one: Event): unknown => (one.type === 'Plain' ? one.data : form(Buffer.from(bytesOf(one))));
        const encoded = await opened(lines(events, written), chosen);
        expect(await answers(encoded)).toEqual(await answers(plain));
      }),
      { numRuns: 20 },
    );
  });

  it('answers alike where nothing is chosen and bytes say what they are', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.boolean(), async (events, isKurrent) => {
        const plain = await answers(
          await opened(
            lines(events, ({ data }) => data),
            [],
          ),
        );
        const written = (one: Event): unknown =>
          one.type === 'Plain' ? one.data : `\\x${Buffer.from(bytesOf(one)).toString('hex')}`;
        const encoded = await answers(await opened(isKurrent ? kurrentLines(events) : lines(events, written), []));
        expect(encoded).toEqual(plain);
      }),
      { numRuns: 20 },
    );
  });

  it('names payloads that are not in the encoding that was chosen', async () => {
    const path = writeEncodedStore(nextFile(), [
      { stream: 's', type: 'T', payload: msgpack({ n: 1 }) },
      { stream: 's', type: 'T', payload: Uint8Array.of(0xc1) },
    ]);
    const log = await opened(path, [{ type: null, encoding: 'messagepack' }]);
    expect(log.reader.readPayloads(log.index, [1, 0])).toEqual([null, '{"n":1}']);
    const { findings } = await runChecks(log, log.format, scanContext());
    expect(findings.filter(({ checkId }) => checkId === 'unreadable-rows')).toMatchObject([
      { severity: 'error', ordinals: [1], message: expect.stringContaining('cannot be read as MessagePack') },
    ]);
    expect(log.summary().notes).toContain(
      'Payloads of all types that have no choice of their own are read as MessagePack, as chosen.',
    );
    log.close();
  });

  it('takes the choice for a type before the one for all', async () => {
    const path = writeEncodedStore(nextFile(), [
      { stream: 's', type: 'Own', payload: cbor({ n: 1 }) },
      { stream: 's', type: 'Other', payload: msgpack({ n: 2 }) },
    ]);
    const log = await opened(path, [
      { type: null, encoding: 'binary' },
      { type: 'Own', encoding: 'cbor' },
    ]);
    expect(log.reader.readPayloads(log.index, [0, 1])).toEqual(['{"n":1}', null]);
    log.close();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arraysOf } from '../../../../../electron/worker/eventIndex/columns.ts';
import { OpenedLog } from '../../../../../electron/worker/openedLog.ts';
import { assertIndexIntegrity } from '../../../../builders/indexIntegrity.ts';
import { scratchFolder } from '../../../../builders/scratch.ts';

// The law: the same events are the same log, whether they stand on lines, in an array or in columns.

const scratch = scratchFolder();
let files = 0;

const open = (content: string): Promise<OpenedLog> =>
  OpenedLog.open(scratch.write(`log-${files++}`, content), { signal: new AbortController().signal, report: () => {} });

async function contentOf(text: string) {
  const log = await open(text);
  try {
    assertIndexIntegrity(log.index);
    const { length, streams, types, schemaVersions } = log.index;
    const { place: _place, placeLength: _bytes, ...columns } = arraysOf(log.index.columns, length);
    const ordinals = Array.from({ length }, (_, i) => i);
    const content = {
      columns: Object.entries(columns).map(([name, column]) => [name, [...column]]),
      dictionaries: [streams.all, types.all, schemaVersions.all],
      events: log.events(ordinals).map(({ metadata, ...event }) => ({
        ...event,
        payload: event.payload.kind === 'json' ? JSON.parse(event.payload.text) : event.payload,
        metadata: metadata === null ? null : JSON.parse(metadata),
      })),
      problems: log.index.problems.map(({ reason, ordinal }) => ({ reason, ordinal })),
    };
    return { format: log.format.id, content };
  } finally {
    log.close();
  }
}

const name = fc.oneof(
  fc.constantFrom('order-1', 'order-2', 'a "quoted" one', 'with, comma', 'two\nlines', 'ünï', '😀', 'semi;colon\ttab'),
  fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text),
);
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const event = fc.record({
  streamId: name,
  streamRevision: fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String),
  globalPosition: fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String),
  type: fc.constantFrom('Opened', 'Closed.v2', 'Ünï', 'With "quotes"'),
  recordedAt: fc.constantFrom('2026-03-01T10:00:00.123Z', '2026-03-01 10:00:00.1+02:00', '1772436600000', 'yesterday'),
  eventId: fc.uuid(),
  data: fc.oneof(
    fc.dictionary(fc.string({ maxLength: 6 }), scalar, { maxKeys: 4 }),
    fc.record({ schemaVersion: fc.integer({ min: 1, max: 3 }), items: fc.array(fc.string(), { maxLength: 3 }) }),
  ),
  metadata: fc.option(fc.record({ correlationId: name, note: fc.string() }), { nil: null }),
});
const events = fc.array(event, { minLength: 1, maxLength: 12 });
type Event = ReturnType<typeof event.generate>['value'];

const lines = (list: readonly Event[]): string => list.map((one) => `${JSON.stringify(one)}\n`).join('');

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function csv(list: readonly Event[], delimiter: string, lineBreak: string): string {
  const field = (value: unknown): string => {
    if (value === null) return '';
    if (typeof value === 'object') return quoted(JSON.stringify(value));
    const text = String(value);
    return /["\r\n]/.test(text) || text.includes(delimiter) ? quoted(text) : text;
  };
  const records = list.map((one) => Object.values(one).map(field).join(delimiter));
  return [Object.keys(list[0]!).join(delimiter), ...records].join(lineBreak);
}

describe('the same events', () => {
  it('are the same log in a JSON array, over one line or many, and in an object', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.constantFrom(undefined, 2, '\t'), async (list, indent) => {
        const { content } = await contentOf(lines(list));
        expect(await contentOf(JSON.stringify(list, null, indent))).toEqual({ format: 'json-array', content });
        const wrapped = JSON.stringify({ exported: 'now', events: list, count: 3 }, null, 2);
        expect(await contentOf(wrapped)).toEqual({ format: 'json-array', content });
      }),
      { numRuns: 40 },
    );
  });

  it('are the same log in arrays one behind the other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(events, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', '\n'),
        async (lists, gap) => {
          const { content } = await contentOf(lines(lists.flat()));
          const arrays = lists.map((list) => JSON.stringify(list)).join(gap);
          expect(await contentOf(arrays)).toEqual({ format: 'json-array', content });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are the same log as objects one behind the other', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (list) => {
        const pretty = list.map((one) => JSON.stringify(one, null, 2)).join('\n');
        expect((await contentOf(pretty)).content).toEqual((await contentOf(lines(list))).content);
      }),
      { numRuns: 20 },
    );
  });

  it('are the same log in columns, whatever divides them', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        async (list, ...how) => {
          const { content } = await contentOf(lines(list));
          expect(await contentOf(csv(list, ...how))).toEqual({ format: 'csv', content });
        },
      ),
      { numRuns: 60 },
    );
  });
});

const value = (n: number): string => `{"streamId":"s","type":"T${n}","data":{"n":${n}}}`;
const withoutByte = (place: string): string => place.replace(/ \(.*/, '');

describe('what is damaged', () => {
  it('in an array is a problem with its place, and the rest opens', async () => {
    const log = await open(`[${value(1)}, {"streamId":"s" "type":"T"}, null, 7, ${value(2)}, "x", ${value(3)}`);
    expect(log.index.types.all).toEqual(['T1', 'T2', 'T3']);
    const places = log.index.problems.map(({ place }) => withoutByte(place));
    expect(places).toEqual(['value 2', 'value 3', 'value 4', 'value 6', 'value 8']);
    expect(log.index.problems.at(-1)!.reason).toMatch(/ends before the array does/);
    log.close();
  });

  it('because the file ends within a value is one problem', async () => {
    const log = await open(`[${value(1)},${value(2)},{"streamId":"s","ty`);
    expect(log.index.length).toBe(2);
    expect(log.index.problems).toMatchObject([{ reason: expect.stringMatching(/within this value/) }]);
    log.close();
  });

  it('behind the object that holds the events is one problem', async () => {
    const page = (from: number): string =>
      JSON.stringify({ events: [JSON.parse(value(from))], next: { at: '}' } }, null, 1);
    const whole = await open(`${page(1)}\n`);
    expect([whole.index.length, whole.index.problems]).toEqual([1, []]);
    whole.close();
    const log = await open(`${page(1)}\n${page(2)}`);
    expect(log.index.length).toBe(1);
    expect(log.index.problems).toMatchObject([
      { place: `value 2 (byte ${page(1).length + 1})`, reason: expect.stringMatching(/behind the end of the object/) },
    ]);
    log.close();
  });

  it('in columns is a problem with its place, and the rest opens', async () => {
    const log = await open(`streamId,type,data
s,T1,"{""n"":1}"
s,T2

s,,{}
s,T3,"{""n"":3}"
s,T4,"{""n"":4}",more
s,T5,"{""n`);
    expect(log.index.types.all).toEqual(['T1', 'T3']);
    expect(log.index.problems.map(({ place, reason }) => `${withoutByte(place)}: ${reason}`)).toEqual([
      'record 2: It has 2 fields, but the header has 3.',
      'record 4: It names no event type.',
      'record 6: It has 4 fields, but the header has 3.',
      'record 7: The file ends, or goes on for more than 512 MB, within this record.',
    ]);
    log.close();
  });

  it.each([
    ['CSV', 'streamId,type,data\na,T,{}\nb,T,{}\n'],
    ['JSON', '[{"streamId":"a","type":"T","data":{}},{"streamId":"b","type":"T","data":{}}]'],
  ])('reads %s behind a byte order mark', async (_form, text) => {
    const log = await open(`\ufeff${text}`);
    expect([log.index.streams.all.slice(-2), log.index.problems]).toEqual([['a', 'b'], []]);
    expect(log.event(1).payload).toEqual({ kind: 'json', text: '{}' });
    log.close();
  });

  it('is named after its world and its form', async () => {
    const messages = '{"stream_name":"a-1","type":"T","position":0,"global_position":1,"data":{},"id":"i"}';
    const array = await open(`[${messages}]`);
    expect(array.format.name).toBe('message-db JSON array');
    array.close();
    const columns = await open('stream_name,type,position,global_position,data,id\na-1,T,0,1,{},i\n');
    expect(columns.format.name).toBe('message-db CSV');
    columns.close();
  });

  it('keeps a field that is no JSON as text, and numbers without a column of their own as numbers', async () => {
    const log = await open(
      'streamId,type,recordedAt,amount,done,note,code\ns,T,2026-01-01,12.50,true,"{not json",007\n',
    );
    expect(log.event(0).payload).toEqual({
      kind: 'json',
      text: '{"amount":12.50,"done":true,"note":"{not json","code":"007"}',
    });
    log.close();
  });
});

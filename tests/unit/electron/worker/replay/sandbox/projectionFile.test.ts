import { describe, expect, it } from 'vitest';
import { Replay } from '../../../../../../electron/worker/replay/replay.ts';
import { loadProjection } from '../../../../../../electron/worker/replay/sandbox/projectionFile.ts';
import { InspectorError } from '../../../../../../shared/protocol/errors.ts';
import { eventLog, type TestEvent } from '../../../../../builders/eventLog.ts';
import { calm } from '../bank.ts';

async function refusal(name: string, source: string): Promise<InspectorError> {
  const error = await loadProjection(name, source).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InspectorError);
  expect((error as InspectorError).code).toBe('bad-projection');
  return error as InspectorError;
}

/** The state at the end of a log by a projection. */
async function finalState(events: readonly TestEvent[], source: string, partition: string | null = null) {
  const replay = new Replay(eventLog(events));
  await replay.addProjection('p', source);
  const answer = await replay.stateAt({ reducer: 'p', partition }, events.length - 1, calm);
  return { ...answer, state: answer.state === null ? null : JSON.parse(answer.state) };
}

const decider = (evolve: string, rest = ''): string =>
  `export const initialState = () => [];\nexport const evolve = (state, event) => ${evolve};\n${rest}`;

describe('loading a projection file', () => {
  it.each([
    ['p.js', 'export const initialState = () => 1;\nexport const evolve = (s) => {\n  let = ;\n};', 3],
    ['p.js', 'export const initialState = () => 1;\n\nnoSuchThing();\nexport const evolve = (s) => s;', 3],
    ['p.ts', 'export const initialState = (): number => 1;\nexport const evolve = (s: number => s;', 2],
    [
      'p.ts',
      'interface S {\n  n: number;\n}\nexport const evolve = (s: S): S => s;\nexport const initialState = (): S => {\n  throw new Error("no");\n};',
      6,
    ],
    ['p.js', "fromAll().when({\n  Happened: 'no function',\n});", 1],
  ])('says in %s where an error is: %j', async (name, source, line) => {
    const error = await refusal(name, source);
    expect(error.data?.line).toBe(line);
    expect(error.message).toContain(`${name} does not load (line ${line}, column ${error.data?.column}): `);
  });

  it.each([
    ['const a = 1;', /neither exports initialState and evolve nor calls fromAll/],
    ['export const initialState = () => 1;', /must export a function evolve/],
    ['export const evolve = (s) => s;', /must export a function initialState/],
    [decider('state', 'export const partitionBy = 1;'), /partitionBy is not a function/],
    [decider('state', 'export const upcasters = { A: { x: (d) => d } };'), /versions are whole numbers/],
    [decider('state', 'export const upcasters = { A: { 1: 2 } };'), /from version 1 is not a function/],
    [decider('state', 'await 1;'), /must not wait/],
    [decider('state', "import fs from 'node:fs';"), /cannot import other files or packages/],
    ['export const initialState = () => new Map(); export const evolve = (s) => s;', /The state holds a Map/],
    ['for (;;); export const x = 1;', /did not end within 2 s/],
    ['fromAll();', /then \.when/],
    ['fromAll().when({ $initShared() { return {}; } });', /\$initShared is not known here/],
    ['fromAll().when({ $created() {} });', /\$created is not known here/],
    ['fromAll().transformBy((s) => s).when({});', /transformBy is not known here/],
    ['fromAll(); fromStream("a").when({});', /reads from one source/],
    ['fromAll().partitionBy("key").when({});', /partitionBy must be given a function/],
  ])('refuses %j', async (source, message) => {
    expect((await refusal('p.js', source)).message).toMatch(message);
  });

  it('describes what it loaded', async () => {
    const info = async (source: string) => (await loadProjection('p.ts', source)).info;
    expect(
      await info(decider('state', 'export const upcasters = { A: { 1: (d: object) => d, 2: (d: object) => d } };')),
    ).toEqual({
      id: 'p.ts',
      name: 'p.ts',
      kind: 'decider',
      partitioning: 'stream',
      upcasters: [{ type: 'A', from: ['1', '2'] }],
    });
    expect(await info(decider('state', 'export const partitionBy = (e) => e.type;'))).toMatchObject({
      partitioning: 'key',
    });
    expect(await info('fromAll().when({})')).toMatchObject({ kind: 'kurrent', partitioning: 'single' });
    expect(await info('fromAll().foreachStream().when({})')).toMatchObject({ partitioning: 'stream' });
    expect(await info('fromAll().partitionBy((e) => e.data.k).when({})')).toMatchObject({ partitioning: 'key' });
  });
});

describe('events as projections see them', () => {
  const recorded: TestEvent = {
    stream: 'order-1',
    type: 'Placed',
    data: { n: 1 },
    metadata: { user: 'u7' },
    schemaVersion: '2',
    revision: 7,
    position: 9007199254740993n,
    at: '2026-02-03T04:05:06.789Z',
    id: 'e-1',
  };

  it('have the documented fields for deciders', async () => {
    const { state } = await finalState([recorded], decider('[event, event.schemaVersion === 2]'));
    expect(state).toEqual([
      {
        type: 'Placed',
        data: { n: 1 },
        metadata: { user: 'u7' },
        streamId: 'order-1',
        streamRevision: 7,
        globalPosition: '9007199254740993',
        recordedAt: '2026-02-03T04:05:06.789Z',
        schemaVersion: 2,
        eventId: 'e-1',
      },
      true,
    ]);
  });

  it('carry null where nothing is recorded, and text where a number would not be exact', async () => {
    const bare: TestEvent = { stream: 's', type: 'T', text: 'not JSON', revision: null, position: null, at: null };
    expect((await finalState([bare], decider('event'))).state).toEqual({
      type: 'T',
      data: null,
      metadata: null,
      streamId: 's',
      streamRevision: null,
      globalPosition: null,
      recordedAt: null,
      schemaVersion: null,
      eventId: null,
    });
    const wide: TestEvent = { stream: 's', type: 'T', revision: 9007199254740993n, schemaVersion: '1.2' };
    const { state } = await finalState([wide], decider('[event.streamRevision, event.schemaVersion]'));
    expect(state).toEqual(['9007199254740993', '1.2']);
  });

  it('have the names of KurrentDB there', async () => {
    const { state } = await finalState([recorded], 'fromAll().when({ $any: (s, e) => e })');
    expect(state).toEqual({
      isJson: true,
      data: { n: 1 },
      body: { n: 1 },
      eventType: 'Placed',
      streamId: 'order-1',
      sequenceNumber: 7,
      metadata: { user: 'u7' },
      eventId: 'e-1',
      partition: 'order-1',
    });
  });
});

describe('KurrentDB projections', () => {
  const events: TestEvent[] = [
    { stream: 'a-1', type: 'X', data: { k: 'one' } },
    { stream: 'b-1', type: 'X', data: { k: 'two' } },
    { stream: 'a-2', type: 'Y', data: { k: 'one' } },
    { stream: 'a-1', type: '$streamDeleted', data: { k: null } },
  ];
  const record =
    '.when({ $init: () => [], X: (s, e) => { s.push("X " + e.streamId); }, $any: (s, e) => [...s, "any " + e.streamId], $deleted: (s) => [...s, "deleted"] })';

  it.each([
    [`fromAll()${record}`, null, ['X a-1', 'X b-1', 'any a-2', 'deleted']],
    [`fromCategory('a')${record}`, null, ['X a-1', 'any a-2', 'deleted']],
    [`fromStream('b-1')${record}`, null, ['X b-1']],
    [`fromStreams(['b-1', 'a-2'])${record}.outputState()`, null, ['X b-1', 'any a-2']],
    [`fromStreams('b-1', 'a-2')${record}`, null, ['X b-1', 'any a-2']],
    [`fromAll().foreachStream()${record}`, 'a-1', ['X a-1', 'deleted']],
    [`fromCategory('a').foreachStream()${record}`, 'b-1', null],
    [`fromAll().partitionBy((e) => e.data.k)${record}`, 'one', ['X a-1', 'any a-2']],
    [
      'options({}); fromAll().when({ X: (s, e) => { emit("out", "T", {}); linkTo("x", e); log("hi"); s.n = (s.n ?? 0) + 1; } })',
      null,
      { n: 2 },
    ],
  ])('%s of %j gives %j', async (source, partition, expected) => {
    const { state, failure } = await finalState(events, source, partition);
    expect(failure).toBeNull();
    expect(state).toEqual(expected);
  });
});

describe('upcasters', () => {
  const rest = `export const upcasters = { A: {
    1: (data) => ({ ...data, one: true }),
    2: (data, event) => ({ ...data, two: event.schemaVersion }),
    7: (data) => { throw new Error('seven'); },
  } };`;
  const source = decider('[...state, [event.data, event.schemaVersion]]', rest);
  const one = (schemaVersion?: string, type = 'A'): TestEvent => ({ stream: 's', type, data: {}, schemaVersion });

  it('bring data up step by step from the recorded version; none counts as 1', async () => {
    const events = [one(), one('1'), one('2'), one('3'), one('1.0'), one(undefined, 'B'), one('1', 'toString')];
    expect((await finalState(events, source)).state).toEqual([
      [{ one: true, two: 2 }, 3],
      [{ one: true, two: 2 }, 3],
      [{ two: 2 }, 3],
      [{}, 3],
      [{}, '1.0'],
      [{}, null],
      [{}, 1],
    ]);
  });

  it('leave an event without a version alone where no step begins at 1', async () => {
    const from2 = decider('[...state, event.schemaVersion]', 'export const upcasters = { A: { 2: (data) => data } };');
    expect((await finalState([one(), one('2')], from2)).state).toEqual([null, 3]);
  });

  it('that throw are a failure at their event', async () => {
    const answer = await finalState([one('3'), one('7'), one('3')], source);
    expect(answer.state).toHaveLength(1);
    expect(answer.failure).toMatchObject({ ordinal: 1, message: expect.stringMatching(/^seven \(line \d+\)$/) });
  });

  it('that return nothing are a failure at their event', async () => {
    const forgetful = decider('state', 'export const upcasters = { A: { 1: (data) => { data.x = 1; } } };');
    const { failure } = await finalState([one()], forgetful);
    expect(failure?.message).toContain('The upcaster of A from version 1 returned nothing.');
  });

  it('run before partitionBy too', async () => {
    const keyed = `${source}\nexport const partitionBy = (event) => 'v' + event.schemaVersion;`;
    expect((await finalState([one('1'), one('2')], keyed, 'v3')).eventsTotal).toBe(2);
  });

  it('hands each event to the handler of its type, or to $any, whatever the type is called', async () => {
    const types = ['A', '__proto__', 'A', 'constructor', '$any', '$init', '$streamDeleted', '__proto__'];
    const source = `fromAll().when({
      $init: () => [],
      $any: (state, event) => { state.push(event.eventType); },
      $deleted: (state) => { state.push('deleted'); },
      A: (state) => { state.push('an A'); },
    });`;
    const { state } = await finalState(
      types.map((type) => ({ stream: 's', type })),
      source,
    );
    expect(state).toEqual(['an A', '__proto__', 'an A', 'constructor', '$any', '$init', 'deleted', '__proto__']);
  });
});

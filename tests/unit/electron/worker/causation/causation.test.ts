import { describe, expect, it } from 'vitest';
import { causationOf } from '../../../../../electron/worker/causation/causation.ts';
import type { Causation } from '../../../../../shared/model/causation.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { calm } from '../replay/bank.ts';

const event = (id: string, causationId: string | undefined, more: Partial<TestEvent> = {}): TestEvent => ({
  stream: 's',
  type: 'Happened',
  id,
  ...(causationId === undefined ? {} : { causationId }),
  ...more,
});
const ask = (events: readonly TestEvent[], ordinal: number, limit = 100): Promise<Causation> =>
  causationOf(eventLog(events), ordinal, limit, calm);
const tree = ({ nodes }: Causation): unknown[] =>
  nodes.map(({ event: { ordinal }, depth, parent }) => [ordinal, depth, parent]);

describe('causes and effects', () => {
  const family = [
    event('a', undefined),
    event('b', 'a'),
    event('c', 'b'),
    event('x', undefined),
    event('d', 'b'),
    event('e', 'c'),
    event('f', 'a'),
  ];

  it('are a chain up and a tree down, each event behind its cause', async () => {
    const found = await ask(family, 1);
    expect(tree(found)).toEqual([
      [0, -1, null],
      [1, 0, 0],
      [2, 1, 1],
      [5, 2, 2],
      [4, 1, 1],
    ]);
    expect(found).toMatchObject({ chainEnd: { kind: 'first' }, sharedIds: [], circles: [], correlation: null });
  });

  it('end with a missing cause where it is not in the log', async () => {
    const found = await ask([event('b', 'gone'), event('c', 'b')], 1);
    expect(found.chainEnd).toEqual({ kind: 'missing', id: 'gone' });
    expect(tree(found)).toEqual([
      [0, -1, null],
      [1, 0, 0],
    ]);
  });

  it('survive an event that names itself, and circles', async () => {
    const self = await ask([event('a', 'a')], 0);
    expect(self.chainEnd).toEqual({ kind: 'circle', ordinal: 0 });
    expect(self.circles).toEqual([{ from: 0, to: 0 }]);
    const circle = await ask([event('a', 'c'), event('b', 'a'), event('c', 'b')], 1);
    expect(circle.chainEnd).toEqual({ kind: 'circle', ordinal: 1 });
    expect(new Set(circle.nodes.map((node) => node.event.ordinal))).toEqual(new Set([0, 1, 2]));
  });

  it('say which ids are used twice, and take the one before the effect', async () => {
    const found = await ask([event('a', undefined), event('b', 'a'), event('a', undefined)], 1);
    expect(found.sharedIds).toEqual([{ id: 'a', events: 2 }]);
    expect(found.nodes[0]!.event.ordinal).toBe(0);
  });

  it('are cut at the limit, which says how much is left out', async () => {
    const many = [event('a', undefined), ...Array.from({ length: 50 }, (_, i) => event(`e${i}`, 'a'))];
    const found = await ask(many, 0, 10);
    expect(found.nodes).toHaveLength(11);
    expect(found.nodes[0]!.cut).toBe(40);
  });

  it('follow long chains, but not without end', async () => {
    const chain = Array.from({ length: 150 }, (_, i) => event(`e${i}`, i === 0 ? undefined : `e${i - 1}`));
    expect((await ask(chain, 149)).chainEnd).toEqual({ kind: 'cut' });
    const down = await ask(chain, 0, 1000);
    expect(down.nodes.at(-1)).toMatchObject({ depth: 100, cut: 1 });
  });
});

describe('a correlation', () => {
  const events = [
    event('a', undefined, { stream: 'order-1', correlationId: 'k' }),
    event('b', 'a', { stream: 'stock-1', correlationId: 'k' }),
    event('c', undefined, { stream: 'order-2', correlationId: 'other' }),
    event('d', 'b', { stream: 'order-1', correlationId: 'k', at: null }),
  ];

  it('has a lane for each stream, with the times from its first event', async () => {
    const { correlation } = await ask(events, 1);
    expect(correlation).toMatchObject({ events: 3, cut: 0, spanMicros: 1_000_000 });
    expect(
      correlation!.lanes.map(({ streamId, events: lane }) => [
        streamId,
        lane.map((one) => [one.event.ordinal, one.sinceMicros, one.causedBy]),
      ]),
    ).toEqual([
      [
        'order-1',
        [
          [0, 0, null],
          [3, null, 1],
        ],
      ],
      ['stock-1', [[1, 1_000_000, 0]]],
    ]);
  });

  it('is cut at the limit', async () => {
    expect((await ask(events, 0, 2)).correlation).toMatchObject({ events: 3, cut: 1 });
  });
});

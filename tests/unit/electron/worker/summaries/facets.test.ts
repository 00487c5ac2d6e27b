import { describe, expect, it, vi } from 'vitest';
import { BitSet } from '../../../../../electron/worker/eventIndex/bitSet.ts';
import { facets, streamPage } from '../../../../../electron/worker/summaries/facets.ts';
import { eventLog } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

const { index } = eventLog([
  { stream: 'order-10', type: 'Placed', schemaVersion: '10' },
  { stream: 'order-2', type: 'Placed', schemaVersion: '2' },
  { stream: 'order-2', type: 'Paid' },
  { stream: 'Customer-1', type: 'Placed' },
  { stream: 'order-2', type: 'Placed', schemaVersion: '2' },
]);

describe('facets', () => {
  it('counts types with versions in natural order, and categories with streams', async () => {
    expect(await facets(index, null, scanContext())).toEqual({
      types: [
        {
          type: 'Placed',
          events: 4,
          versions: [
            { schemaVersion: null, events: 1 },
            { schemaVersion: '2', events: 2 },
            { schemaVersion: '10', events: 1 },
          ],
        },
        { type: 'Paid', events: 1, versions: [{ schemaVersion: null, events: 1 }] },
      ],
      categories: [
        { category: 'order', streams: 2, events: 4 },
        { category: 'Customer', streams: 1, events: 1 },
      ],
      streams: 3,
      events: 5,
    });
  });

  it('counts a type and a version for every event, in a log of any such number', async () => {
    const many = eventLog(
      Array.from({ length: 2100 }, (_, i) => ({ stream: 's', type: `T${i % 2099}`, schemaVersion: String(i % 2098) })),
    );
    const { types } = await facets(many.index, null, scanContext());
    expect(types).toHaveLength(2099);
    expect(types[0]).toEqual({
      type: 'T0',
      events: 2,
      versions: [
        { schemaVersion: '0', events: 1 },
        { schemaVersion: '1', events: 1 },
      ],
    });
  });

  it('counts only what a filter leaves', async () => {
    const found = await facets(index, BitSet.of(5, [2, 3]), scanContext());
    expect(found).toMatchObject({ streams: 2, events: 2 });
    expect(found.types.map(({ type, events }) => [type, events])).toEqual([
      ['Paid', 1],
      ['Placed', 1],
    ]);
  });
});

describe('streamPage', () => {
  const page = (request: Partial<Parameters<typeof streamPage>[1]>) =>
    streamPage(index, { filter: '', sort: 'id', offset: 0, limit: 10, ...request }, scanContext());
  const ids = async (request: Partial<Parameters<typeof streamPage>[1]>): Promise<string[]> =>
    (await page(request)).rows.map(({ streamId }) => streamId);

  it('sorts by id as a person counts, by events, and by last event', async () => {
    expect(await ids({ sort: 'id' })).toEqual(['Customer-1', 'order-2', 'order-10']);
    expect(await ids({ sort: 'events' })).toEqual(['order-2', 'order-10', 'Customer-1']);
    expect(await ids({ sort: 'last' })).toEqual(['order-2', 'Customer-1', 'order-10']);
  });

  it('filters without regard to case and pages', async () => {
    expect(await ids({ filter: 'CUST' })).toEqual(['Customer-1']);
    expect(await page({ filter: 'order', offset: 1, limit: 1 })).toEqual({
      total: 2,
      offset: 1,
      rows: [{ streamId: 'order-10', events: 1, firstOrdinal: 0, lastOrdinal: 0 }],
    });
    expect(await page({ filter: 'nothing', offset: 5, limit: 1 })).toEqual({
      total: 0,
      offset: 0,
      rows: [],
    });
  });
});

it('gives way while it looks at the names of many streams', async () => {
  const { index: large } = eventLog(
    Array.from({ length: 20_000 }, (_, i) => ({ stream: `order-${i}`, type: 'Placed' })),
  );
  const text = vi.spyOn(large.streams, 'text');
  const most = async (work: (context: ReturnType<typeof scanContext>) => Promise<unknown>): Promise<number> => {
    let atOnce = 0;
    const rest = (): undefined => {
      atOnce = Math.max(atOnce, text.mock.calls.length);
      text.mockClear();
    };
    await work({ ...scanContext(), breathe: rest });
    rest();
    return atOnce;
  };
  expect(await most((context) => facets(large, null, context))).toBeLessThan(10_000);
  const page = { filter: 'r-1999', sort: 'id', offset: 0, limit: 10 } as const;
  expect(await most((context) => streamPage(large, page, context))).toBeLessThan(10_000);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedStreams } from '../../../../../electron/worker/storage/closedStreams.ts';
import { growthOf, monthName, monthOf } from '../../../../../electron/worker/storage/months.ts';
import { storageReport } from '../../../../../electron/worker/storage/storage.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

const report = (events: readonly TestEvent[]) => storageReport(eventLog(events), 12_345, scanContext());

describe('what fills a store', () => {
  it('adds up, whichever way it is divided', async () => {
    const event = fc.record({
      stream: fc.constantFrom('a', 'b', 'c'),
      type: fc.constantFrom('Opened', 'Moved'),
      schemaVersion: fc.constantFrom('', '1', '2'),
      data: fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 20 }), { maxKeys: 3 }),
      at: fc.constantFrom('2026-01-31T23:59:59Z', '2026-02-01T00:00:00Z', '2027-01-01T00:00:00Z', null),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        const { bytes, types, versions, streams, months, untimed } = await report(events);
        expect(bytes).toBe(events.reduce((sum, { data }) => sum + Buffer.byteLength(JSON.stringify(data)), 0));
        for (const parts of [types, versions, streams, [...months, untimed]]) {
          expect(parts.reduce((sum, part) => sum + part.bytes, 0)).toBe(bytes);
          expect(parts.reduce((sum, part) => sum + part.events, 0)).toBe(events.length);
        }
      }),
    );
  });

  it('names the largest, and months without events as well', async () => {
    const events = [
      { stream: 'a', type: 'Small', data: {}, at: '2026-01-05T00:00:00Z' },
      { stream: 'b', type: 'Large', data: { text: 'x'.repeat(50) }, at: '2026-03-05T00:00:00Z' },
      { stream: 'b', type: 'Broken', text: '{"text":', at: '2026-03-06T00:00:00Z' },
    ];
    const found = await report(events);
    expect(found).toMatchObject({ events: 3, bytes: 71, storeBytes: 12_345, streamCount: 2 });
    expect(found.largestPayloads[0]).toEqual({ ordinal: 1, type: 'Large', bytes: 61 });
    expect(found.months).toEqual([
      { month: '2026-01', events: 1, bytes: 2 },
      { month: '2026-02', events: 0, bytes: 0 },
      { month: '2026-03', events: 2, bytes: 69 },
    ]);
  });

  it('says what a snapshot and an archive would save', async () => {
    const long = Array.from({ length: 250 }, () => ({ stream: 'long', type: 'Moved', data: {} }));
    const closed = Array.from({ length: 4 }, (_, i) => [
      { stream: `order-${i}`, type: 'Placed', data: {} },
      { stream: `order-${i}`, type: 'Delivered', data: {} },
    ]).flat();
    expect((await report([...long, ...closed])).savings).toEqual({
      snapshots: { every: 100, streams: 1, spared: { events: 200, bytes: 400 } },
      archive: { closing: ['Delivered'], streams: 4, freed: { events: 8, bytes: 16 } },
    });
  });

  it('names the hundred largest streams, of equals the earliest', async () => {
    const sizes = Array.from({ length: 300 }, (_, i) => (i * 7) % 50);
    const { streams } = await report(
      sizes.map((size, i) => ({ stream: `s-${i}`, type: 'T', data: { text: 'x'.repeat(size) } })),
    );
    const expected = [...sizes.entries()].sort(([a, x], [b, y]) => y - x || a - b).slice(0, 100);
    expect(streams.map(({ streamId, bytes }) => [streamId, bytes])).toEqual(
      expected.map(([i, size]) => [`s-${i}`, size + '{"text":""}'.length]),
    );
  });

  it('is said of the events that were there, whenever more come', async () => {
    const orders = (from: number, to: number): TestEvent[] =>
      Array.from({ length: to - from }, (_, i) => [
        { stream: `order-${from + i}`, type: 'Placed' },
        { stream: `order-${from + i}`, type: 'Delivered' },
      ]).flat();
    const still = await report(orders(0, 4));
    let breaths = 0;
    for (let grows = 1; grows <= Math.max(1, breaths); grows++) {
      const log = eventLog(orders(0, 4));
      breaths = 0;
      const breathe = (): undefined => {
        if (++breaths === grows) log.append(orders(4, 8));
      };
      expect(await storageReport(log, 12_345, { ...scanContext(), breathe })).toEqual(still);
    }
  });
});

describe('closed streams', () => {
  it('are not those of one event, nor of a type after which some go on', async () => {
    const single = Array.from({ length: 5 }, (_, i) => ({ stream: `note-${i}`, type: 'Noted' }));
    expect(await closedStreams(eventLog(single).index, single.length, scanContext())).toEqual({
      closing: [],
      streams: [],
    });
    const going = Array.from({ length: 5 }, (_, i) => [
      { stream: `s-${i}`, type: 'Opened' },
      { stream: `s-${i}`, type: 'Paused' },
      ...(i < 2 ? [{ stream: `s-${i}`, type: 'Resumed' }] : []),
    ]).flat();
    expect((await closedStreams(eventLog(going).index, going.length, scanContext())).closing).toEqual([]);
  });
});

describe('growth', () => {
  const months = (...events: number[]) =>
    events.map((count, i) => ({ month: 2026 * 12 + i, events: count, bytes: count * 10 }));

  it('is continued along a straight line', () => {
    expect(growthOf(months(3, 100, 200, 300, 1))).toEqual({
      perMonth: { events: 200, bytes: 2000 },
      forecast: ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'].map((month, i) => ({
        month,
        events: 500 + 100 * i,
        bytes: 5000 + 1000 * i,
      })),
      basis: 'The straight line through 3 whole months, 2026-02 to 2026-04.',
    });
  });

  it('never falls below nothing, and is not made up from two months', () => {
    expect(growthOf(months(9, 300, 150, 1, 0)).forecast.every(({ events }) => events === 0)).toBe(true);
    expect(growthOf(months(9, 300, 150, 1))).toMatchObject({ perMonth: null, forecast: [] });
  });

  it('counts months before 1970 and far ahead', () => {
    for (const text of ['0001-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '2026-03-01T00:00:00Z']) {
      expect(monthName(monthOf(Date.parse(text) * 1000))).toBe(text.slice(0, 7));
    }
  });
});

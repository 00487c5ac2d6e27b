import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyByTime } from '../../../../../electron/worker/eventIndex/copyByTime.ts';
import { IndexBuilder } from '../../../../../electron/worker/eventIndex/indexBuilder.ts';
import { emptyRow } from '../../../../../electron/worker/eventIndex/rows.ts';
import { assertIndexIntegrity } from '../../../../builders/indexIntegrity.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

interface Row {
  readonly stream: string;
  readonly type: string;
  readonly version: string;
  readonly position: bigint;
  readonly time: number | null;
}

const rows = fc.array(
  fc.record<Row>({
    stream: fc.constantFrom('a', 'b', 'c', '__proto__'),
    type: fc.constantFrom('A', 'B'),
    version: fc.constantFrom('', '1', '2', '10'),
    position: fc.bigInt({ min: -5n, max: 2n ** 63n - 1n }),
    time: fc.option(fc.integer({ min: -10, max: 10 }), { nil: null }),
  }),
  { maxLength: 3000, size: 'max' },
);

function build(list: readonly Row[], builder = new IndexBuilder()): IndexBuilder {
  list.forEach((row) => {
    const i = builder.length;
    const ordinal = builder.append({
      ...emptyRow(),
      stream: builder.streams.intern(row.stream),
      type: builder.types.intern(row.type),
      schemaVersion: builder.schemaVersions.intern(row.version),
      globalPosition: row.position,
      recordedAt: row.time ?? Number.NaN,
      place: BigInt(i),
    });
    if (i % 7 === 0) builder.problem({ place: String(i), reason: 'odd', ordinal });
  });
  return builder;
}

describe('an index', () => {
  it('holds its invariants while it grows and when it is done', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const builder = build(list);
        assertIndexIntegrity(builder);
        builder.freeze();
        assertIndexIntegrity(builder);
      }),
      { numRuns: 30 },
    );
  });

  it('has room for more types and versions than two bytes can number', () => {
    const builder = new IndexBuilder();
    const most = 2 ** 16 + 2;
    for (let i = 0; i < most; i++) {
      builder.append({ ...emptyRow(), type: builder.types.intern(`T${i}`), schemaVersion: i % 2 });
      if (i === 0) builder.streams.intern('s');
    }
    builder.schemaVersions.intern('1');
    assertIndexIntegrity(builder);
    expect(builder.columns.type[most - 1]).toBe(most - 1);
    expect(builder.columns.type[7]).toBe(7);
  });

  it('has wide places from the start where the log is that large', () => {
    const builder = new IndexBuilder();
    builder.streams.intern('s');
    builder.types.intern('T');
    builder.append({ ...emptyRow(), place: 7n });
    builder.expect(5000, 2 ** 31);
    builder.append({ ...emptyRow(), place: 2n ** 31n });
    expect(builder.columns.place.array.BYTES_PER_ELEMENT).toBe(8);
    expect([0, 1].map((i) => builder.columns.place.at(i))).toEqual([7n, 2n ** 31n]);
    assertIndexIntegrity(builder);
  });

  it('taken apart and put together is the same, and grows on as before', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, async (list, more) => {
        const from = build(list);
        from.freeze();
        const to = new IndexBuilder();
        to.problem({ place: 'before', reason: 'is replaced', ordinal: null });
        to.adopt(await from.parts(() => undefined));
        to.freeze();
        for (const rest of [[], more]) {
          build(rest, from);
          build(rest, to);
          assertIndexIntegrity(to);
          expect(await to.parts(() => undefined)).toEqual(await from.parts(() => undefined));
          expect(to.ordinalAtPosition(7n)).toBe(from.ordinalAtPosition(7n));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('copied by time keeps every event, in order of time and else of place', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (list) => {
        const from = build(list);
        const to = new IndexBuilder();
        await copyByTime(from, to, scanContext());
        assertIndexIntegrity(to);
        const places = Array.from({ length: to.length }, (_, i) => to.columns.place.number(i));
        expect(places.toSorted((a, b) => a - b)).toEqual(list.map((_, i) => i));
        // An event without a time stays behind the one before it.
        let last = Number.NEGATIVE_INFINITY;
        const times = list.map(({ time }) => (last = time ?? last));
        for (let i = 1; i < places.length; i++) {
          const [a, b] = [places[i - 1]!, places[i]!];
          expect(times[a]! < times[b]! || (times[a] === times[b] && a < b)).toBe(true);
        }
        for (const { place, ordinal } of to.problems) expect(places[ordinal!]).toBe(Number(place));
      }),
      { numRuns: 30 },
    );
  });

  it('copied by time with its streams in order keeps the events of a stream as they were', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (list) => {
        const from = build(list);
        const to = new IndexBuilder();
        await copyByTime(from, to, scanContext(), true);
        assertIndexIntegrity(to);
        expect(to.length).toBe(from.length);
        const latest = new Map<string, number>();
        let last = Number.NEGATIVE_INFINITY;
        const next = new Map<string, number>();
        for (let i = 0; i < to.length; i++) {
          const stream = to.streams.text(to.columns.stream[i]!);
          const place = to.columns.place.number(i);
          expect(place).toBeGreaterThan(next.get(stream) ?? -1);
          next.set(stream, place);
          const time = to.columns.recordedAt[i]!;
          if (time > (latest.get(stream) ?? Number.NEGATIVE_INFINITY)) latest.set(stream, time);
          const reached = latest.get(stream) ?? Number.NEGATIVE_INFINITY;
          expect(reached).toBeGreaterThanOrEqual(last);
          last = reached;
        }
      }),
      { numRuns: 30 },
    );
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  consumerFlags,
  findingMarks,
  findingOrdinals,
  passedX,
  placeFlags,
} from '../../../../../../renderer/panels/explore/timeline/marks.ts';
import type { Finding } from '../../../../../../shared/model/finding.ts';
import type { TimelineBuckets } from '../../../../../../shared/model/timeline.ts';

const buckets = { firstOrdinal: [0, 10, 20, 30], columnWidth: 10 } as unknown as TimelineBuckets;
const checkpoint = (consumer: string, ordinal: number, behind: number) => ({
  consumer,
  ordinal,
  behind,
  globalPosition: String(ordinal + 1),
  behindMicros: null,
});
const finding = (severity: Finding['severity'], ordinals: number[]): Finding => ({
  id: severity,
  checkId: 'c',
  severity,
  message: severity,
  count: 1,
  ordinals,
});

it('places consumers by what they have read, and says how far behind they are', () => {
  const flags = consumerFlags([checkpoint('late', 5, 24), checkpoint('a', 29, 0), checkpoint('b', 29, 0)], buckets, 30);
  expect(flags).toMatchObject([
    { consumer: 'late', behind: '24 behind' },
    { consumer: 'a, b', behind: 'up to date' },
  ]);
});

const flag = (x: number, consumer: string, behind: string) => ({ x, consumer, behind, hue: 0, ordinal: x });
const widthOf = (text: string): number => text.length * 6;

it('puts a label right of its flag, left of it at the edge, and shortens the name before the lag', () => {
  const [first, last] = placeFlags([flag(10, 'mailer', '3 behind'), flag(480, 'search', 'up to date')], 500, widthOf);
  expect(first?.label).toMatchObject({ x: 10, consumer: 'mailer' });
  expect(last?.label).toMatchObject({ consumer: 'search' });
  expect(last!.label!.x + last!.label!.width).toBe(480);
  const [, pinched] = placeFlags(
    [flag(300, 'a-consumer', '3 behind'), flag(390, 'read-model-projector', '1 behind')],
    500,
    widthOf,
  );
  expect(pinched?.label?.consumer).toBe('read-…');
});

it('never lets labels overlap each other or another flag', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 800 }), { maxLength: 12 }),
      fc.array(fc.string({ minLength: 1, maxLength: 40 }), { minLength: 12, maxLength: 12 }),
      (xs, names) => {
        const flags = xs.sort((a, b) => a - b).map((x, i) => flag(x, names[i]!, '12 behind'));
        const placed = placeFlags(flags, 800, widthOf);
        let end = 0;
        for (const { x, label } of placed) {
          if (!label) continue;
          expect(label.x).toBeGreaterThanOrEqual(end);
          end = label.x + label.width;
          expect(end).toBeLessThanOrEqual(800);
          for (const other of flags) expect(other.x > label.x && other.x < end && other.x !== x).toBe(false);
        }
      },
    ),
  );
});

it('shows the worst of findings that stand at the same place', () => {
  const report = { checks: [], findings: [finding('warning', [4]), finding('error', [4]), finding('notice', [25])] };
  expect(findingMarks(report, buckets, 30).map((mark) => mark.severity)).toEqual(['error', 'notice']);
  expect(findingOrdinals(report)).toEqual([4, 25]);
});

it('tells what the playhead has passed by the last mark that it has reached', () => {
  const x = fc.double({ min: -5, max: 1500, noNaN: true });
  fc.assert(
    fc.property(x, fc.array(fc.record({ x })), fc.array(fc.record({ x })), (playheadX, some, others) => {
      const passed = passedX(playheadX, some, others);
      for (const mark of [...some, ...others]) expect(mark.x > passed).toBe(mark.x > playheadX);
    }),
  );
});

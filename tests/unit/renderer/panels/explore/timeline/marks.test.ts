import { expect, it } from 'vitest';
import {
  consumerFlags,
  findingMarks,
  findingOrdinals,
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

it('shows the worst of findings that stand at the same place', () => {
  const report = { checks: [], findings: [finding('warning', [4]), finding('error', [4]), finding('notice', [25])] };
  expect(findingMarks(report, buckets, 30).map((mark) => mark.severity)).toEqual(['error', 'notice']);
  expect(findingOrdinals(report)).toEqual([4, 25]);
});

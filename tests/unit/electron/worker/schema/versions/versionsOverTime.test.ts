import { describe, expect, it } from 'vitest';
import { SourcedSchemas } from '../../../../../../electron/worker/schema/sourcedSchemas.ts';
import { versionsOverTime } from '../../../../../../electron/worker/schema/versions/versionsOverTime.ts';
import type { VersionsOverTime } from '../../../../../../shared/model/schema.ts';
import { storeSource } from '../../../../../../shared/schemaSource.ts';
import { compareVersions } from '../../../../../../shared/versionOrder.ts';
import { eventLog, type TestLog } from '../../../../../builders/eventLog.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';

const overTime = (log: TestLog, type: string | null, buckets: number): Promise<VersionsOverTime> =>
  versionsOverTime(log.index, type, new SourcedSchemas(log, storeSource).pick(type, false), buckets, scanContext());

describe('versionsOverTime', () => {
  const at = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
  const versions = (list: readonly (readonly [number, string])[]) =>
    eventLog(list.map(([hour, schemaVersion]) => ({ stream: 's', type: 'T', at: at(hour), schemaVersion })));

  it('counts per bucket and says how long an old version went on', async () => {
    const over = await overTime(
      versions([
        [0, '1'],
        [1, '1'],
        [4, '2'],
        [8, '1'],
        [9, '2'],
        [10, '10'],
      ]),
      'T',
      5,
    );
    expect(over.series).toEqual([
      { schemaVersion: '1', counts: [2, 0, 0, 0, 1] },
      { schemaVersion: '2', counts: [0, 0, 1, 0, 1] },
      { schemaVersion: '10', counts: [0, 0, 0, 0, 1] },
    ]);
    expect(over.summary).toBe('6 events, three versions; v1 was still written 4 h after v2 began.');
    expect(over.takeovers).toEqual([{ schemaVersion: '2', at: over.edges[2] }]);
  });

  it.each([
    [
      [
        [0, ''],
        [1, ''],
      ],
      '2 events; no version is recorded.',
    ],
    [
      [
        [0, '3'],
        [1, '3'],
      ],
      '2 events, all v3.',
    ],
    [
      [
        [0, '1'],
        [1, '2'],
      ],
      '2 events, two versions; each version began after the one before had ended.',
    ],
    [
      [
        [0, ''],
        [1, '2'],
        [3, ''],
      ],
      '3 events, one version and 2 events without one; events without a version were still written 2 h after v2 began.',
    ],
  ] as const)('words %j', async (list, summary) => {
    expect((await overTime(versions(list), 'T', 10)).summary).toBe(summary);
  });

  it('sums to the events of the type, also without times', async () => {
    const log = eventLog([
      { stream: 's', type: 'T', at: null, schemaVersion: '1' },
      { stream: 's', type: 'U', at: null },
      { stream: 's', type: 'T', at: null, schemaVersion: '2' },
    ]);
    const over = await overTime(log, null, 3);
    expect(over.axis).toBe('ordinal');
    expect(over.series.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await overTime(log, 'Nope', 3)).toMatchObject({ edges: [], series: [] });
  });
});

describe('compareVersions', () => {
  it('orders digits as numbers and “not recorded” first', () => {
    expect(['10', null, 'v2', '1.10', '1.9', '1'].sort(compareVersions)).toEqual([
      null,
      '1',
      '1.9',
      '1.10',
      'v2',
      '10',
    ]);
  });
});

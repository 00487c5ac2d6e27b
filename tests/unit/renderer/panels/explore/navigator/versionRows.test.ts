import { expect, it } from 'vitest';
import { versionRows } from '../../../../../../renderer/panels/explore/navigator/versionRows.ts';

it('lists recorded versions only, with what matches of each', () => {
  const version = (schemaVersion: string | null, events: number) => ({ schemaVersion, events });
  const all = [
    { type: 'A', events: 5, versions: [version(null, 2), version('1', 3)] },
    { type: 'B', events: 1, versions: [version(null, 1)] },
  ];
  expect(versionRows(all, [])).toEqual([{ type: 'A', version: '1', label: 'A v1', events: 0 }]);
  expect(versionRows(all, all)[0]!.events).toBe(3);
});

import { describe, expect, it } from 'vitest';
import { FoldState } from '../../../../../electron/worker/replay/reducer.ts';
import { Snapshots } from '../../../../../electron/worker/replay/snapshots.ts';

const state = (text: string): FoldState => FoldState.ofText(text);
const fill = (snapshots: Snapshots, partition: string, upTo: number, text = '1'): void => {
  for (let position = 1; position <= upTo; position++) {
    snapshots.put('merge', partition, { position, state: state(text) });
  }
};
const positions = (snapshots: Snapshots, partition: string, upTo: number): number[] => {
  const found = new Set<number>();
  for (let p = 0; p <= upTo; p++) found.add(snapshots.latest('merge', partition, p)?.position ?? 0);
  found.delete(0);
  return [...found];
};

describe('snapshots', () => {
  it('are kept every N events of a partition', () => {
    const snapshots = new Snapshots(10, 1_000_000);
    fill(snapshots, 'a', 35);
    expect(positions(snapshots, 'a', 100)).toEqual([10, 20, 30]);
    expect(snapshots.latest('merge', 'a', 9)).toBeNull();
    expect(snapshots.latest('merge', 'b', 50)).toBeNull();
    expect(snapshots.latest('other', 'a', 50)).toBeNull();
  });

  it('are not kept at all with N = 0', () => {
    const snapshots = new Snapshots(0, 1_000_000);
    fill(snapshots, 'a', 300);
    expect(snapshots.byteLength).toBe(0);
  });

  it('are found whatever order they were put in', () => {
    const snapshots = new Snapshots(10, 1_000_000);
    for (const position of [30, 10, 20, 10]) snapshots.put('merge', 'a', { position, state: state(`${position}`) });
    expect(snapshots.latest('merge', 'a', 25)?.state.text).toBe('20');
    expect(positions(snapshots, 'a', 100)).toEqual([10, 20, 30]);
  });

  it('of the partition used least recently go first when the budget is exceeded', () => {
    const snapshots = new Snapshots(1, 3 * (64 + 200));
    for (const name of ['a', 'b', 'c']) snapshots.put('merge', name, { position: 1, state: state('x'.repeat(100)) });
    snapshots.latest('merge', 'a', 1);
    snapshots.put('merge', 'd', { position: 1, state: state('x'.repeat(100)) });
    expect(snapshots.latest('merge', 'b', 1)).toBeNull();
    for (const name of ['a', 'c', 'd']) expect(snapshots.latest('merge', name, 1)).not.toBeNull();
  });

  it('stand twice as far apart when one partition exceeds the budget alone', () => {
    const snapshots = new Snapshots(10, 4 * (64 + 200));
    fill(snapshots, 'a', 100, 'x'.repeat(100));
    expect(positions(snapshots, 'a', 100)).toEqual([40, 80]);
    expect(snapshots.byteLength).toBeLessThanOrEqual(4 * (64 + 200));
    expect(snapshots.wants('merge', 'a', 100)).toBe(false);
    expect(snapshots.wants('merge', 'a', 120)).toBe(true);
  });

  it('larger than the budget are not kept', () => {
    const snapshots = new Snapshots(10, 100);
    fill(snapshots, 'a', 500, 'x'.repeat(1000));
    expect(snapshots.byteLength).toBe(0);
  });

  it('of one reducer are forgotten without touching those of another', () => {
    const snapshots = new Snapshots(1, 1_000_000);
    snapshots.put('a', 'x', { position: 1, state: state('1') });
    snapshots.put('ab', 'x', { position: 1, state: state('2') });
    snapshots.drop('a');
    expect(snapshots.latest('a', 'x', 1)).toBeNull();
    expect(snapshots.latest('ab', 'x', 1)?.state.text).toBe('2');
    snapshots.drop('ab');
    expect(snapshots.byteLength).toBe(0);
  });
});

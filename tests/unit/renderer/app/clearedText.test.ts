import { describe, expect, it } from 'vitest';
import { clearedText } from '../../../../renderer/app/clearedText.ts';

describe('what clearing did', () => {
  it.each([
    [0, 0, 'There are no kept indexes and no kept snapshots.'],
    [1, 0, 'Removed 1 kept index, 2.0 kB.'],
    [3, 2, 'Removed 1 kept index and 2 files of snapshots, 2.0 kB.'],
    [1, 1, 'Removed 1 file of snapshots, 2.0 kB.'],
  ])('%i files, %i of snapshots: %s', (files, snapshotFiles, text) => {
    expect(clearedText({ files, snapshotFiles, bytes: 2000 })).toBe(text);
  });
});

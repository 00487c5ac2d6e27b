import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copySqliteSet } from '../../../../../electron/worker/formats/copySqlite.ts';

// What is copied while somebody writes to the store.

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventloupe-test-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('leaves nothing of a -wal that was written back while it was copied', async () => {
  const path = join(folder, 'store.sqlite');
  const copy = join(folder, 'copy.sqlite');
  const header = new Uint8Array(100);
  header.set([2, 2], 18);
  writeFileSync(path, header);
  writeFileSync(`${path}-wal`, 'frames');
  let steps = 0;
  const breathe = async (): Promise<void> => {
    if (++steps !== 2) return;
    writeFileSync(path, Buffer.concat([header, Buffer.from('frames')]));
    rmSync(`${path}-wal`);
  };
  const set = await copySqliteSet(path, header, () => copy, { signal: new AbortController().signal, breathe });
  expect(set.readPath).toBe(copy);
  expect(readFileSync(copy)).toEqual(readFileSync(path));
  // Where the file system copies at a stroke nothing can come in between, and the -wal is rightly there.
  expect(existsSync(`${copy}-wal`)).toBe(steps < 2);
});

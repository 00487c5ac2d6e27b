import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SideFiles } from '../../../../../electron/worker/sideFiles/sideFiles.ts';

const STORE = 'a'.repeat(40);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventloupe-side-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('side files', () => {
  it('give back what was written, per store and kind', () => {
    const files = new SideFiles(folder);
    files.write(STORE, 'bookmarks', [{ ordinal: 3, note: 'Größe' }]);
    files.write(STORE, 'branches', {});

    expect(new SideFiles(folder).read(STORE, 'bookmarks')).toEqual([{ ordinal: 3, note: 'Größe' }]);
    expect(files.read(STORE, 'branches')).toEqual({});
    expect(files.read(STORE, 'mapping')).toBeNull();
    expect(files.read('b'.repeat(40), 'bookmarks')).toBeNull();
  });

  it('are replaced as a whole, and removed by null', () => {
    const files = new SideFiles(folder);
    files.write(STORE, 'schema', { from: 'type' });
    files.write(STORE, 'schema', { from: 'column' });
    expect(files.read(STORE, 'schema')).toEqual({ from: 'column' });
    expect(readdirSync(join(folder, STORE))).toEqual(['schema.json']);

    files.write(STORE, 'schema', null);
    expect(files.read(STORE, 'schema')).toBeNull();
    expect(readdirSync(join(folder, STORE))).toEqual([]);
  });

  it('are for the eyes of the user alone', () => {
    new SideFiles(folder).write(STORE, 'bookmarks', []);
    if (process.platform === 'win32') return; // Access is inherited there.
    expect(statSync(join(folder, STORE)).mode & 0o77).toBe(0);
    expect(statSync(join(folder, STORE, 'bookmarks.json')).mode & 0o77).toBe(0);
  });

  it('say which file is damaged, and what to do', () => {
    const files = new SideFiles(folder);
    files.write(STORE, 'bookmarks', []);
    const path = join(folder, STORE, 'bookmarks.json');
    writeFileSync(path, '[{"ordinal":');
    expect(() => files.read(STORE, 'bookmarks')).toThrow(
      expect.objectContaining({
        code: 'unreadable',
        message: `What was kept in "${path}" cannot be read: it is not JSON.`,
      }),
    );
  });

  it('say that they cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    const files = new SideFiles(join(folder, 'file'));
    expect(() => files.write(STORE, 'bookmarks', [])).toThrow(/could not be written: ENOTDIR/);
  });
});

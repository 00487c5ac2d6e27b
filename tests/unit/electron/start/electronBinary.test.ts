import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { electronBinary, findElectronPackage } from '../../../../electron/start/electronBinary.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventloupe-test-'));
  mkdirSync(join(folder, 'dist'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('is not there before path.txt names it and the file exists', () => {
  expect(electronBinary({ folder }, null)).toBeNull();
  writeFileSync(join(folder, 'path.txt'), 'electron');
  expect(electronBinary({ folder }, null)).toBeNull();
  writeFileSync(join(folder, 'dist/electron'), '');
  expect(electronBinary({ folder }, null)).toBe(join(folder, 'dist/electron'));
});

it('is what the override folder holds', () => {
  expect(electronBinary({ folder }, join(folder, 'dist'))).toBeNull();
  writeFileSync(join(folder, 'dist/electron'), '');
  expect(electronBinary({ folder }, join(folder, 'dist'))).toBe(join(folder, 'dist/electron'));
});

it('has no package where the app is installed without it', () => {
  expect(findElectronPackage(folder)).toBeNull();
});

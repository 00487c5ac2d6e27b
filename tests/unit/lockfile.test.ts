import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { missingPackages } from '../scripts/completeLockfile.ts';

it('locks the packages of every platform, or npm ci refuses it (npm run lockfile adds them)', () => {
  expect(missingPackages(JSON.parse(readFileSync('package-lock.json', 'utf8')))).toEqual([]);
});

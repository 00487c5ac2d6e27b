import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { hostsHere } from './tests/scripts/hostsHere.ts';

const { electron, chromium } = hostsHere();

// The apps that the specs start keep nothing in the home of whoever runs them. Playwright empties this folder first.
process.env.EVENTLOUPE_CACHE = resolve('test-results/cache');
process.env.EVENTLOUPE_DATA = resolve('test-results/data');

export interface HostOption {
  readonly host: 'electron' | 'browser';
}

/** One set of specs, two projects, and a file for what only one of them has. A host that is missing on this machine is said by `npm test`, not here. */
export default defineConfig<object, HostOption>({
  testDir: 'tests/e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/results.json' }]],
  projects: [
    ...(electron
      ? [
          {
            name: 'electron',
            testIgnore: 'browserHost.spec.ts',
            grepInvert: /@browser/,
            use: { host: 'electron' as const },
          },
        ]
      : []),
    ...(chromium ? [{ name: 'browser', testIgnore: 'desktop.spec.ts', use: { host: 'browser' as const } }] : []),
  ],
});

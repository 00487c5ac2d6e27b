import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,contract,integration}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    globalSetup: ['tests/scripts/compiled.ts'],
    testTimeout: 60_000,
    // What is waited for comes when it comes: a busy machine is slow, not wrong.
    expect: { poll: { timeout: 30_000 } },
    // Commands that tests run keep no index in the home of whoever runs the tests.
    env: {
      EVENTLOUPE_CACHE: join(tmpdir(), 'eventloupe-test-cache'),
      EVENTLOUPE_DATA: join(tmpdir(), 'eventloupe-test-data'),
    },
  },
});

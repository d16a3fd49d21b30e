// How the tests run: fast rooms first, every file on its own, no retries.
// It refuses to hide a slow or flaky test: there is no retry and the time limits are for hangs only.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: process.env.CI ? ['default'] : ['default'],
  },
});

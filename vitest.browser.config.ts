import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const reports = process.env.LEAVER_TEST_REPORTS;

/** The page in a real Chromium, which has to be installed: nothing is left out where it is missing. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    reporters: [
      'default',
      ...(reports === undefined ? [] : [['json', { outputFile: join(reports, 'browser.json') }] as ['json', object]]),
    ],
  },
});

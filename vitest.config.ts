import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Set by `npm run test:long`: more generated cases, and test/long besides. */
const long = process.env.LEAVER_LONG === '1';
/** Set by .ci/run: a folder for reports that it counts the tests from. */
const reports = process.env.LEAVER_TEST_REPORTS;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/conformance/**', 'test/browser/**', ...(long ? [] : ['test/long/**'])],
    testTimeout: long ? 600_000 : 20_000,
    maxWorkers: 2,
    reporters: [
      'default',
      ...(reports === undefined ? [] : [['json', { outputFile: join(reports, 'tests.json') }] as ['json', object]]),
    ],
  },
});

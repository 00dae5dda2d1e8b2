import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const reports = process.env.LEAVER_TEST_REPORTS;

/** The embedded systems against what others say of the real ones: started by scripts/conformance/, which prepares it. */
export default defineConfig({
  test: {
    include: ['test/conformance/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: [
      'default',
      ...(reports === undefined
        ? []
        : [
            ['json', { outputFile: join(reports, process.env.LEAVER_REPORT_NAME ?? 'conformance.json') }] as [
              'json',
              object,
            ],
          ]),
    ],
  },
});

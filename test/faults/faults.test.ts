import { describe, expect, test } from 'vitest';
import { conclusions } from './conclusion.js';
import { COLUMNS, casesOf } from './matrix.js';
import { ROWS } from './rows/index.js';

for (const [index, row] of ROWS.entries()) {
  describe(`fault ${index + 1}: ${row.fault}: ${row.promise}`, () => {
    for (const column of COLUMNS) {
      for (const { name, run } of casesOf(row.cells[column])) {
        test(`${column}: ${name}`, async () => {
          const before = conclusions();
          await run();
          expect(conclusions(), 'a case concludes').toBeGreaterThan(before);
        });
      }
    }
  });
}

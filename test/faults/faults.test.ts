/**
 * The fault matrix: every row of the design's table on every system, run. The page is written from what passed, so that a
 * case which is taken out, skipped or fails leaves it stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../repository/tree.js';
import { conclusions } from './conclusion.js';
import { COLUMNS, type Column, casesOf, type Row } from './matrix.js';
import { caseCount, PAGE, pageOf, WRITE } from './page.js';
import { ROWS } from './rows/index.js';

/** On a busy machine, in milliseconds. */
const PATIENCE = 120_000;
const ran = new Map<Row, Map<Column, string[]>>(
  ROWS.map((row) => [row, new Map(COLUMNS.map((column) => [column, []]))]),
);

for (const [index, row] of ROWS.entries()) {
  describe(`fault ${index + 1}: ${row.fault}: ${row.promise}`, () => {
    for (const column of COLUMNS) {
      for (const { name, run } of casesOf(row.cells[column])) {
        test(`${column}: ${name}`, { timeout: PATIENCE }, async () => {
          const before = conclusions();
          await run();
          expect(conclusions(), 'a case concludes').toBeGreaterThan(before);
          ran.get(row)?.get(column)?.push(name);
        });
      }
    }
  });
}

describe('the fault matrix', () => {
  test('has the twenty rows of the design and the identity provider’s, and each cell has a case, or says why it has none', () => {
    expect(ROWS.length).toBe(21);
    for (const row of ROWS) {
      for (const column of COLUMNS) {
        const cell = row.cells[column];
        if ('none' in cell) expect(cell.none, row.fault).not.toBe('');
        else expect(cell.length, `${row.fault}: ${column}`).toBeGreaterThan(0);
      }
      for (const column of COLUMNS) {
        const names = casesOf(row.cells[column]).map(({ name }) => name);
        expect(new Set(names).size, `${row.fault}: ${column}: each name once`).toBe(names.length);
      }
    }
  });

  test(`${PAGE} tells what ran and passed (\`${WRITE}\` writes it)`, () => {
    const passed = [...ran.values()].flatMap((columns) => [...columns.values()]).flat().length;
    expect(passed, 'every case ran and passed').toBe(caseCount(ROWS));
    const page = pageOf(ROWS, ran);
    const path = join(root, PAGE);
    if (process.env.LEAVER_WRITE === '1') {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, page);
    }
    expect(page, `${PAGE} is stale: run \`${WRITE}\``).toBe(readFileSync(path, 'utf8'));
  });
});

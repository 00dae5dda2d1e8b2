import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './repository/tree.js';

/** Runs a script of this repository that compares and writes nothing. */
function check(script: string): { status: number | null; told: string } {
  const started = ['--import', join(root, 'ts-node.register.mjs'), join(root, 'scripts', script), '--check'];
  const { status, stdout, stderr } = spawnSync(process.execPath, started, { cwd: root, encoding: 'utf8' });
  return { status, told: `${stdout}${stderr}` };
}

describe('what is made from something else is fresh', () => {
  test('types and validators are those of schemas/', () => {
    const { status, told } = check('generate.ts');
    expect(status, told).toBe(0);
  });

  test('the reference pages are those of the commands, schemas, inputs and connectors', () => {
    const { status, told } = check('docs.ts');
    expect(status, told).toBe(0);
  });

  test('dist/ is built from these sources', () => {
    const { status, told } = check('build.ts');
    expect(status, told).toBe(0);
  });
});

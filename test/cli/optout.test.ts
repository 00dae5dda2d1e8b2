import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { questionText } from '../../src/cli/ask.js';
import { memorySystem, optOutOf, someone, writeRepository } from '../fixtures/repositories.js';
import { call, start } from './call.js';

const PEOPLE = [someone('ana', { status: 'departed' }), someone('ben')];
const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

function repository(): string {
  return writeRepository({
    people: PEOPLE,
    systems: [memorySystem([])],
    optOuts: [optOutOf({ expiresAt: later(3) })],
  });
}

const FLAGS = ['--person', 'ana.ruiz', '--system', 'hub', '--reason', 'handover', '--justification', 'Finishes it.'];
const NEW = [
  'optout',
  'new',
  '--id',
  'more',
  ...FLAGS,
  '--requested-by',
  'sam.lee',
  '--owner',
  'kim.cho',
  '--expires',
  '2d',
];

describe('leaver optout', () => {
  test('list and check tell the same of one opt-out', async () => {
    const root = repository();
    const list = await call('optout', 'list', '--root', root);
    const check = await call('optout', 'check', 'ana-handover', '--root', root);
    expect([list.status, check.status]).toEqual([0, 0]);
    expect(list.stdout).toContain('expiring  ana-handover');
    expect(check.stdout).toContain('ana-handover is in force, and lapses soon.');
  });

  test.each([
    ['optout', 'list'],
    ['optout', 'check', 'ana-handover'],
    ['optout', 'check', 'nothing'],
    NEW,
    [...NEW, '--print'],
    ['optout', 'new'],
    ['codeowners'],
  ])('%s %s --format json: stdout is one document', async (...argv) => {
    const { stdout } = await call(...argv, '--root', repository(), '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
  });

  test('new writes the file that the other commands read', async () => {
    const root = repository();
    const { status, stdout } = await call(...NEW, '--root', root);
    expect(status).toBe(0);
    expect(stdout).toContain('Wrote optouts/hub/more.yaml.');
    expect((await call('validate', '--root', root)).status).toBe(0);
    expect((await call('optout', 'check', 'more', '--root', root)).status).toBe(0);
  });

  test('new --print: stdout is the file, and nothing else', async () => {
    const root = repository();
    const { status, stdout } = await call(...NEW, '--print', '--root', root);
    expect(status).toBe(0);
    expect(parse(stdout)).toMatchObject({ id: 'more', systems: ['hub'] });
    expect(existsSync(join(root, 'optouts/hub'))).toBe(false);
  });

  test('a refused draft is told, not printed', async () => {
    const { status, stdout } = await call(...NEW.slice(0, -1), '90d', '--print', '--root', repository());
    expect(status).toBe(1);
    expect(stdout).toContain('Not written');
  });

  test('in a script, without a terminal, nobody is asked', async () => {
    const root = repository();
    const { status, stdout, stderr } = await start(root, ['optout', 'new', '--person', 'ana.ruiz']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.replace(/\s+/g, ' ')).toContain('leaver: Flags are missing: --system, --reason, --justification');
  });

  test('a mistyped command is told with the nearest', async () => {
    const { status, stderr } = await call('optout', 'lst');
    expect(status).toBe(1);
    expect(stderr).toContain('Did you mean list?');
  });
});

describe('a question on a terminal', () => {
  const question = {
    ...{ flag: '--person', text: 'Who keeps access?', example: 'ana.ruiz', byDefault: null },
    choices: [{ value: 'ana.ruiz', about: 'Ana Ruiz, departed' }],
  };

  test('shows its choices and an example', () => {
    expect(questionText(question, null)).toBe(
      '\nWho keeps access?\n  ana.ruiz  Ana Ruiz, departed\n  For example: ana.ruiz\n',
    );
  });

  test('says what Enter does', () => {
    expect(questionText({ ...question, byDefault: 'ana.ruiz' }, null)).toContain('  Enter takes ana.ruiz\n');
    expect(questionText({ ...question, byDefault: '' }, null)).toContain(
      '  For example: ana.ruiz (Enter leaves it out)\n',
    );
  });

  test('asked again, says only why', () => {
    expect(questionText(question, 'There is no person "x".')).toBe('  ! There is no person "x".\n');
  });

  test('a large roster is no menu, and a hostile name no command', () => {
    const many = Array.from({ length: 40 }, (_, at) => ({ value: `p${at}`, about: 'a\u001b[2J' }));
    const text = questionText({ ...question, choices: many }, null);
    expect(text).toContain('  and 28 more\n');
    expect(text.includes('\u001b')).toBe(false);
  });
});

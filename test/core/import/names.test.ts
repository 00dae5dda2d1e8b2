import { describe, expect, test } from 'vitest';
import {
  displayName,
  formsOf,
  freeId,
  hasServiceWord,
  isPersonLike,
  keyOf,
  placeholderEmail,
} from '../../../src/core/import/names.js';

const fits = (account: string, name: string, email: string) => formsOf(name, email).has(keyOf(account, 'acme'));

describe('the names that accounts of a person go by', () => {
  test.each([
    'ana.ruiz',
    'anaruiz',
    'ANARUIZ',
    'aruiz',
    'a.ruiz',
    'ruizana',
    'ruiz-ana',
    'ruiza',
    'anar',
    'ana-ruiz-acme',
    'acme_ana.ruiz',
    'ana',
  ])('%s fits Ana Ruiz, whose address is ana@…', (account) =>
    expect(fits(account, 'Ana Ruiz', 'ana@acme.example')).toBe(true),
  );

  test.each(['ruiz', 'anaruiz2', 'bruiz', 'an', 'аna.ruiz', 'acme', ''])('%s does not', (account) =>
    expect(fits(account, 'Ana Ruiz', 'ana@acme.example')).toBe(false),
  );

  test('accents, width and case make no difference', () => {
    expect(fits('tomasnovak', 'Tomáš Novák', 'x@acme.example')).toBe(true);
    expect(fits('ｔｏｍａｓ.novak', 'Tomáš Novák', 'x@acme.example')).toBe(true);
  });

  test('middle names may be there or not', () => {
    expect(fits('anamariaruiz', 'Ana Maria Ruiz', 'x@acme.example')).toBe(true);
    expect(fits('ana.ruiz', 'Ana Maria Ruiz', 'x@acme.example')).toBe(true);
  });

  test('a first name alone is no form, nor is a form of two letters', () => {
    expect(fits('ana', 'Ana Ruiz', 'ruiz.ana@acme.example')).toBe(false);
    expect(formsOf('Li W', 'li@acme.example').has('li')).toBe(false);
  });

  test('an address that nobody told gives no form', () => {
    expect([...formsOf('Cher', placeholderEmail('cher'))]).toEqual([]);
  });
});

describe('what a name looks like', () => {
  test.each(['ana.ruiz', 'Mei Tanaka', 'jan-van-dyke'])('%s is a person’s', (name) =>
    expect(isPersonLike(name, 'acme')).toBe(true),
  );
  test.each(['anaruiz', 'a.ruiz', 'backup-s3', 'acme-breakglass', ''])('%s tells nothing', (name) =>
    expect(isPersonLike(name, 'acme')).toBe(false),
  );
  test.each(['acme-deploy', 'ci-runner', 'backup-s3', 'renovate[bot]', 'svc_ledger', 'terraform', 'ci2'])(
    '%s is a service’s',
    (name) => expect(hasServiceWord(name)).toBe(true),
  );
  test.each(['talbot', 'anaruiz', 'cicero'])('%s is none', (name) => expect(hasServiceWord(name)).toBe(false));
});

describe('what a new person is called', () => {
  test('by the parts of the address, with capitals', () => {
    expect(displayName('ana.ruiz@acme.example', 'acme')).toBe('Ana Ruiz');
    expect(displayName('Tomáš  Novák', 'acme')).toBe('Tomáš Novák');
    expect(displayName('@@', 'acme')).toBe('Unknown');
  });

  test('an id that nobody has, valid whatever the name', () => {
    expect(freeId('Tomáš Novák', '.', new Set())).toBe('tomas.novak');
    expect(freeId('ana.ruiz@acme.example', '.', new Set(['ana.ruiz', 'ana.ruiz-2']))).toBe('ana.ruiz-3');
    expect(freeId('Иван', '.', new Set())).toBe('person');
    expect(freeId('--', '-', new Set())).toBe('service');
    expect(freeId('x'.repeat(300), '.', new Set())).toMatch(/^x{56}$/);
    expect(freeId("'; rm -rf / #\n- id: evil", '.', new Set())).toMatch(/^[a-z0-9]+([._-][a-z0-9]+)*$/);
  });
});

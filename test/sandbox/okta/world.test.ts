import { expect, onTestFinished, test } from 'vitest';
import type { Instant } from '../../../src/core/time.js';
import type { Clock } from '../../../src/ports/ports.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { readWorld } from '../../../src/sandbox/world.js';
import { assertionOf } from './assertion.js';
import { askAt, tokenForm } from './organization.js';

const NOW = Date.UTC(2026, 10, 23, 16);
const clock: Clock = { now: () => NOW as Instant, sleep: async () => {} };

const TWO = `
systems:
  - { id: okta, kind: okta, seed: { organization: acme, users: [ana@acme.example] } }
  - id: okta-emea
    kind: okta
    seed:
      organization: { name: emea }
      runner: { kind: user, login: kim@emea.example }
      users: [{ login: kim@emea.example, roles: [SUPER_ADMIN] }]
`;

test('a world of two organizations leads to each by variables of its own, which open it', async () => {
  const sandbox = await startSandbox(readWorld(TWO, 'two.yaml'), clock);
  onTestFinished(() => sandbox.stop());
  const { environment, systems } = sandbox;
  expect(systems.map(({ id, kind }) => [id, kind])).toEqual([
    ['okta', 'okta'],
    ['okta-emea', 'okta'],
  ]);
  expect(Object.keys(environment).sort()).toEqual([
    'LEAVER_SYSTEM_OKTA_CLIENT_ID',
    'LEAVER_SYSTEM_OKTA_EMEA_TOKEN',
    'LEAVER_SYSTEM_OKTA_EMEA_URL',
    'LEAVER_SYSTEM_OKTA_KEY_ID',
    'LEAVER_SYSTEM_OKTA_PRIVATE_KEY',
    'LEAVER_SYSTEM_OKTA_URL',
  ]);
  const held = (name: string) => environment[`LEAVER_SYSTEM_OKTA_${name}`] ?? '';
  expect(held('PRIVATE_KEY')).not.toContain('\n');
  const privateKey = held('PRIVATE_KEY').replaceAll('\\n', '\n');
  const key = { kind: 'key', clientId: held('CLIENT_ID'), keyId: held('KEY_ID'), privateKey } as const;
  const body = tokenForm(assertionOf(key, { url: held('URL'), now: NOW }), 'okta.users.read');
  expect((await askAt(held('URL'), 'POST', '/oauth2/v1/token', { body })).status).toBe(200);
  const headers = { authorization: `SSWS ${held('EMEA_TOKEN')}` };
  expect((await askAt(held('EMEA_URL'), 'GET', '/api/v1/users/me', { headers })).body.profile.login).toBe(
    'kim@emea.example',
  );
});

test.each([
  ['misspells a part', '[{ id: a, kind: okta, seed: { user: [] } }]', 'has no `user`. Did you mean `users`?'],
  [
    'has two systems whose variables have one name',
    '[{ id: okta-a, kind: okta, seed: {} }, { id: okta.a, kind: okta, seed: {} }]',
    'an id whose variables are those of `okta_a`',
  ],
  ['has two systems of one id', '[{ id: a, kind: okta, seed: {} }, { id: a, kind: okta, seed: {} }]', 'the id `a`'],
])('a world that %s is refused', (_, systems, why) => {
  expect(() => readWorld(`systems: ${systems}`, 'world.yaml')).toThrow(why);
});

import { describe, expect, test } from 'vitest';
import type { SystemId } from '../../../src/core/model.js';
import type { Instant } from '../../../src/core/time.js';
import { heldIn } from '../../../src/http/access.js';
import type { Clock } from '../../../src/ports/ports.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { readWorld } from '../../../src/sandbox/world.js';
import { asker, namesIn } from './service.js';

const clock: Clock = { now: () => Date.UTC(2026, 10, 23, 16) as Instant, sleep: async () => {} };

const TWO = `
systems:
  - id: pager
    kind: scim
    seed:
      users:
        - { userName: ana.ruiz, name: Ana Ruiz, email: ana@acme.example, roles: [admin], groups: [On call] }
        - bo.lind
      groups: [On call, { displayName: Everybody, members: [bo.lind] }]
      quirks: { activeFalse: deletes, pageLimit: 1 }
  - { id: metrics.eu, kind: scim, seed: { path: /api/scim, token: other, users: [cy.moss] } }
`;

describe('a world with two dashboards', () => {
  test('leads the connectors to each by its id', async () => {
    const sandbox = await startSandbox(readWorld(TWO, 'two.yaml'), clock);
    const asking = (system: string) => {
      const held = (what: 'URL' | 'TOKEN') => heldIn(sandbox.environment, system as SystemId, what) ?? '';
      return (path: string) => asker(held('URL'))('GET', path, { token: held('TOKEN') });
    };
    try {
      const first = await asking('pager')('/Users');
      expect([namesIn(first), first.body.totalResults]).toEqual([['ana.ruiz'], 2]);
      expect(namesIn(await asking('metrics.eu')('/Users'))).toEqual(['cy.moss']);
      expect(Object.keys(sandbox.environment).sort()).toEqual([
        'LEAVER_SYSTEM_METRICS_EU_TOKEN',
        'LEAVER_SYSTEM_METRICS_EU_URL',
        'LEAVER_SYSTEM_PAGER_TOKEN',
        'LEAVER_SYSTEM_PAGER_URL',
      ]);
    } finally {
      await sandbox.stop();
    }
  });

  test.each([
    ['has two users of one name', '{ users: [ana, { userName: ANA }] }', 'two users have the name ANA'],
    ['has a user without a name', '{ users: [{ id: a }] }', 'a user has no name'],
    [
      'has two users of one id',
      '{ users: [{ userName: a, id: x }, { userName: b, id: x }] }',
      'two resources have the id x',
    ],
    ['puts a user into no group', '{ users: [{ userName: a, groups: [gone] }] }', 'is in a group gone, which is none'],
    [
      'puts nobody into a group',
      '{ groups: [{ displayName: g, members: [gone] }] }',
      'has a member gone, who is no user',
    ],
    ['has a group without a name', '{ groups: [{ id: g }] }', 'a group has no displayName'],
    ['has a path that is none', '{ path: scim }', 'the path scim does not begin with a slash'],
    ['misspells a part', '{ user: [] }', 'Did you mean `users`?'],
    ['misspells a quirk', '{ quirks: { pagelimit: 10 } }', 'quirks has no `pagelimit`'],
    ['gives a quirk that does not exist', '{ quirks: { activeFalse: removes } }', 'quirks.activeFalse is none of'],
    ['misspells an attribute of a user', '{ users: [{ userName: a, actve: false }] }', 'user a has no `actve`'],
    ['gives active as a text', '{ users: [{ userName: a, active: "no" }] }', 'active of user a is neither'],
  ])('when its seed %s, is refused with what is wrong', (_, seed, why) => {
    const text = `systems: [{ id: a, kind: scim, seed: ${seed} }]`;
    expect(() => readWorld(text, 'world.yaml')).toThrow(why);
  });

  test('when the environment could not tell two of them apart, is refused', () => {
    const text = 'systems: [{ id: a-b, kind: scim, seed: {} }, { id: a.b, kind: scim, seed: {} }]';
    expect(() => readWorld(text, 'world.yaml')).toThrow('two systems have an id whose variables are those of');
  });
});

/** `--account`: the identity provider's event is about an account there, and the run about whom it belongs to. */
import { describe, expect, test } from 'vitest';
import { planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { accountOf, memorySystem, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { flatOf, outcomes, verdicts, worldOf } from './world.js';

const claims = (name: string) => ({
  hub: { id: `id:${name}`, name },
  idp: { id: `00u${name}`, name: `${name}@acme.example` },
});
const ATIDP = ['ana', 'leo'].map((name) => ({ id: `00u${name}`, name: `${name}@acme.example`, status: 'suspended' }));

/** Ana and Leo are suspended at the provider, and nowhere else. */
const PARTS: RepositoryParts = {
  policy: { identityProvider: 'idp' },
  people: ['ana', 'ben', 'leo'].map((name) => someone(name, { accounts: claims(name) })),
  services: [{ id: 'sync-bot', owner: 'sam.lee', accounts: { idp: { id: '00ubot', name: 'bot@acme.example' } } }],
  systems: [
    memorySystem(['ana', 'ben', 'leo'].map((name) => accountOf(name))),
    memorySystem([...ATIDP, { id: '00uben', name: 'ben@acme.example' }], { id: 'idp' }),
  ],
};

const run = async (accounts: readonly string[], more: { people?: readonly string[]; parts?: RepositoryParts } = {}) => {
  const world = worldOf(more.parts ?? PARTS);
  return { world, result: await reconcile(world.context, { systems: [], people: more.people ?? [], accounts }) };
};

describe('when the provider says that somebody left', () => {
  test.each([[['00uana']], [['ana@acme.example']], [['00uana', 'ana@acme.example']]])(
    '%j: the run is about whose account it is, and nobody else',
    async (accounts) => {
      const { result, world } = await run(accounts);
      expect(result.status).toBe(0);
      expect(outcomes(result)).toEqual(['hub/id:ana verified']);
      expect(flatOf(result)).toContain('Narrowed to ana.ruiz');
      const started = (await world.journal()).find(({ type }) => type === 'run-started');
      expect(started).toMatchObject({ people: ['ana.ruiz'] });
    },
  );

  test('an account that nobody claims: that is said, and the run is for everybody, so that nobody is missed', async () => {
    const { result, world } = await run(['00uzed', 'zed@acme.example']);
    expect(outcomes(result)).toEqual(['hub/id:ana verified', 'hub/id:leo verified']);
    const said = 'Nobody in the roster claims 00uzed, zed@acme.example at idp, so this run is for everybody.';
    expect(world.progress).toContain(said);
    expect(flatOf(result)).toContain(said);
    expect((result.json as { remarks: readonly string[] }).remarks).toContain(said);
  });

  test('a service’s account: the run is for everybody', async () => {
    const { result } = await run(['00ubot']);
    expect(flatOf(result)).toContain('00ubot at idp is the service sync-bot');
    expect(outcomes(result)).toHaveLength(2);
  });

  test('an account that nobody claims frees a run from no person that was named besides', async () => {
    const { result } = await run(['00uzed'], { people: ['ben.ruiz'] });
    expect(outcomes(result)).toEqual(['hub/id:ana verified', 'hub/id:leo verified']);
  });

  test('with a person besides, it is about both', async () => {
    const { result } = await run(['00uana'], { people: ['leo.ruiz'] });
    expect(outcomes(result)).toEqual(['hub/id:ana verified', 'hub/id:leo verified']);
  });

  test('plan is narrowed the same way, and says so', async () => {
    const world = worldOf(PARTS);
    const narrowing = { systems: [], people: [], accounts: ['00uana'] };
    const result = await planCommand(world.context, { narrowing, at: null, from: null, out: null });
    expect(verdicts(result)).toEqual(['hub/id:ana revoke', 'idp/00uana settled']);
    expect(flatOf(result)).toContain('Narrowed to ana.ruiz');
  });

  test('the provider’s word is believed as it is when the run asks, not as the event had it', async () => {
    const { result } = await run(['00uben']);
    expect(verdicts(result)).toEqual(['hub/id:ben keep', 'idp/00uben keep']);
  });
});

describe('what an event holds is data', () => {
  const IMPOSSIBLE: readonly (readonly [string, string])[] = [
    ['', 'empty'],
    ['x'.repeat(257), 'longer than 256 characters'],
    ...['00u\u202eana', '00u\nana', '\u001b[31m00u', 'a\u3164@acme.example', 'a\u115f', 'a\u034f', 'a\u17b4'].map(
      (text) => [text, 'with a character that nobody can see'] as const,
    ),
  ];

  test.each(IMPOSSIBLE)('a login that can be none, %j, keeps nobody in who is named by the id', async (text, why) => {
    const { result } = await run(['00uana', text]);
    expect(outcomes(result)).toEqual(['hub/id:ana verified']);
    const said = `Left out what can be no account's id or name: 1 text (${why}).`;
    expect((result.json as { remarks: readonly string[] }).remarks).toContain(said);
    expect(flatOf(result)).toContain('Narrowed to ana.ruiz: the roster claims 00uana at idp for them.');
  });

  test.each(IMPOSSIBLE)('%j alone is a run for everybody: who left is not kept in by the text', async (text, why) => {
    const { result, world } = await run([text], { people: ['ben.ruiz'] });
    expect(outcomes(result)).toEqual(['hub/id:ana verified', 'hub/id:leo verified']);
    expect(world.progress).toContain('None that was named can be an account, so this run is for everybody.');
    expect(flatOf(result)).toContain(`1 text (${why})`);
    if (text !== '') expect(JSON.stringify(result.json)).not.toContain(JSON.stringify(text).slice(1, -1));
  });

  test('more accounts than an event names are a run for everybody', async () => {
    const { result, world } = await run(Array.from({ length: 21 }, (_, at) => `00u${at}`));
    expect(outcomes(result)).toHaveLength(2);
    expect(world.progress).toContain('More than 20 accounts were named, so this run is for everybody.');
  });

  test('Markdown and HTML in a name are shown as text', async () => {
    const { result } = await run(['<img src=x onerror=alert(1)> **x**']);
    const { tell } = await import('../../src/commands/tell.js');
    const { NO_PAINT } = await import('../../src/report/text.js');
    const markdown = tell(result, 'markdown', NO_PAINT);
    expect(markdown).not.toContain('<img');
    expect(markdown).not.toContain('**x**');
  });

  test('without an identity provider there is nothing to look in', async () => {
    const asked = run(['00uana'], { parts: { ...PARTS, policy: {} } });
    await expect(asked).rejects.toMatchObject({ code: 'usage', mend: expect.stringContaining('identityProvider') });
  });
});

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
  test.each([
    ['', 'is empty'],
    ['x'.repeat(257), 'is longer than 256 characters'],
    ['00u\u202eana', 'holds a character that nobody can see'],
    ['00u\nana', 'holds a character that nobody can see'],
    ['\u001b[31m00u', 'holds a character that nobody can see'],
  ])('%j is refused before any request', async (text, why) => {
    const world = worldOf(PARTS);
    const asked = reconcile(world.context, { systems: [], people: [], accounts: [text] });
    await expect(asked).rejects.toMatchObject({ code: 'usage', message: `The account that was named ${why}.` });
    expect(world.connected).toEqual([]);
  });

  test('more accounts than an event names are refused', async () => {
    await expect(run(Array.from({ length: 21 }, (_, at) => `00u${at}`))).rejects.toMatchObject({ code: 'usage' });
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

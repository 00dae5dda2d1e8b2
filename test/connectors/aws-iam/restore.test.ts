import { describe, expect, it, onTestFinished } from 'vitest';
import { trustWith, trustWithout } from '../../../src/connectors/aws-iam/trust.js';
import type { Lost } from '../../../src/connectors/connector.js';
import type { AwsSeed, UserSeed } from '../../../src/sandbox/aws-iam/index.js';
import { act, changesOf, targetOf } from './acting.js';
import { NOW, type Scene, scene } from './embedded.js';
import { ACCOUNT, LEAVER, STAYER, world } from './world.js';

/** An account where the leaver was revoked, and what the journal has of it. */
async function revoked(seed: AwsSeed = world(), who: UserSeed = LEAVER, stage: 'suspend' | 'delete' = 'suspend') {
  const here = await scene(seed);
  onTestFinished(() => here.server.stop());
  const target = await targetOf(here.connector, who);
  const { evidence } = await act(here, target);
  const lost: Lost = { ...target, evidence: evidence as Lost['evidence'] };
  if (stage === 'delete') await act(here, await targetOf(here.connector, who, 'delete'));
  return { here, lost };
}

/** Restores, and gives the steps with their outcome. */
async function restore({ connector }: Scene, lost: Lost): Promise<readonly string[]> {
  const steps: string[] = [];
  await connector.restore(
    lost,
    {
      async step({ action, object }, perform) {
        const outcome = await perform().catch((error: Error) => ({ kind: 'failed', why: error.message }) as const);
        steps.push(`${action} ${object}: ${outcome.kind === 'failed' ? outcome.why : outcome.kind}`);
        return outcome;
      },
    },
    NOW,
  );
  return steps;
}

function impossible(items: Awaited<ReturnType<Scene['connector']['restorable']>>): readonly string[] {
  return items.filter(({ how }) => how === 'impossible').map(({ item, why }) => `${item}: ${why}`);
}

/** AWS does not allow the runner this. */
function deny({ server }: Scene, matching: RegExp): void {
  const body = '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>';
  server.faults.add({ matching, fault: { kind: 'status', status: 403, body } });
}

const user = (here: Scene, name = LEAVER.name) => here.server.system.state.users.get(name);
const role = (here: Scene, name: string) => here.server.system.state.roles.get(name);

describe('a document that held what looks like a credential', () => {
  it('law 13: is not in the journal as it was, so that it is named and not put back', async () => {
    const { here, lost } = await revoked();
    user(here)?.inline.delete('reading');
    const [first, ...rest] = lost.evidence;
    const cut = { ...lost, evidence: [{ ...first, inlinePolicies: { reading: '{"Id":"***"}' } }, ...rest] };

    expect(impossible(await here.connector.restorable(lost)).join()).not.toContain('inline:reading');
    expect(impossible(await here.connector.restorable(cut)).join()).toContain('inline:reading: its document held');
    await restore(here, cut);
    expect([...(user(here)?.inline.keys() ?? [])]).toEqual([]);
  });
});

describe('the order', () => {
  it('law 8 in reverse: marks the suspension as unfinished, gives what was held, and lifts the deny at the end', async () => {
    const { here, lost } = await revoked();
    const steps = (await restore(here, lost)).map((step) => step.replace(/: done$/, ''));
    expect(steps[0]).toBe('TagUser tag/leaver:unfinished');
    expect(steps.slice(-2)).toEqual(['DetachUserPolicy policy/AWSDenyAll', 'UntagUser tag/leaver:suspended-at']);
    expect([...(user(here)?.tags.keys() ?? [])]).toEqual(['team']);
  });

  it('when a policy can not be attached, the deny stays, and the user goes on counting as one to be finished', async () => {
    const { here, lost } = await revoked();
    deny(here, /Action=AttachUserPolicy/);
    const steps = await restore(here, lost);
    expect(steps.some((step) => step.startsWith('DetachUserPolicy'))).toBe(false);
    expect(user(here)?.attached.has('arn:aws:iam::aws:policy/AWSDenyAll')).toBe(true);
    expect(user(here)?.tags.has('leaver:unfinished')).toBe(true);
  });
});

describe('trust policies', () => {
  it('come back byte for byte', async () => {
    const here = await scene(world());
    onTestFinished(() => here.server.stop());
    const before = ['deploy', 'ana-only'].map((name) => role(here, name)?.trust);
    const target = await targetOf(here.connector, LEAVER);
    const { evidence } = await act(here, target);
    await restore(here, { ...target, evidence: evidence as Lost['evidence'] });
    expect(['deploy', 'ana-only'].map((name) => role(here, name)?.trust)).toEqual(before);
    expect(role(here, 'deploy')?.inline.size).toBe(0);
  });

  it('when another of its users left meanwhile, gives the one back and not the other', async () => {
    const { here, lost } = await revoked();
    await act(here, await targetOf(here.connector, STAYER));
    await restore(here, lost);
    const { trust } = role(here, 'deploy') ?? { trust: '' };
    const allowed = (
      JSON.parse(trust) as { Statement: { Effect: string; Principal: { AWS: string | string[] } }[] }
    ).Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Principal }) => Principal.AWS);
    expect(allowed).toEqual([`arn:aws:iam::${ACCOUNT}:user/${LEAVER.name}`]);
  });

  it('when somebody demands more of the role since, leaves it so and says it', async () => {
    const { here, lost } = await revoked();
    const stricter = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/${STAYER.name}` },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    };
    const deploy = role(here, 'deploy');
    if (deploy !== undefined) deploy.trust = JSON.stringify(stricter);
    expect(impossible(await here.connector.restorable(lost))).toEqual([
      expect.stringContaining('trusted-by:deploy: the trust policy of the role deploy was changed since'),
    ]);
    await restore(here, lost);
    expect(role(here, 'deploy')?.trust).toBe(JSON.stringify(stricter));
  });

  it('without and with a user is the same policy again, whoever else stands in it', () => {
    const ana = { id: 'AIDAANA', arn: 'arn:aws:iam::1:user/ana' };
    const allow = (AWS: unknown, more = {}) => ({
      Effect: 'Allow',
      Principal: { AWS },
      Action: 'sts:AssumeRole',
      ...more,
    });
    for (const statements of [
      [allow(ana.arn)],
      [allow([ana.arn, 'arn:aws:iam::1:user/ben'])],
      [allow('arn:aws:iam::1:user/ben', { Sid: 'a' }), allow(ana.arn, { Sid: 'b' })],
      [{ ...allow([ana.arn]), Principal: { AWS: [ana.arn], Service: 'ec2.amazonaws.com' } }],
    ]) {
      const trust = JSON.stringify({ Version: '2012-10-17', Statement: statements });
      const without = trustWithout({ trust }, ana);
      expect(without).not.toBe(trust);
      expect(trustWith({ trust: without }, trust, ana, ana)).toBe(trust);
      expect(trustWith({ trust }, trust, ana, ana)).toBe(trust);
    }
  });
});

describe('the ways of denying', () => {
  const policies = Array.from({ length: 10 }, (_, at) => ({
    name: `own-${at}`,
    document: { Version: '2012-10-17', Statement: [] },
  }));
  const full = { ...LEAVER, policies: policies.map(({ name }) => name) };
  const long = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${'b'.repeat(1930)}` }],
  };

  it.each<[string, UserSeed, string]>([
    ['inline', full, 'DeleteUserPolicy inline/leaver-deny-all: done'],
    [
      'the boundary',
      { ...full, inline: { long } },
      'PutUserPermissionsBoundary boundary/arn:aws:iam::aws:policy/PowerUserAccess: done',
    ],
    [
      'the boundary, where there was none',
      { ...full, inline: { long }, boundary: undefined } as unknown as UserSeed,
      'DeleteUserPermissionsBoundary boundary/AWSDenyAll: done',
    ],
  ])('when it was %s, that is lifted and what stood there is back', async (_, who, lifting) => {
    const seed = world();
    const others = (seed.users ?? []).filter(({ name }) => name !== who.name);
    const { here, lost } = await revoked({ ...seed, policies, users: [who, ...others] }, who);
    const steps = await restore(here, lost);
    expect(steps).toContain(lifting);
    expect(user(here)?.boundary ?? null).toBe(
      who.boundary === undefined ? null : 'arn:aws:iam::aws:policy/PowerUserAccess',
    );
    expect(user(here)?.attached.size).toBe(10);
    expect([...(user(here)?.inline.keys() ?? [])]).not.toContain('leaver-deny-all');
    expect(await here.connector.restorable(lost)).not.toContainEqual(expect.objectContaining({ how: 'restore' }));
  });

  it('when somebody else denies everything, that is not for Leaver to lift', async () => {
    const { here, lost } = await revoked();
    await restore(here, lost);
    user(here)?.attached.add('arn:aws:iam::aws:policy/AWSDenyAll');
    expect(impossible(await here.connector.restorable(lost))).toEqual([
      expect.stringContaining('denied everything by somebody else'),
    ]);
    const before = changesOf(here).length;
    expect(await restore(here, lost)).toEqual([]);
    expect(changesOf(here)).toHaveLength(before);
  });
});

describe('what can not come back', () => {
  it('when a key, the password and a group were deleted since, names each with what to do', async () => {
    const { here, lost } = await revoked();
    const there = user(here);
    if (there === undefined) throw new Error('there');
    there.keys.splice(0, 1);
    there.login = null;
    here.server.system.state.groups.delete('developers');
    expect(impossible(await here.connector.restorable(lost))).toEqual([
      'group:developers: it was deleted since: nothing of that name is there any more',
      'key:AKIAAAAAAAAAAAAAAAA2: it was deleted, and nobody knows its secret: give the person a new one',
      expect.stringContaining('console-password: it was deleted: create a login profile'),
    ]);
  });

  it('when the boundary is another by now, it stays, and the old one is named', async () => {
    const { here, lost } = await revoked();
    const there = user(here);
    if (there !== undefined) there.boundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    expect(impossible(await here.connector.restorable(lost))).toEqual([expect.stringContaining('which stays')]);
    await restore(here, lost);
    expect(user(here)?.boundary).toBe('arn:aws:iam::aws:policy/ReadOnlyAccess');
  });

  it('when the user was deleted after retention, says what it held, and changes nothing', async () => {
    const { here, lost } = await revoked(world(), LEAVER, 'delete');
    const items = await here.connector.restorable(lost);
    expect(items).toEqual([{ item: 'account', how: 'impossible', why: expect.stringContaining('group developers') }]);
    expect(await restore(here, lost)).toEqual([]);
  });

  it('when a part can not be read, says so instead of calling it deleted', async () => {
    const { here, lost } = await revoked();
    deny(here, /Action=ListAccessKeys/);
    await expect(here.connector.restorable(lost)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('access-keys'),
    });
  });
});

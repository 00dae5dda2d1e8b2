import { describe, expect, it } from 'vitest';
import type { Lost, RestoreItem } from '../../../src/connectors/connector.js';
import { acceptInvitation, renameUser } from '../../../src/sandbox/github/index.js';
import { ANA, lookAt, NOW, recorder, start, targetOf, type World, world } from './world.js';

/** Revokes an account, or one entitlement, and gives what the journal has of it. */
async function revoked({ connector }: World, id: string, entitlement: string | null = null): Promise<Lost> {
  const target = targetOf(await lookAt(connector, id), entitlement);
  const { log, evidence, steps } = recorder();
  await connector.revoke(target, log, NOW);
  expect(steps.filter(({ outcome }) => outcome.kind === 'failed')).toEqual([]);
  return { ...target, evidence: JSON.parse(JSON.stringify(evidence)) };
}

async function restore({ connector }: World, lost: Lost): Promise<readonly string[]> {
  const { log, steps } = recorder();
  await connector.restore(lost, log, NOW);
  return steps.map(
    ({ step, outcome }) => `${step.action} ${step.object}: ${outcome.kind === 'failed' ? outcome.why : outcome.kind}`,
  );
}

async function states({ connector }: World, lost: Lost): Promise<Record<string, RestoreItem['how']>> {
  return Object.fromEntries((await connector.restorable(lost)).map(({ item, how }) => [item, how]));
}

describe('a member', () => {
  it('is invited with the teams, and gets repositories once the invitation is accepted', async () => {
    const here = await start();
    const lost = await revoked(here, ANA);
    expect(await states(here, lost)).toMatchObject({
      membership: 'invite',
      'team:backend': 'invite',
      'repo:shop': 'waiting',
    });
    await restore(here, lost);
    expect(await states(here, lost)).toMatchObject({
      membership: 'waiting',
      'team:backend': 'waiting',
      'repo:shop': 'waiting',
    });
    acceptInvitation(here.state, 'anaruiz');
    expect(await states(here, lost)).toMatchObject({
      membership: 'there',
      'team:backend': 'there',
      'repo:shop': 'restore',
    });
    await restore(here, lost);
    expect(here.state.repositories.get('shop')?.collaborators.get(Number(ANA))).toBe('write');
    expect(await states(here, lost)).toMatchObject({ 'repo:shop': 'there', 'token:801': 'impossible' });
  });

  it('gets the recorded deploy key again, its public half alone, once', async () => {
    const here = await start();
    const lost = await revoked(here, ANA);
    const keys = () =>
      (here.state.repositories.get('shop')?.keys ?? []).map(({ title, key, readOnly }) => ({ title, key, readOnly }));
    expect(keys()).toHaveLength(1);
    await restore(here, lost);
    await restore(here, lost);
    expect(keys()).toContainEqual({ title: 'deploy shop', key: 'ssh-ed25519 AAAAshop', readOnly: true });
    expect(keys()).toHaveLength(2);
  });

  it('who was an owner and a maintainer is both again', async () => {
    const seed = world();
    const here = await start({
      seed: { ...seed, teams: [{ slug: 'backend', members: [{ login: 'samlee', role: 'maintainer' }] }] },
    });
    const lost = await revoked(here, '12');
    await restore(here, lost);
    acceptInvitation(here.state, 'samlee');
    await restore(here, lost);
    expect(here.state.members.get(12)?.role).toBe('admin');
    expect(here.state.teams.get('backend')?.members.get(12)).toBe('maintainer');
    expect(Object.values(await states(here, lost))).not.toContain('restore');
  });

  it('law 12: is found by id, whatever the login is by now and whoever took the old one', async () => {
    const here = await start();
    const lost = await revoked(here, ANA);
    renameUser(here.state, 'anaruiz', 'ana-elsewhere');
    renameUser(here.state, 'benito', 'anaruiz');
    await restore(here, lost);
    expect(here.state.invitations.map(({ user }) => user)).toContain(Number(ANA));
    expect(here.state.invitations.map(({ user }) => user)).not.toContain(15);
    expect(here.changes().at(-1)).not.toContain('anaruiz');
  });

  it('when a team and a repository are gone, names them and gives the rest', async () => {
    const here = await start();
    const lost = await revoked(here, ANA);
    here.state.teams.delete('backend');
    here.state.repositories.delete('shop');
    expect(await states(here, lost)).toMatchObject({
      membership: 'invite',
      'team:backend': 'impossible',
      'repo:shop': 'impossible',
      'deploy-key:shop/501': 'impossible',
    });
    expect((await restore(here, lost)).filter((step) => !step.endsWith(': done'))).toEqual([]);
  });

  it.each(['team:backend', 'repo:shop'])(
    'who lost %s and is no member any more is not invited for it',
    async (entitlement) => {
      const here = await start();
      const lost = await revoked(here, ANA, entitlement);
      expect(await states(here, lost)).toEqual({ [entitlement]: 'restore' });
      here.state.members.delete(Number(ANA));
      expect(await states(here, lost)).toEqual({ [entitlement]: 'impossible' });
      expect(await restore(here, lost)).toEqual([]);
    },
  );

  it('when the record is of another organization, refuses', async () => {
    const here = await start();
    const lost = await revoked(here, ANA);
    const evidence = lost.evidence.map((record) => ({ ...record, organization: 'other' }));
    await expect(here.connector.restorable({ ...lost, evidence })).rejects.toMatchObject({ code: 'journal' });
  });
});

describe('others than members', () => {
  it('an outside collaborator is invited to each repository, with the role that was recorded', async () => {
    const here = await start();
    const lost = await revoked(here, '21');
    expect(await states(here, lost)).toEqual({ 'repo:shop': 'invite' });
    await restore(here, lost);
    expect(here.state.repositories.get('shop')?.invitations).toMatchObject([{ user: 21, role: 'read' }]);
    expect(await states(here, lost)).toEqual({ 'repo:shop': 'waiting' });
    expect(await restore(here, lost)).toEqual([]);
  });

  it('an outside collaboration that was managed comes back with its repositories', async () => {
    const here = await start({ managed: true });
    const lost = await revoked(here, '21', 'outside-collaborator');
    expect(await states(here, lost)).toEqual({ 'repo:shop': 'invite' });
  });

  it.each([
    ['invitation:701', { user: 22, teams: ['backend'], role: 'direct_member' }],
    ['invitation:702', { email: 'fay@acme.example', role: 'admin' }],
  ])('%s comes back as a new one, once', async (id, expected) => {
    const here = await start();
    const lost = await revoked(here, id);
    const before = here.state.invitations.length;
    await restore(here, lost);
    await restore(here, lost);
    expect(here.state.invitations).toHaveLength(before + 1);
    expect(here.state.invitations.at(-1)).toMatchObject(expected);
    expect(Object.values(await states(here, lost))).toEqual(['there']);
  });

  it('law 12: an invitation to a login that another has by now goes to the account that was invited', async () => {
    const here = await start();
    const lost = await revoked(here, 'invitation:701');
    renameUser(here.state, 'eve', 'eve-elsewhere');
    renameUser(here.state, 'dora', 'eve');
    await restore(here, lost);
    expect(here.state.invitations.at(-1)).toMatchObject({ user: 22 });
  });

  it('law 12: a record of old that has only the login is not acted on', async () => {
    const here = await start();
    const lost = await revoked(here, 'invitation:701');
    const evidence = lost.evidence.map((record) => {
      const { inviteeId: _, ...invitation } = record['invitation'] as Record<string, unknown>;
      return { ...record, invitation };
    });
    expect(Object.values(await states(here, { ...lost, evidence }))).toEqual(['impossible']);
  });
});

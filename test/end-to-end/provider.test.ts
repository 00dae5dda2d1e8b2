/** A leaver who exists only as a change of status at the identity provider, in four systems that speak their real protocols. */
import { IAMClient, ListAccessKeysCommand, ListAttachedUserPoliciesCommand } from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '../../src/audit/journal.js';
import { reconcile } from '../../src/commands/reconcile.js';
import type { CommandResult } from '../../src/commands/result.js';
import { flatOf, outcomes } from '../commands/world.js';
import { atProvider, type Company, company } from './company/company.js';
import { IDS, NAMES, SYSTEM_NAMES } from './company/seeds.js';
import { PATIENCE } from './program.js';

const EVERYBODY = { systems: [], people: [] };
const ANA_ALONE = { ...EVERYBODY, people: ['ana.ruiz'] };
const BY_ACCOUNT = { ...EVERYBODY, accounts: [IDS.okta] };
const CROWD = 12;
const LEAVE = { optOuts: { reasons: { leave: { holds: ['suspended', 'idp-inactive'], maxDuration: 'P90D' } } } };

/** What somebody else sees of Ana who asks the systems themselves: true where she can still get in. */
async function letsIn({ okta, environment }: Company): Promise<Readonly<Record<keyof typeof IDS, boolean>>> {
  const member = await fetch(`${environment['GITHUB_API_URL']}/orgs/acme/memberships/${NAMES.github}`, {
    headers: { authorization: 'Bearer outside' },
  });
  const user = await fetch(`${environment['LEAVER_SYSTEM_DASHBOARD_URL']}/Users/${IDS.dashboard}`, {
    headers: { authorization: `Bearer ${environment['LEAVER_SYSTEM_DASHBOARD_TOKEN']}` },
  });
  const { active } = (await user.json()) as { active: boolean };
  const iam = new IAMClient({
    region: 'us-east-1',
    endpoint: environment['AWS_ENDPOINT_URL_IAM'] ?? '',
    credentials: { accessKeyId: 'SOMEBODYELSE', secretAccessKey: 'outside' },
  });
  const UserName = NAMES['aws-prod'];
  const { AccessKeyMetadata: keys = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
  const { AttachedPolicies: policies = [] } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
  const denied = policies.some(({ PolicyName }) => PolicyName === 'AWSDenyAll');
  const held = okta.system.state.users.get(IDS.okta);
  const tokens = [...okta.system.state.apiTokens.values()].filter(({ userId }) => userId === IDS.okta);
  return {
    okta: held?.status === 'ACTIVE' || (held?.sessions ?? 0) > 0 || tokens.length > 0,
    github: member.status !== 404,
    'aws-prod': !denied || keys.some(({ Status }) => Status === 'Active'),
    dashboard: active,
  };
}

const EVERYWHERE = { okta: true, github: true, 'aws-prod': true, dashboard: true };
const NOWHERE = { okta: false, github: false, 'aws-prod': false, dashboard: false };

const journalOf = ({ context }: Company) => context.journal('file').read();

/** Every act that was made, in the order of the journal: `okta: revoke sessions user/…`. */
function acts(events: readonly JournalEvent[]): string[] {
  const systems = new Map<string, string>();
  return events.flatMap((event) => {
    if (event.type === 'begun') systems.set(event.revocation, event.decision.system);
    return event.type === 'intent' ? [`${systems.get(event.revocation)}: ${event.action} ${event.object}`] : [];
  });
}

const ofSystem = (all: readonly string[], system: string) =>
  all.filter((act) => act.startsWith(`${system}: `)).map((act) => act.slice(system.length + 2));

/** That nobody but Ana was touched. */
function nobodyElse(result: CommandResult): void {
  const touched = new Set(outcomes(result).map((one) => one.split(' ')[0]));
  const own = new Set(SYSTEM_NAMES.map((id) => `${id}/${IDS[id]}`));
  expect([...touched].filter((one) => one !== undefined && !own.has(one))).toEqual([]);
}

describe('a leaver who exists only as a status at the provider', () => {
  test.each([
    ['a run for everybody', EVERYBODY],
    ['a run by the account that an event named', BY_ACCOUNT],
  ])(
    'suspended there: is gone from all four systems in %s, the journal in the order door, windows, keys, memberships',
    async (_, narrowing) => {
      const there = await company({ crowd: CROWD, holds: 'much', status: 'SUSPENDED' });
      expect(await letsIn(there)).toEqual(EVERYWHERE);

      const result = await reconcile(there.context, narrowing);

      expect(result.status, flatOf(result)).toBe(0);
      expect(outcomes(result)).toHaveLength(4);
      nobodyElse(result);
      expect(await letsIn(there)).toEqual(NOWHERE);
      const all = acts(await journalOf(there));
      const door = ofSystem(all, 'okta');
      expect(all.slice(0, door.length), 'the provider comes before every other system').toEqual(
        door.map((act) => `okta: ${act}`),
      );
      expect(door).toEqual([
        `revoke sessions user/${IDS.okta}/sessions`,
        expect.stringMatching(/^revoke grant grant:/),
        expect.stringMatching(/^revoke API token token:/),
        'unassign role role:HELP_DESK_ADMIN',
      ]);
      expect(ofSystem(all, 'aws-prod').map((act) => act.split(' ')[0])).toEqual([
        'TagUser',
        'AttachUserPolicy',
        'UpdateAccessKey',
        'UpdateServiceSpecificCredential',
        'UpdateSSHPublicKey',
        'RemoveUserFromGroup',
        'DetachUserPolicy',
        'UntagUser',
      ]);
      expect(ofSystem(all, 'github').map((act) => act.replace(/ [^ ]+$/, ''))).toEqual([
        'remove SSO authorization',
        'revoke fine-grained tokens',
        'cancel Copilot seat',
        'remove membership',
        'delete deploy key',
      ]);
      expect(ofSystem(all, 'dashboard').map((act) => act.split(' ')[0])).toEqual(['set', 'remove', 'remove']);

      const [before, again] = [there.changes().length, await reconcile(there.context, narrowing)];
      expect(outcomes(again), 'nothing is left to do').toEqual([]);
      expect(again.status, flatOf(again)).toBe(0);
      expect(there.changes()).toHaveLength(before);
    },
    PATIENCE,
  );

  test('deactivated there: the door is shut already, and the others are closed all the same', {
    timeout: PATIENCE,
  }, async () => {
    const there = await company({ crowd: CROWD, holds: 'usual', status: 'DEPROVISIONED' });

    const result = await reconcile(there.context, EVERYBODY);

    expect(result.status, flatOf(result)).toBe(0);
    nobodyElse(result);
    const { okta: _, ...others } = await letsIn(there);
    expect(others).toEqual({ github: false, 'aws-prod': false, dashboard: false });
  });

  test('an opt-out that holds idp-inactive in one system keeps that one, and no other', {
    timeout: PATIENCE,
  }, async () => {
    const optOut = {
      id: 'ana-on-leave',
      person: 'ana.ruiz',
      systems: ['aws-prod'],
      reason: 'leave',
      justification: 'On leave until December.',
      requestedBy: 'sam.lee',
      owner: 'kim.cho',
      expiresAt: '2026-12-20T00:00:00Z',
    };
    const there = await company(
      { crowd: CROWD, holds: 'usual', status: 'SUSPENDED' },
      { policy: LEAVE, optOuts: [optOut] },
    );

    const result = await reconcile(there.context, EVERYBODY);

    expect(result.status, flatOf(result)).toBe(0);
    expect(await letsIn(there)).toEqual({ ...NOWHERE, 'aws-prod': true });
    expect(there.changes().filter(({ system }) => system === 'aws-prod')).toEqual([]);
  });

  test('law 9: killed after the door, the next run finishes, and does nothing twice', {
    timeout: PATIENCE,
  }, async () => {
    const there = await company({ crowd: CROWD, holds: 'much', status: 'SUSPENDED' });
    const journal = there.context.journal('file');
    let killed = false;
    const dying = {
      ...journal,
      append: async (event: Parameters<typeof journal.append>[0]) => {
        killed ||= event.type === 'begun' && event.decision.system !== 'okta';
        if (killed) throw new Error('killed');
        return journal.append(event);
      },
    };
    await reconcile({ ...there.context, journal: () => dying }, EVERYBODY).catch(() => {});
    expect(killed).toBe(true);
    expect(await letsIn(there)).toEqual({ ...EVERYWHERE, okta: false });
    there.clock.pass(20 * 60_000);

    const next = await reconcile(there.context, EVERYBODY);

    expect(next.status, flatOf(next)).toBe(0);
    expect(await letsIn(there)).toEqual(NOWHERE);
    const made = there.changes().map(({ system, operation, object }) => `${system} ${operation} ${object}`);
    expect(new Set(made).size).toBe(made.length);
  });
});

describe('law 1: a provider whose listing is behind', () => {
  test.each([
    ['a run for everybody', EVERYBODY, 'much'],
    // Nothing there is left to revoke, so that only the provider's word about her is at stake.
    ['a run for everybody, where she holds nothing', EVERYBODY, 'nothing'],
    ['a run for her alone', ANA_ALONE, 'much'],
    ['a run by her account', BY_ACCOUNT, 'much'],
  ] as const)(
    'still lists her as suspended, and she is active again: nobody loses anything in %s',
    async (_, narrowing, holds) => {
      const there = await company({ crowd: CROWD, holds, status: 'SUSPENDED' });
      there.okta.faults.add({ fault: { kind: 'stale' }, method: 'GET', matching: /search=/ });
      await atProvider(there, 'POST', `/api/v1/users/${IDS.okta}/lifecycle/unsuspend`);
      const listed = await atProvider(
        there,
        'GET',
        `/api/v1/users?search=${encodeURIComponent(`id eq "${IDS.okta}"`)}`,
      );
      expect(listed, 'the listing is behind').toMatchObject([{ status: 'SUSPENDED' }]);
      expect(await atProvider(there, 'GET', `/api/v1/users/${IDS.okta}`)).toMatchObject({ status: 'ACTIVE' });
      const [before, seen] = [there.changes().length, await letsIn(there)];

      const result = await reconcile(there.context, narrowing);

      expect(there.changes().slice(before)).toEqual([]);
      expect(outcomes(result)).not.toContainEqual(expect.stringContaining('verified'));
      expect(await letsIn(there)).toEqual(seen);
    },
    PATIENCE,
  );
});

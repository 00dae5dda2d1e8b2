/** What a valid policy still leaves open: claims that are not pinned, people who answer for something and left. */
import { type Checked, type CheckFinding, found, judged, judgedEach, passed } from '../../core/checkup.js';
import type { DesiredState, PersonId } from '../../core/model.js';
import type { Instant } from '../../core/time.js';
import { LIMITS } from '../../policy/limits.js';
import { readYaml } from '../../policy/yaml.js';
import type { Context } from '../context.js';
import { activePeople, checkOwners } from './owners.js';

const POLICY = 'policies/policy.yaml';

export async function checkPolicy(
  context: Pick<Context, 'files'>,
  desired: DesiredState,
  now: Instant,
): Promise<readonly Checked[]> {
  const active = activePeople(desired, now);
  return [
    ...checkOwners(desired, now),
    unpinned(desired),
    ...answering(desired, active, now),
    ...guards(desired),
    ...modes(desired),
    provider(desired),
    await objectives(context),
  ];
}

function unpinned({ people, services }: DesiredState): Checked {
  const claims = [...people, ...services].flatMap(({ id, accounts }) =>
    [...accounts].filter(([, claim]) => claim.id === null).map(([system]) => `${id} in ${system}`),
  );
  return judgedEach(claims, {
    severity: 'warning',
    check: 'policy/accounts-pinned',
    where: 'policies/people',
    what: (names) => `accounts that are claimed by name alone: ${names}`,
    why: 'Who renames an account, or takes over a name that became free, is taken for that person.',
    mend: 'Write the immutable id as well: `{ id: …, name: … }`; `leaver observe` tells it.',
    good: 'every claimed account is pinned by its immutable id',
  });
}

/** People who answer for something by name. */
function answering(desired: DesiredState, active: ReadonlySet<PersonId>, now: Instant): readonly Checked[] {
  const { services, systems, optOuts } = desired;
  const left = (owner: PersonId) => !active.has(owner);
  const shielded = systems.flatMap(({ id, protected: accounts }) => accounts.map((one) => ({ ...one, system: id })));
  return [
    judgedEach(
      services.filter(({ owner }) => left(owner)).map(({ id, owner }) => `${id} (${owner})`),
      {
        severity: 'warning',
        check: 'policy/service-owners',
        where: 'policies/people',
        what: (names) => `services whose owner left: ${names}`,
        why: 'Nobody answers for what they do, and each is a review in every run.',
        mend: 'Name a new owner, or remove the service and its account.',
        good: "every service's owner is here",
      },
    ),
    judgedEach(
      shielded
        .filter(({ owner }) => left(owner))
        .map(({ account, system, owner }) => `${account} in ${system} (${owner})`),
      {
        severity: 'warning',
        check: 'policy/protected-owners',
        where: 'policies/systems',
        what: (names) => `protected accounts whose owner left: ${names}`,
        why: 'A protected account is never revoked; whoever left may still know its password.',
        mend: 'Name a new owner under `protected`, and renew its credentials.',
        good: "every protected account's owner is here",
      },
    ),
    judgedEach(
      optOuts
        .filter(({ owner, expiresAt }) => left(owner) && expiresAt > now)
        .map(({ id, owner }) => `${id} (${owner})`),
      {
        severity: 'warning',
        check: 'policy/opt-out-owners',
        where: 'optouts',
        what: (names) => `opt-outs whose answering owner left: ${names}`,
        why: 'Nobody answers for these exceptions until they lapse.',
        mend: 'Let a designated owner who is here take each over, in a pull request that changes `owner`.',
        good: "every opt-out's answering owner is here",
      },
    ),
  ];
}

/** 1 is every account: such a fraction halts nothing. */
function guards({ systems }: DesiredState): readonly Checked[] {
  return systems.map(({ id, guards: { maxRevokedFraction, maxRevocations } }) =>
    judged(maxRevokedFraction < 1, {
      severity: 'warning',
      check: 'policy/guards',
      where: `policies/systems/${id}.yaml`,
      what: `\`maxRevokedFraction: ${maxRevokedFraction}\` lets a run revoke everybody; ${maxRevocations} is all that limits it`,
      why: 'An emptied roster, or a wrong one, would lock everybody out before anybody looks.',
      mend: 'Set it to the share that may go in one day, such as 0.25; a planned reduction raises it by an opt-out.',
      good: `at most ${maxRevocations} accounts, and ${Math.floor(maxRevokedFraction * 100)} % of them, may go at once`,
    }),
  );
}

/** What is meant so, and belongs into the register. */
function modes({ systems }: DesiredState): readonly Checked[] {
  return systems.flatMap(({ id, mode, unavailable }) => {
    const where = `policies/systems/${id}.yaml`;
    const reporting: CheckFinding = {
      severity: 'info',
      check: 'policy/enforced',
      where,
      what: `${id} is in report mode: nothing is revoked there`,
      why: 'A person who left keeps their access until somebody takes it away by hand.',
      mend: 'Set `mode: enforce` once its plan is as you want it.',
    };
    const unread: CheckFinding = {
      severity: 'info',
      check: 'policy/unavailable',
      where,
      what: `declared unreadable: ${unavailable.join(', ')}`,
      why: 'What a person holds there is neither seen nor revoked, and no run turns red for it.',
      mend: 'Grant the permission and take the part out of `unavailable`, where the system allows it.',
    };
    const [enforced, whole] = [`${id} is enforced`, 'no part is declared unreadable'];
    return [
      judged(mode === 'enforce', { ...reporting, good: enforced }),
      judged(unavailable.length === 0, { ...unread, good: whole }),
    ];
  });
}

function provider({ identityProvider }: DesiredState): Checked {
  return judged(identityProvider !== null, {
    severity: 'info',
    check: 'policy/identity-provider',
    where: POLICY,
    what: 'no identity provider is named',
    why: 'A departure counts from the merge that tells it, not from the moment at which the sign-in was closed.',
    mend: 'Set `identityProvider` to the id of the system that knows who works here.',
    good: `${identityProvider} tells who is active`,
  });
}

/** The promise that the time to revoke is held to; it steers nothing, so the model does not carry it. */
async function objectives({ files }: Pick<Context, 'files'>): Promise<Checked> {
  const [check, where] = ['policy/objectives', POLICY];
  const { data } = readYaml(await files.read(POLICY), LIMITS, LIMITS.nodesPerFile);
  if (typeof data === 'object' && data !== null && 'objectives' in data) {
    return passed(check, where, 'the time to revoke is promised');
  }
  const why = 'Without a promise nobody can tell whether a departure took too long.';
  const mend = 'Add `objectives: { standard: PT24H, privileged: PT1H }`.';
  return found({ severity: 'info', check, where, what: 'no time to revoke is promised', why, mend });
}

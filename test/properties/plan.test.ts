/** What holds of every plan, whatever the world (laws 1, 2, 3, 5, 11, 12 and 14). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision, Exempt } from '../../src/core/decision.js';
import type { DesiredState } from '../../src/core/model.js';
import type { Approval, ObservedAccount, Snapshot } from '../../src/core/observation.js';
import { plan } from '../../src/core/plan.js';
import type { Instant } from '../../src/core/time.js';
import { instantOf } from '../../src/core/time.js';
import { NOW, person, systemId } from '../fixtures/builders.js';
import { approval } from '../fixtures/opt-outs.js';
import { planOf } from '../fixtures/planning.js';
import { reference, spell } from './reference.js';
import { CASES, RUNS, SYSTEMS, TIMEOUT, type World, world } from './worlds.js';

function holds(title: string, promise: (world: World) => void): void {
  test(title, () => fc.assert(fc.property(world, promise), RUNS), TIMEOUT);
}

/** Each account that was seen in a configured system, with its decision. */
function each({ desired, snapshot }: World, now: Instant = NOW) {
  const made = plan(desired, snapshot, now);
  const byId = new Map(made.decisions.map((one) => [one.id, one]));
  return snapshot.systems.flatMap((observation) =>
    observation.accounts.map((account) => {
      const decision = byId.get(`${observation.system}/${account.id}`);
      if (decision === undefined) throw new Error(`no decision on ${account.id}`);
      return { observation, account, decision };
    }),
  );
}

const isActiveAdmin = (account: ObservedAccount): boolean => account.admin && account.status === 'active';
const at = (instant: number): Instant => instant as Instant;

describe(`every plan, ${CASES}`, () => {
  holds('agrees with the contract’s table read to the letter', ({ desired, snapshot }) => {
    const made = plan(desired, snapshot, NOW);
    const said = Object.fromEntries(made.decisions.map((one) => [one.id, spell(one)]));
    expect(said).toEqual(reference(desired, snapshot, NOW));
  });

  holds('law 2: has exactly one decision for each account seen, and one for each managed entitlement', (of) => {
    const { decisions } = plan(of.desired, of.snapshot, NOW);
    const whole = decisions.filter(({ entitlement }) => entitlement === null).map(({ id }) => id);
    const accounts = of.snapshot.systems.flatMap(({ system, accounts: all }) => all.map(({ id }) => `${system}/${id}`));
    expect(whole.sort()).toEqual(accounts.sort());
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(decisions.length);
  });

  holds('law 1: revokes nothing from a partial observation unless that very account was read directly', (of) => {
    const byId = new Map(of.snapshot.systems.map((one) => [one.system, one]));
    for (const decision of plan(of.desired, of.snapshot, NOW).decisions) {
      if (decision.kind !== 'revoke') continue;
      const observation = byId.get(decision.system);
      const account = observation?.accounts.find(({ id }) => id === decision.account.id);
      expect(observation?.completeness.kind === 'partial' && account?.read !== 'direct').toBe(false);
    }
  });

  holds('law 5: never revokes the runner’s own account, nor a protected one', ({ desired, snapshot }) => {
    const entries = new Map(desired.systems.map((one) => [one.id, one.protected.map(({ account }) => account)]));
    for (const { kind, system, account } of plan(desired, snapshot, NOW).decisions) {
      if (kind !== 'revoke') continue;
      const seen = snapshot.systems.find((one) => one.system === system)?.accounts.find(({ id }) => id === account.id);
      const names = [account.id, account.name].map((text) => text.normalize('NFKC').toLowerCase());
      expect(seen?.self).toBe(false);
      expect(
        (entries.get(system) ?? []).filter((entry) => entry !== '' && names.includes(entry.toLowerCase())),
      ).toEqual([]);
    }
  });

  holds(
    'law 5: leaves minAdmins active administrators where there were that many, and takes none where there were not',
    (of) => {
      const withoutRaised: World = {
        ...of,
        desired: { ...of.desired, optOuts: of.desired.optOuts.filter(({ exempts }) => exempts.kind !== 'guards') },
      };
      const all = each(withoutRaised).filter(({ account }) => isActiveAdmin(account));
      for (const { id, guards } of withoutRaised.desired.systems) {
        const before = all.filter(({ observation }) => observation.system === id);
        const after = before.filter(({ decision }) => decision.kind !== 'revoke');
        expect(after.length).toBeGreaterThanOrEqual(Math.min(before.length, guards.minAdmins));
      }
    },
  );

  holds('law 12: says conflict or finds the pinned one, whenever an account’s id is pinned', (of) => {
    const claimants = [...of.desired.people, ...of.desired.services];
    for (const { observation, decision } of each(of)) {
      const pinned = claimants.find((one) => one.accounts.get(observation.system)?.id === decision.account.id);
      const byId = of.desired.systems.find(({ id }) => id === observation.system)?.match.includes('id');
      if (pinned === undefined || !byId) continue;
      const conflict = decision.kind === 'review' && decision.why === 'identity-conflict';
      expect(conflict ? pinned.id : (decision.person ?? decision.service)).toBe(pinned.id);
    }
  });
});

describe(`law 14: same input, same plan, ${CASES}`, () => {
  const shuffled = world.chain((of) => {
    const { desired, snapshot } = of;
    const any = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length });
    return fc.record({
      of: fc.constant(of),
      people: any(desired.people),
      services: any(desired.services),
      systems: any(desired.systems),
      optOuts: any(desired.optOuts),
      approvals: any(snapshot.approvals),
      observations: any(snapshot.systems).chain((all) =>
        fc.tuple(...all.map((one) => any(one.accounts).map((accounts) => ({ ...one, accounts })))),
      ),
    });
  });

  test(
    'law 14: gives the same bytes, whatever the order of people, services, systems, opt-outs, approvals and accounts',
    () => {
      const property = fc.property(shuffled, ({ of, observations, approvals, ...parts }) => {
        const other: World = {
          desired: { ...of.desired, ...parts },
          snapshot: { ...of.snapshot, systems: observations, approvals },
        };
        expect(JSON.stringify(planOf(other.desired, other.snapshot))).toBe(
          JSON.stringify(planOf(of.desired, of.snapshot)),
        );
      });
      fc.assert(property, RUNS);
    },
    TIMEOUT,
  );

  holds('law 14: changes neither of its arguments', ({ desired, snapshot }) => {
    const before = JSON.stringify([desired, snapshot]);
    planOf(desired, snapshot);
    expect(JSON.stringify([desired, snapshot])).toBe(before);
  });
});

describe(`opt-outs over time, ${CASES}`, () => {
  holds(
    'law 11: an exempt account is held for its reason until right before expiresAt, and not by it from then on',
    (of) => {
      for (const { observation, decision } of each(of)) {
        if (decision.kind !== 'exempt') continue;
        const until = instantOf(decision.expiresAt);
        const then = (now: number): Decision | undefined =>
          plan(of.desired, of.snapshot, at(now)).decisions.find(
            ({ id }) => id === `${observation.system}/${decision.account.id}`,
          );
        expectHeld(decision, then(until - 1));
        expectFree(decision, then(until));
      }
    },
  );

  holds(
    'law 3: only approved ones exempt, and an unverifiable one leads to no revocation that it could cover',
    (of) => {
      const source = of.desired.optOutPolicy.approvalSource;
      const proofs = new Map(of.snapshot.approvals.map((one) => [one.optOut, one.verdict]));
      const asIfApproved = new Map(each(withProofs(of)).map(({ decision }) => [decision.id, decision]));
      for (const { decision } of each(of)) {
        if (decision.kind === 'exempt' && source === 'github') expect(proofs.get(decision.optOut)).toBe('approved');
        if (decision.kind !== 'revoke') continue;
        expect(asIfApproved.get(decision.id)?.kind).not.toBe('exempt');
      }
    },
  );

  holds('law 3: without the opt-outs that are not approved, the same accounts are exempt', (of) => {
    if (of.desired.optOutPolicy.approvalSource === 'none') return;
    const approved = new Set(
      of.snapshot.approvals.filter(({ verdict }) => verdict === 'approved').map(({ optOut }) => optOut),
    );
    const fewer: DesiredState = { ...of.desired, optOuts: of.desired.optOuts.filter(({ id }) => approved.has(id)) };
    const exempt = (state: DesiredState) =>
      plan(state, of.snapshot, NOW).decisions.filter(({ kind }) => kind === 'exempt');
    expect(exempt(fewer)).toEqual(exempt(of.desired));
  });
});

describe(`a claim more, ${CASES}`, () => {
  /** A world, an account in it that nobody claims, and a claim of it. The provider's own accounts are left out: they
   * say who is here, so a claim there has a say over others by right. */
  const added = fc
    .tuple(world, fc.constantFrom(...SYSTEMS), fc.nat(6), fc.constantFrom('name', 'id', 'both'))
    .map(([of, where, index, form]) => {
      const seen = of.snapshot.systems.find(({ system }) => system === where && system !== of.desired.identityProvider);
      const account = seen?.accounts[index % seen.accounts.length];
      if (account === undefined || isTaken(of.desired, where, account, form !== 'id')) return null;
      const { id, name } = account;
      return { of, where, claim: form === 'name' ? name : form === 'id' ? { id } : { id, name } };
    })
    .filter((one) => one !== null);

  test(
    'when an active person’s claim is added, then no other account is revoked for it, save an administrator who was held',
    () => {
      const property = fc.property(added, ({ of: { desired, snapshot }, where, claim }) => {
        const newcomer = person({ id: 'newcomer', accounts: { [where]: claim } });
        for (const { was, decision } of changes(
          desired,
          { ...desired, people: [...desired.people, newcomer] },
          snapshot,
        )) {
          if (decision.kind !== 'revoke') continue;
          const held = was?.kind === 'review' && was.why === 'last-admin';
          expect(held ? 'revoke' : was?.kind).toBe('revoke');
        }
      });
      fc.assert(property, RUNS);
    },
    TIMEOUT,
  );
});

/** Each account's decision with the one it had before. */
function changes(before: DesiredState, after: DesiredState, seen: Snapshot) {
  const then = new Map(plan(before, seen, NOW).decisions.map((one) => [one.id, one]));
  return plan(after, seen, NOW)
    .decisions.filter(({ entitlement }) => entitlement === null)
    .map((decision) => ({ decision, was: then.get(decision.id) }));
}

/** Whether somebody claims that account already: two may not. */
function isTaken(desired: DesiredState, where: string, account: ObservedAccount, byName: boolean): boolean {
  const name = account.name.normalize('NFKC').toLowerCase();
  return [...desired.people, ...desired.services].some((one) => {
    const claim = one.accounts.get(systemId(where));
    return claim?.id === account.id || (byName && claim?.name?.toLowerCase() === name);
  });
}

/** Right before the end: still exempt, unless another reason took the place of the one that was held. */
function expectHeld(exempt: Exempt, before: Decision | undefined): void {
  if (before !== undefined && 'reason' in before && before.reason !== exempt.reason) return;
  expect(before).toMatchObject({ kind: 'exempt', reason: exempt.reason });
}

/** At the end: not exempt by that one any more, and where it is revoked, the lapse is told. */
function expectFree(exempt: Exempt, after: Decision | undefined): void {
  expect(after?.kind === 'exempt' && after.optOut === exempt.optOut).toBe(false);
  expect(after?.kind).not.toBe('keep');
  if (after?.kind === 'revoke' && after.reason === exempt.reason) expect(after.lapsedOptOut).not.toBeNull();
}

/** The same world with every proof that was out of reach at hand, and good. */
function withProofs(of: World): World {
  const { approvals } = of.snapshot;
  const missing = of.desired.optOuts.filter(({ id }) => !approvals.some(({ optOut }) => optOut === id));
  const proven = approvals.map(
    (one): Approval => (one.verdict === 'unverifiable' ? { ...one, verdict: 'approved' } : one),
  );
  const added = missing.map(({ id }) => approval({ optOut: id, by: [] }));
  return { ...of, snapshot: { ...of.snapshot, approvals: [...proven, ...added] } };
}

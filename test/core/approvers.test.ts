/** Who may approve an opt-out, and whether there are enough of them. */
import { describe, expect, test } from 'vitest';
import { approvalsNeeded } from '../../src/core/approvers.js';
import type { OptOut } from '../../src/core/model.js';
import { DAY, desired, HOUR, later, NOW, person, personId, system, systemId } from '../fixtures/builders.js';
import { optOut, pause } from '../fixtures/opt-outs.js';

type Parts = Parameters<typeof desired>[0];
const ids = (...all: string[]) => all.map(personId);
const kim = person({ id: 'kim.cho', accounts: { hub: { id: '7', name: 'kimcho' } } });
const eve = person({ id: 'eve.hall', accounts: { hub: 'evehall' } });
const sam = person({ id: 'sam.lee', accounts: {} });
const ana = person();
const POLICY = { owners: ids('kim.cho', 'eve.hall', 'sam.lee', 'ana.ruiz'), approvalSystem: systemId('hub') };

function needed(one: OptOut, of: Parts = {}) {
  return approvalsNeeded(desired({ people: [ana, eve, kim, sam], optOutPolicy: POLICY, ...of }), one, NOW);
}

const names = (one: OptOut, of: Parts = {}) =>
  needed(one, of).systems.map(({ system: id, approvers }) => `${id}: ${approvers.map((who) => who.person).join(' ')}`);

describe('who may approve', () => {
  test('an owner with a part in it may not: neither its person nor its requester', () => {
    expect(names(optOut())).toEqual(['hub: kim.cho eve.hall']);
    expect(names(optOut({ person: 'eve.hall', requestedBy: 'kim.cho' }))).toEqual(['hub: sam.lee ana.ruiz']);
  });

  test('of a pause nobody is the person', () => {
    expect(names(pause())).toEqual(['hub: kim.cho eve.hall ana.ruiz']);
  });

  test('an owner who is away at this instant, or stands in no roster, may not', () => {
    const people = [
      { ...kim, leavesAt: NOW },
      { ...eve, leavesAt: later(1) },
    ];
    expect(names(optOut(), { people })).toEqual(['hub: eve.hall']);
    expect(names(optOut(), { people: [{ ...eve, status: 'suspended' }] })).toEqual(['hub: ']);
  });

  test('each system has its own, and one that the policy does not have has none', () => {
    const systems = [system(), system({ id: 'lab', owners: ids('eve.hall') })];
    expect(names(optOut({ systems: ['lab', 'hub', 'gone'] }), { systems })).toEqual([
      'lab: eve.hall',
      'hub: kim.cho eve.hall',
      'gone: ',
    ]);
  });

  test('each with their login at the host, and whether it is pinned', () => {
    const of = (optOutPolicy: typeof POLICY) => needed(pause(), { optOutPolicy }).systems[0]?.approvers;
    expect(of({ ...POLICY, owners: ids('kim.cho', 'eve.hall') })).toEqual([
      { person: 'kim.cho', login: 'kimcho', pinned: true },
      { person: 'eve.hall', login: 'evehall', pinned: false },
    ]);
    const none = { person: 'kim.cho', login: null, pinned: false };
    expect(of({ ...POLICY, owners: ids('kim.cho'), approvalSystem: systemId('lab') })).toEqual([none]);
    expect(of({ ...POLICY, owners: ids('kim.cho'), approvalSystem: null as never })).toEqual([none]);
  });
});

describe('how many have to', () => {
  const reasons = new Map([['handover', { holds: ['departed'] as const, maxDuration: DAY, approvals: 2 }]]);
  const enough = (one: OptOut, of: Parts = {}) => {
    const { approvals, enough: is } = needed(one, of);
    return [approvals, is];
  };

  test('as the reason says, else the policy', () => {
    expect(enough(optOut(), { optOutPolicy: { ...POLICY, approvals: 1, reasons } })).toEqual([2, true]);
    expect(enough(optOut({ reason: 'other' }), { optOutPolicy: { ...POLICY, approvals: 1, reasons } })).toEqual([
      1,
      true,
    ]);
  });

  test('there are not enough where fewer people may than have to, in however many systems', () => {
    const systems = [system(), system({ id: 'lab' })];
    const optOutPolicy = { ...POLICY, owners: ids('kim.cho'), reasons };
    expect(enough(optOut({ systems: ['hub', 'lab'] }), { systems, optOutPolicy })).toEqual([2, false]);
  });

  test('nor where one system has nobody', () => {
    expect(enough(optOut({ systems: ['hub', 'gone'] }))).toEqual([1, false]);
    expect(enough(optOut(), { people: [ana, sam] })).toEqual([1, false]);
  });
});

test('an hour before they leave, they still may', () => {
  expect(names(optOut(), { people: [{ ...kim, leavesAt: later(HOUR) }] })).toEqual(['hub: kim.cho']);
});

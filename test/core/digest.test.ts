/** Law 14: the same input gives the same plan, and its digest says which. */
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/core/digest.js';
import type { DesiredState } from '../../src/core/model.js';
import type { Snapshot } from '../../src/core/observation.js';
import {
  account,
  DAY,
  desired,
  entitlement,
  HOUR,
  later,
  observation,
  person,
  service,
  snapshot,
  system,
  timestamp,
} from '../fixtures/builders.js';
import { approval, optOut } from '../fixtures/opt-outs.js';
import { planOf } from '../fixtures/planning.js';

const bo = person({ id: 'bo', status: 'departed', accounts: { hub: 'bo', prod: 'bo' } });
const state = desired({
  people: [person({ status: 'departed' }), bo],
  services: [service(), service({ id: 'ci', accounts: { hub: 'ci' } })],
  systems: [system(), system({ id: 'prod', settings: { accountId: '123456789012' } })],
  optOuts: [optOut(), optOut({ id: 'other', person: 'bo', systems: ['prod'] })],
});
const key = (id: string) => entitlement(id, { kind: 'credential', lastUsedAt: timestamp(later(-HOUR)) });
const accounts = [
  account({ entitlements: [key('key:1')] }),
  account({ name: 'bo', entitlements: [key('key:3'), key('key:2')] }),
];
const hub = observation({ accounts });
const prod = observation({ system: 'prod', identity: '123456789012', accounts });
const proofs = [approval({ optOut: 'other' }), approval({ verdict: 'unapproved' })];
const seen = snapshot([hub, prod], proofs);

const gap = { part: 'sso-credentials', why: '403', declared: true };

function digest(of: DesiredState = state, from: Snapshot = seen, now = later(0)): string {
  return planOf(of, from, now).digest;
}

describe('law 14: same input, same plan', () => {
  test('law 14: when planned twice, then byte for byte the same', () => {
    expect(JSON.stringify(planOf(state, seen))).toBe(JSON.stringify(planOf(state, seen)));
    expect(digest()).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test.each<[string, DesiredState, Snapshot]>([
    ['people', { ...state, people: [...state.people].reverse() }, seen],
    ['services', { ...state, services: [...state.services].reverse() }, seen],
    ['opt-outs (files)', { ...state, optOuts: [...state.optOuts].reverse() }, seen],
    ['accounts', state, snapshot([{ ...hub, accounts: [...accounts].reverse() }, prod], proofs)],
    ['observations', state, snapshot([prod, hub], proofs)],
    ['approvals', state, snapshot([hub, prod], [...proofs].reverse())],
    ['systems (files)', { ...state, systems: [...state.systems].reverse() }, seen],
    [
      'entitlements',
      state,
      snapshot(
        [
          { ...hub, accounts: accounts.map((one) => ({ ...one, entitlements: [...one.entitlements].reverse() })) },
          prod,
        ],
        proofs,
      ),
    ],
  ])('law 14: when the %s come in another order, then byte for byte the same', (_, of, from) => {
    expect(JSON.stringify(planOf(of, from))).toBe(JSON.stringify(planOf(state, seen)));
  });

  test('law 14: when keys come in another order, then the canonical JSON is the same', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'é', e: undefined })).toBe('{"a":"é","b":[{"c":null,"d":1}]}');
  });
});

describe('the digest', () => {
  test.each<[string, string]>([
    [
      'when it was observed',
      digest(state, { ...seen, at: timestamp(later(DAY)), systems: [{ ...hub, at: timestamp(later(-DAY)) }, prod] }),
    ],
    ['how many requests it took', digest(state, snapshot([{ ...hub, requests: 999 }, prod], proofs))],
    ['what parts were out of reach', digest(state, snapshot([{ ...hub, gaps: [gap] }, prod], proofs))],
    [
      'how the listing came about',
      digest(state, snapshot([{ ...hub, completeness: { kind: 'scoped' } }, prod], proofs)),
    ],
    ['the hour of the plan, where nothing changes by it', digest(state, seen, later(1))],
  ])('when another thing is %s, then it stays', (_, other) => {
    expect(other).toBe(digest());
  });

  test.each<[string, string]>([
    ['the organization', digest({ ...state, organization: 'globex' })],
    [
      'a system’s declared account',
      digest({ ...state, systems: [system(), system({ id: 'prod', settings: { accountId: '999999999999' } })] }),
    ],
    [
      'a system’s declared organization',
      digest({ ...state, systems: [system({ settings: { organization: 'globex' } }), ...state.systems.slice(1)] }),
    ],
    ['the account that was reached', digest(state, snapshot([hub, { ...prod, identity: '999999999999' }], proofs))],
    ['the systems', digest({ ...state, systems: [system()] })],
    ['a decision', digest(state, snapshot([hub, { ...prod, accounts: [] }], proofs))],
    [
      'a decision’s evidence',
      digest({
        ...state,
        optOuts: [optOut({ id: 'other', person: 'bo', systems: ['prod'], expiresAt: later(2 * DAY) })],
      }),
    ],
    ['an account’s id', digest(state, snapshot([{ ...hub, accounts: [account({ id: '1' })] }, prod], proofs))],
  ])('when another thing is %s, then it changes', (_, other) => {
    expect(other).not.toBe(digest());
  });
});

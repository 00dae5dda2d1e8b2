import { expect, test } from 'vitest';
import { statusOfRun } from '../../src/commands/exit-status.js';
import type { Revoke } from '../../src/core/decision.js';
import type { RevocationResult } from '../../src/core/outcome.js';
import { account, desired, NOW, person, system, timestamp } from '../fixtures/builders.js';
import { decisionOn, planOf } from '../fixtures/planning.js';

const leaver = person({ status: 'departed', accounts: { hub: 'ana' } });
const planned = planOf(desired({ people: [leaver], systems: [system()] }), [account()]);
const decision = decisionOn(planned, 'ana') as Revoke;

function statusWith(remainders: RevocationResult['remainders']): number {
  return statusOfRun(planned, [{ decision, revocation: 'r', outcome: { kind: 'residual' }, remainders, steps: [] }]);
}

test('law 10: what stays until a stated time is done; what nobody knows the end of ends with 4', () => {
  expect(statusWith([{ kind: 'residual', what: 'sessions', until: timestamp(NOW) }])).toBe(0);
  expect(statusWith([{ kind: 'residual', what: 'SSH keys could not be read', until: null }])).toBe(4);
});

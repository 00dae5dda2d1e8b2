/** Somebody whose login reads like a token: what is taken out of the plan's file must not make it look changed. */
import { expect, test } from 'vitest';
import { applyCommand } from '../../src/commands/apply.js';
import { planCommand } from '../../src/commands/plan.js';
import type { Connector } from '../../src/connectors/connector.js';
import type { Observation } from '../../src/core/observation.js';
import { nodeFiles } from '../../src/ports/node.js';
import { redactedFiles, redactor } from '../../src/ports/secrets.js';
import { accountOf, memorySystem, someone } from '../fixtures/repositories.js';
import { EVERYTHING, fileOf, outcomes, planIn, worldOf } from './world.js';

const LOGIN = 'xoxb-planted-login';

test('law 6: a reviewed plan is applied though an account of its system is named like a token', async () => {
  const renamed = (seen: Observation): Observation => {
    const accounts = seen.accounts.map((one) => (one.name === 'eva' ? { ...one, name: LOGIN } : one));
    return { ...seen, accounts };
  };
  const connect = (_: unknown, open: () => Connector): Connector => {
    const connector = open();
    return {
      ...connector,
      observe: async () => renamed(await connector.observe()),
      observeAccounts: async (refs) => renamed(await connector.observeAccounts(refs)),
    };
  };
  const people = [someone('ana', { status: 'departed' }), someone('ben')];
  const systems = [memorySystem([accountOf('ana'), accountOf('ben'), accountOf('eva')])];
  const world = worldOf({ people, systems }, { connect });
  const context = { ...world.context, named: redactedFiles(nodeFiles(world.root), redactor({})) };
  const made = await planCommand(context, { narrowing: EVERYTHING, at: null, from: null, out: 'plan.json' });
  expect(fileOf(world, 'plan.json')).not.toContain(LOGIN);

  const { digest } = planIn(made);
  const named = { plan: 'plan.json', digest, acceptHalt: [], actor: 'kimcho' };
  const result = await applyCommand(context, { narrowing: EVERYTHING, ...named });

  expect(outcomes(result)).toEqual(['hub/id:ana verified', 'hub/id:eva verified']);
});

/** Ana leaves, and evidence is asked for. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import { evidenceCommand } from '../../src/commands/audit/evidence.js';
import type { Evidence } from '../../src/core/evidence.js';
import { accountOf, memorySystem, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { type CommittedWorld, committedWorld } from './committed-world.js';
import type { Trouble } from './world.js';

const schema = JSON.parse(readFileSync(new URL('../../schemas/evidence.schema.json', import.meta.url), 'utf8'));
const check = new Ajv({ allErrors: true, strict: false, discriminator: true, validateFormats: false }).compile(schema);
export const BEGUN = '2026-11-01T00:00:00Z';
export const LANDED = '2026-11-23T07:00:00Z';
export const RUN = '2026-11-23T09:00:00Z';
export const PROMISE = { objectives: { standard: 'PT24H', privileged: 'PT1H' } };
const held = { entitlements: [{ kind: 'membership', id: 'team:backend' }] };

export function parts(ana: object = {}, more: RepositoryParts = {}): RepositoryParts {
  return {
    policy: PROMISE,
    people: [someone('ana', { ...ana }), someone('ben')],
    systems: [memorySystem([accountOf('ana', { ...held, email: 'ana.ruiz@acme.example' }), accountOf('ben')])],
    ...more,
  };
}

export const left = { status: 'departed' };

/** Ana's departure landed two hours before the run. */
export function leaving(more: RepositoryParts = {}, trouble: Trouble = {}): CommittedWorld {
  const world = committedWorld(parts({}, more), BEGUN, trouble);
  world.land(LANDED, parts(left, more));
  return world;
}

export async function asked(world: CommittedWorld, of: { person?: string; period?: string; out?: string }) {
  const { person = null, period = null, out = null } = of;
  const result = await evidenceCommand(world.fresh(), { person, period, out });
  const pack = result.json as Evidence;
  check(JSON.parse(JSON.stringify(pack)));
  expect(check.errors).toBeNull();
  return { result, pack, status: result.status };
}

export const ANA = { person: 'ana.ruiz' };
export const rows = (pack: Evidence) => pack.departures.map(({ systems }) => systems.map(({ state }) => state));

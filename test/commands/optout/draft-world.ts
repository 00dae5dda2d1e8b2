/** A policy repository where Ana has left, and what an opt-out for her is drafted from. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DraftFlags } from '../../../src/commands/optout/flags.js';
import { optOutNew } from '../../../src/commands/optout/new.js';
import { memorySystem, type RepositoryParts, someone } from '../../fixtures/repositories.js';
import { textOf, type World } from '../world.js';

export const ANA_LEFT: RepositoryParts = {
  policy: { optOuts: { owners: ['kim.cho'], approvalSystem: 'hub', maxRenewals: 1 } },
  people: [someone('ana', { status: 'departed', manager: 'ben.ruiz' }), someone('ben'), someone('eve')],
  systems: [memorySystem([], { owners: ['ben.ruiz', 'eve.ruiz'] }), memorySystem([], { id: 'vault' })],
};

export const NONE: DraftFlags = {
  ...{ id: null, person: null, pause: false, guards: [], systems: [], entitlements: [], reason: null },
  ...{
    justification: null,
    ticket: null,
    requestedBy: null,
    owner: null,
    starts: null,
    expires: null,
    renewalOf: null,
  },
};
export const HANDOVER: DraftFlags = {
  ...NONE,
  ...{ id: 'ana-handover', person: 'ana.ruiz', systems: ['hub'], reason: 'handover' },
  ...{ justification: 'Finishes it.', requestedBy: 'ben.ruiz', owner: 'eve.ruiz', expires: '7d' },
};

export const draft = ({ context }: World, flags: Partial<DraftFlags> = {}, print = false) =>
  optOutNew(context, { ...HANDOVER, ...flags }, null, print);
export const fileIn = ({ root }: World, path: string) => readFileSync(join(root, path), 'utf8');
export const said = (result: Awaited<ReturnType<typeof draft>>) => textOf(result).replace(/\s+/g, ' ');
export const optOutFiles = ({ root }: World) =>
  existsSync(join(root, 'optouts')) ? readdirSync(join(root, 'optouts')) : [];

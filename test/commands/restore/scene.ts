/** A world where Ana was revoked, and the command that brings her back. */
import { expect } from 'vitest';
import { reconcile } from '../../../src/commands/reconcile.js';
import { type RestoreOptions, restoreCommand } from '../../../src/commands/restore/index.js';
import type { CommandResult } from '../../../src/commands/result.js';
import type { RestoreItem } from '../../../src/core/restoration.js';
import { accountOf, memorySystem, type RepositoryParts, someone } from '../../fixtures/repositories.js';
import { EVERYTHING, type Trouble, type World, worldOf } from '../world.js';

export const HELD = [
  { kind: 'membership', id: 'team:backend', role: 'member' },
  { kind: 'credential', id: 'key:1', type: 'access-key', status: 'active' },
];
export const SYSTEM = memorySystem([accountOf('ana', { entitlements: HELD }), accountOf('ben')]);
export const LEFT: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [SYSTEM],
};
export const BACK: RepositoryParts = { people: [someone('ana'), someone('ben')], systems: [SYSTEM] };
export const ID = 'hub/id:ana@2026-11-23T09:00:00Z';

export function restore(world: World, options: Partial<RestoreOptions> = {}): Promise<CommandResult> {
  const nothing = { revocations: [], people: [], systems: [], yes: false, confirm: null, actor: 'kimcho' };
  return restoreCommand(world.context, { ...nothing, ...options });
}

export interface Told {
  readonly restorations: readonly {
    readonly revocation: string;
    readonly items: readonly RestoreItem[];
    readonly refusal: { readonly why: string; readonly mend: string } | null;
    readonly outcome: { readonly kind: string } | null;
  }[];
}

export function toldBy({ json }: CommandResult): Told['restorations'] {
  return (json as Told).restorations;
}

/** A world where Ana was revoked, as it is afterwards. */
export async function revokedWorld(after: RepositoryParts | null = BACK, trouble: Trouble = {}): Promise<World> {
  const world = worldOf(LEFT, trouble);
  await reconcile(world.context, EVERYTHING);
  expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'suspended' });
  if (after !== null) world.write(after);
  world.changes.length = 0;
  return world;
}

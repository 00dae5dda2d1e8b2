/** A repository and a proposal beside it, for tests of `preview`. */

import { previewCommand } from '../../../src/commands/preview/index.js';
import type { CommandResult } from '../../../src/commands/result.js';
import { nodeFiles } from '../../../src/ports/node.js';
import {
  accountOf,
  memorySystem,
  type RepositoryParts,
  repositoryOf,
  someone,
  temporaryFolder,
  type Written,
  writeFiles,
} from '../../fixtures/repositories.js';
import { type Trouble, type World, worldOf } from '../world.js';

export const PEOPLE = [someone('ana'), someone('ben'), someone('lea', { status: 'departed' })];
export const ACCOUNTS = [accountOf('ana'), accountOf('ben'), accountOf('lea')];

/** Ana and Ben work here, Lea has left; each has an account in `hub`. */
export const BASE: RepositoryParts = { people: PEOPLE, systems: [memorySystem(ACCOUNTS)] };

/** The people of the base, those named as they are given here; null takes somebody out. */
export function peopleWith(changes: Readonly<Record<string, Written | null>>): readonly Written[] {
  return ['ana', 'ben', 'lea'].flatMap((name) => {
    const usual = name === 'lea' ? { status: 'departed' } : {};
    const change = changes[name];
    return change === null ? [] : [someone(name, { ...usual, ...change })];
  });
}

/** A folder with a proposal. */
export function proposalOf(parts: RepositoryParts): string {
  const folder = temporaryFolder();
  writeFiles(folder, repositoryOf(parts));
  return folder;
}

export interface Previewed {
  readonly world: World;
  readonly result: CommandResult;
}

/** Previews a proposal on a base. */
export async function previewOf(
  base: RepositoryParts,
  proposal: RepositoryParts,
  trouble: Trouble = {},
): Promise<Previewed> {
  const world = worldOf(base, trouble);
  const proposed = nodeFiles(proposalOf(proposal));
  const result = await previewCommand(world.context, { proposed, comment: null, head: null });
  return { world, result };
}

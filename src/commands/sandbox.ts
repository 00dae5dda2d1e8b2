/** `leaver sandbox`: the embedded systems, for a try-out and for tests. They live until the program is stopped. */
import { basename, dirname, resolve } from 'node:path';
import { nodeFiles } from '../ports/node.js';
import type { Clock } from '../ports/ports.js';
import { packageRoot, SAMPLE_WORLD } from '../sandbox/package-root.js';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { readWorld, type World } from '../sandbox/world.js';

/**
 * Reads a world file and starts its systems.
 * @param path null for the sample organization's world.
 * @throws LeaverError `file-missing`, `file-unreadable`, `invalid-document`.
 */
export async function openSandbox(path: string | null, clock: Clock): Promise<Sandbox> {
  return startSandbox(await (path === null ? sampleWorld() : worldAt(path)), clock);
}

/** The world of the sample organization, which comes with the package. */
export async function sampleWorld(): Promise<World> {
  return readWorld(await nodeFiles(packageRoot()).read(SAMPLE_WORLD), SAMPLE_WORLD);
}

async function worldAt(path: string): Promise<World> {
  const full = resolve(path);
  const name = basename(full);
  return readWorld(await nodeFiles(dirname(full)).read(name), name);
}

/** The one JSON document that `leaver sandbox` prints. */
export function sandboxDocument({ systems, environment }: Sandbox) {
  return { systems, environment };
}

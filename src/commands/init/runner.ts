/** The workflows of a new policy repository, and the runner that they start: Leaver's own files, copied. */
import { LeaverError } from '../../errors.js';
import type { Files } from '../../ports/ports.js';
import type { ActionReference } from './answers.js';

/** Where the runner lies in a policy repository that brings it along. */
const VENDORED = '.github/leaver';

/**
 * @param own the package that this program is part of
 * @throws LeaverError `not-supported` where it holds no workflows, being itself a copy in a policy repository
 */
export async function runnerFiles(own: Files, action: ActionReference | null): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const { path } of (await own.list('.github/workflows', '.yml')) ?? []) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name.startsWith('leaver')) files.set(`.github/workflows/${name}`, started(await own.read(path), action));
  }
  if (files.size === 0) {
    throw new LeaverError('not-supported', 'this copy of Leaver has no workflows to begin a repository with', {
      mend: 'Run init from a clone of Leaver.',
    });
  }
  return action === null ? new Map([...files, ...(await vendored(own))]) : files;
}

/** Leaver's own workflows start the action at the top of the checkout; another repository has it elsewhere. */
function started(workflow: string, action: ActionReference | null): string {
  const uses = action === null ? `./${VENDORED}` : `${action.uses} # ${action.version}`;
  return workflow.replace(/^(\s*(?:- )?uses: )\.\/$/gm, (_, before: string) => before + uses);
}

/** As much as runs without an install: `action.yml`, `dist/`, and its licences. */
async function vendored(own: Files): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const dist = (await own.list('dist', '')) ?? [];
  const paths = ['action.yml', 'LICENSE', ...dist.map(({ path }) => path)];
  for (const path of paths) files.set(`${VENDORED}/${path}`, await own.read(path));
  // Node reads the files of dist/ as modules by this.
  files.set(`${VENDORED}/package.json`, '{ "name": "leaver", "private": true, "type": "module" }\n');
  return files;
}

/** What forgers do to a hosted policy repository. */
import { expect } from 'vitest';
import type { Approval } from '../../src/core/observation.js';
import type { Host } from '../fixtures/hosted.js';
import { gitText } from '../fixtures/hosted-commits.js';
import { writeFiles } from '../fixtures/repositories.js';
import { optOutFile, proofOf } from './policy-repository.js';

/** A pull request with an opt-out; its number. */
export async function asked(host: Host, files = optOutFile(), by = 'sam'): Promise<number> {
  return host.openPullRequest({ by, branch: `ask-by-${by}`, files });
}

/** Opened by Sam, reviewed by somebody, merged by Sam. */
export async function reviewedBy(host: Host, by: string, files = optOutFile()): Promise<Approval> {
  const number = await asked(host, files);
  await host.review(number, { by });
  await host.merge(number, { by: 'sam' });
  return proofOf(host);
}

/** A merge made on somebody's own machine and pushed, with another content than the branch has. */
export function mergeByHand(host: Host, branch: string, files: Readonly<Record<string, string>>): void {
  host.pull();
  const author = ['-c', 'user.name=sam', '-c', 'user.email=sam@acme.example'];
  gitText(host.root, ['fetch', '--quiet', 'origin', branch]);
  gitText(host.root, [...author, 'merge', '--quiet', '--no-ff', '--no-commit', 'FETCH_HEAD']);
  writeFiles(host.root, files);
  gitText(host.root, ['add', '--all']);
  gitText(host.root, [...author, 'commit', '--quiet', '--message', 'Merge']);
  gitText(host.root, ['push', '--quiet', 'origin', 'HEAD:main']);
}

/** Expects that it is refused by this rule, with this in its sentence. */
export function refused(proof: Approval, rule: string, why: string | RegExp): void {
  expect(proof).toMatchObject({ verdict: 'unapproved', by: [], rule });
  if (typeof why === 'string') expect(proof.why).toContain(why);
  else expect(proof.why).toMatch(why);
}

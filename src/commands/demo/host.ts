/** What people do with the policy repository at its host: each with their own account, by plain requests. */
import type { Instant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { PolicyGit, Texts } from './git.js';

/** Somebody of the roster with an account at the host. */
export interface StoryPerson {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  /** The host's immutable id. */
  readonly account: string;
}

export interface Change {
  readonly branch: string;
  readonly title: string;
  readonly files: Texts;
}

export interface PolicyHost {
  /** Pushes a commit straight to `main`. */
  push(by: string, change: Omit<Change, 'branch'>): Promise<void>;
  /** Pushes a branch and opens a pull request of it; its number. */
  propose(by: string, change: Change): Promise<number>;
  approve(by: string, pullRequest: number): Promise<void>;
  merge(by: string, pullRequest: number): Promise<void>;
  /** What stands below a pull request. */
  comments(pullRequest: number): Promise<readonly string[]>;
}

/** The name of the repository at the host. */
export const REPOSITORY = 'acme/policy';

/** A person's token: it opens nothing but the embedded GitHub. */
export function tokenOf({ id }: Pick<StoryPerson, 'id'>): string {
  return `sandbox-token-of-${id}`;
}

/**
 * @param url the host's API
 * @param now the story's time
 */
export function policyHost(
  url: string,
  repository: PolicyGit,
  people: readonly StoryPerson[],
  now: () => Instant,
): PolicyHost {
  const person = (id: string): StoryPerson => {
    const found = people.find((one) => one.id === id);
    if (found === undefined) throw new LeaverError('internal', `${id} of the story has no account at the host`);
    return found;
  };
  const ask = async (by: string, method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/repos/${REPOSITORY}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokenOf(person(by))}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.json();
    const why = `the embedded GitHub answered ${response.status} to ${by}'s ${method} ${path}`;
    throw new LeaverError('internal', why, { cause: await response.text() });
  };
  const commit = async (by: string, { branch, title, files }: Change): Promise<void> => {
    const { name, login, account } = person(by);
    // The address by which GitHub knows whose commit it is ("Setting your commit email address").
    const author = { name, email: `${account}+${login}@users.noreply.github.com` };
    await repository.push({ branch, files, message: title, by: author, at: now() });
  };
  return {
    push: (by, change) => commit(by, { ...change, branch: 'main' }),
    propose: async (by, change) => {
      await commit(by, change);
      const wanted = { title: change.title, head: change.branch, base: 'main' };
      return ((await ask(by, 'POST', '/pulls', wanted)) as { readonly number: number }).number;
    },
    approve: async (by, number) => {
      await ask(by, 'POST', `/pulls/${number}/reviews`, { event: 'APPROVE', body: 'Looked at.' });
    },
    merge: async (by, number) => {
      await ask(by, 'PUT', `/pulls/${number}/merge`, { merge_method: 'merge' });
    },
    comments: async (number) => {
      const [asker] = people;
      const listed = await ask(asker?.id ?? '', 'GET', `/issues/${number}/comments`);
      return (listed as readonly { readonly body?: string }[]).map(({ body }) => body ?? '');
    },
  };
}

/** The open pull request of a branch ("Pull requests"). */
import { LeaverError } from '../errors.js';
import { statusOf } from '../github/failures.js';
import type { Said } from '../ports/host-changes.js';
import type { HostSite } from './site.js';
import { refused } from './writing.js';

export interface OpenPull {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
}

/** `lost`: nobody knows whether it happened. `refused`: most likely there is one already. */
export type Written =
  | { readonly kind: 'done'; readonly number: number; readonly url: string }
  | { readonly kind: 'lost' }
  | { readonly kind: 'refused'; readonly why: LeaverError };

export interface Pulls {
  /** The one from this repository's branch into the default branch; a fork's of the same name is none. */
  find(branch: string): Promise<OpenPull | null>;
  open(branch: string, said: Said): Promise<Written>;
  tell(pull: OpenPull, said: Said): Promise<Written>;
}

interface PullBody {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body: string | null;
  readonly head: { readonly ref: string; readonly repo: { readonly full_name: string } | null };
  readonly base: { readonly ref: string };
}

export function pullsOf({ client, repository }: HostSite, trunk: string): Pulls {
  const here = { owner: repository.owner, repo: repository.name };
  const own = `${repository.owner}/${repository.name}`.toLowerCase();
  return {
    find: async (branch) => {
      const values = { ...here, state: 'open', head: `${repository.owner}:${branch}`, base: trunk, per_page: 100 };
      const listed = await client.read<readonly PullBody[]>('GET /repos/{owner}/{repo}/pulls', values);
      const found = listed.find(
        ({ head, base }) => head.ref === branch && base.ref === trunk && head.repo?.full_name.toLowerCase() === own,
      );
      if (found === undefined) return null;
      return { number: found.number, url: found.html_url, title: found.title, body: found.body ?? '' };
    },
    open: async (branch, { title, body }) => {
      const values = { ...here, title, body, head: branch, base: trunk };
      try {
        return written(await client.write('POST /repos/{owner}/{repo}/pulls', values));
      } catch (error) {
        if (error instanceof LeaverError && statusOf(error) === 422) return { kind: 'refused', why: error };
        throw refused(error);
      }
    },
    tell: async ({ number }, { title, body }) => {
      const values = { ...here, pull_number: number, title, body };
      try {
        return written(await client.write('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', values));
      } catch (error) {
        throw refused(error);
      }
    },
  };
}

function written(result: { kind: 'done'; body: unknown } | { kind: 'absent' } | { kind: 'lost' }): Written {
  if (result.kind === 'absent') throw refused(null);
  if (result.kind === 'lost') return { kind: 'lost' };
  const { number, html_url: url } = result.body as PullBody;
  return { kind: 'done', number, url };
}

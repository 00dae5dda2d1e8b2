/** Leaver's own comments on pull requests and issues ("REST API endpoints for issue comments"). */
import type { Timestamp } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { HostComments } from '../ports/host-comments.js';
import { isMarked, markedText, textOf } from './marked.js';
import type { HostSite } from './site.js';
import { viewerOf } from './viewer.js';

/** Nobody writes so many hundreds of comments on one pull request. */
const MOST_PAGES = 1_000;

interface Comment {
  readonly id: number;
  readonly body: string;
  /** The author's immutable id; null for a deleted account. */
  readonly author: number | null;
}

/** Another comment may begin with the same marker: only this credential's own are ever read or changed. */
export function commentsAt(site: HostSite, self = viewerOf(site)): HostComments {
  const { client, repository } = site;
  const here = { owner: repository.owner, repo: repository.name };
  async function ownOf(issue: number, marker: string, since: Timestamp | null): Promise<Comment | null> {
    const author = await self();
    const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
    let target: Parameters<typeof client.page>[0] | null = {
      route,
      values: { ...here, issue_number: issue, per_page: 100, ...(since === null ? {} : { since }) },
    };
    let pages = 0;
    while (target !== null) {
      const { body, next }: { body: unknown; next: string | null } = await client.page(target);
      const found = commentsIn(body).find((one) => one.author === author && isMarked(one.body, marker));
      if (found !== undefined) return found;
      pages += 1;
      if (pages > MOST_PAGES) throw new LeaverError('unreachable', `the comments on #${issue} have no end`);
      target = next === null ? null : { url: next };
    }
    return null;
  }

  /** After a lost answer it is looked for, so that nothing is said twice. */
  async function create(issue: number, marker: string, text: string, since: Timestamp | null): Promise<'created'> {
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
    const result = await client.write(route, { ...here, issue_number: issue, body: text });
    if (result.kind === 'absent') throw refused(issue);
    if (result.kind === 'lost' && (await ownOf(issue, marker, since)) === null) throw result.error;
    return 'created';
  }

  async function update(issue: number, marker: string, there: Comment, text: string): Promise<'created' | 'updated'> {
    const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
    const result = await client.write(route, { ...here, comment_id: there.id, body: text });
    // Somebody deleted it in between.
    if (result.kind === 'absent') return create(issue, marker, text, null);
    if (result.kind === 'lost' && (await ownOf(issue, marker, null))?.body !== text) throw result.error;
    return 'updated';
  }

  return {
    keep: async (issue, marker, body) => {
      const text = markedText(marker, body);
      const there = await ownOf(issue, marker, null);
      if (there === null) return create(issue, marker, text, null);
      return there.body === text ? 'unchanged' : update(issue, marker, there, text);
    },
    once: async (issue, marker, body, since = null) => {
      if ((await ownOf(issue, marker, since)) !== null) return 'there';
      return create(issue, marker, markedText(marker, body), since);
    },
    has: async (issue, marker, since = null) => (await ownOf(issue, marker, since)) !== null,
  };
}

function commentsIn(body: unknown): readonly Comment[] {
  if (!Array.isArray(body)) throw new LeaverError('unreachable', "the host's list of comments makes no sense");
  return body.map((one: { id: number; body?: string | null; user?: { id: number } | null }) => ({
    id: one.id,
    body: textOf(one.body),
    author: one.user?.id ?? null,
  }));
}

function refused(issue: number): LeaverError {
  return new LeaverError('forbidden', `there is no #${issue} that this credential may comment on`, {
    mend: 'Check the number, and give the job `pull-requests: write`.',
    cause: { status: 404 },
  });
}

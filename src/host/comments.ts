/** Leaver's own comments on pull requests and issues ("REST API endpoints for issue comments"). */
import { LeaverError } from '../errors.js';
import type { HostComments } from '../ports/host-comments.js';
import type { HostSite } from './site.js';

/** The host refuses a longer body. */
export const MOST_CHARACTERS = 65_536;
/** Nobody writes so many hundreds of comments on one pull request. */
const MOST_PAGES = 1_000;
const CUT = '\n\n_Cut here: the rest is longer than the host takes._\n';

interface Comment {
  readonly id: number;
  readonly body: string;
  /** The author's immutable id; null for a deleted account. */
  readonly author: number | null;
}

/** Another comment may begin with the same marker: only this credential's own are ever read or changed. */
export function commentsAt({ client, repository }: HostSite): HostComments {
  const here = { owner: repository.owner, repo: repository.name };
  let viewer: Promise<number> | null = null;

  /** By GraphQL, which tells it to a person's token, an App's and a workflow's alike ("Query: viewer"). */
  function self(): Promise<number> {
    viewer ??= client
      .query<{ viewer: { databaseId: number | null } }>('query Viewer { viewer { databaseId } }', {})
      .then(({ viewer: { databaseId } }) => {
        if (databaseId !== null) return databaseId;
        throw new LeaverError('unreachable', 'the host does not tell whose credential this is');
      });
    return viewer;
  }

  async function ownOf(issue: number, marker: string): Promise<Comment | null> {
    const author = await self();
    const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
    let target: Parameters<typeof client.page>[0] | null = {
      route,
      values: { ...here, issue_number: issue, per_page: 100 },
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
  async function create(issue: number, marker: string, text: string): Promise<'created'> {
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
    const result = await client.write(route, { ...here, issue_number: issue, body: text });
    if (result.kind === 'absent') throw refused(issue);
    if (result.kind === 'lost' && (await ownOf(issue, marker)) === null) throw result.error;
    return 'created';
  }

  async function update(issue: number, marker: string, there: Comment, text: string): Promise<'created' | 'updated'> {
    const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
    const result = await client.write(route, { ...here, comment_id: there.id, body: text });
    // Somebody deleted it in between.
    if (result.kind === 'absent') return create(issue, marker, text);
    if (result.kind === 'lost' && (await ownOf(issue, marker))?.body !== text) throw result.error;
    return 'updated';
  }

  return {
    keep: async (issue, marker, body) => {
      const text = textOf(marker, body);
      const there = await ownOf(issue, marker);
      if (there === null) return create(issue, marker, text);
      return there.body === text ? 'unchanged' : update(issue, marker, there, text);
    },
    once: async (issue, marker, body) => {
      if ((await ownOf(issue, marker)) !== null) return 'there';
      return create(issue, marker, textOf(marker, body));
    },
  };
}

/** The marker on a line of its own, then the body, cut at a line where it is too long. */
function textOf(marker: string, body: string): string {
  const text = `${marker}\n${body}`.trimEnd();
  if (text.length <= MOST_CHARACTERS) return text;
  const kept = text.slice(0, MOST_CHARACTERS - CUT.length);
  return `${kept.slice(0, kept.lastIndexOf('\n'))}${CUT}`.trimEnd();
}

/** The host may change line ends, and nothing else. */
function isMarked(body: string, marker: string): boolean {
  return body === marker || body.startsWith(`${marker}\n`) || body.startsWith(`${marker}\r\n`);
}

function commentsIn(body: unknown): readonly Comment[] {
  if (!Array.isArray(body)) throw new LeaverError('unreachable', "the host's list of comments makes no sense");
  return body.map((one: { id: number; body?: string | null; user?: { id: number } | null }) => ({
    id: one.id,
    body: (one.body ?? '').replace(/\r\n/g, '\n'),
    author: one.user?.id ?? null,
  }));
}

function refused(issue: number): LeaverError {
  return new LeaverError('forbidden', `there is no #${issue} that this credential may comment on`, {
    mend: 'Check the number, and give the job `pull-requests: write`.',
    cause: { status: 404 },
  });
}

/** Leaver's own issues in the policy repository ("REST API endpoints for issues"). */
import { LeaverError } from '../errors.js';
import { statusOf } from '../github/failures.js';
import type { HostIssues, IssueIdentity, IssueText, OwnIssue } from '../ports/host-issues.js';
import { commentsAt } from './comments.js';
import { isMarked, markedText, textOf } from './marked.js';
import { pinAt } from './pins.js';
import type { HostSite } from './site.js';
import { viewerOf } from './viewer.js';

/** So many hundreds of issues with the label are looked through, the newest first. */
const MOST_PAGES = 10;
const LONGEST_TITLE = 256;

interface IssueBody {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body?: string | null;
  readonly state: string;
  readonly locked: boolean;
  readonly user: { readonly id: number } | null;
  readonly labels: readonly (string | { readonly name?: string })[];
  readonly pull_request?: unknown;
}

export function issuesAt(site: HostSite): HostIssues {
  const { client, repository } = site;
  const here = { owner: repository.owner, repo: repository.name };
  const self = viewerOf(site);
  const comments = commentsAt(site, self);
  const one = '/repos/{owner}/{repo}/issues/{issue_number}';

  async function find({ label, marker }: IssueIdentity): Promise<OwnIssue | null> {
    const author = await self();
    const values = { ...here, labels: label, state: 'all', sort: 'created', direction: 'desc', per_page: 100 };
    let target: Parameters<typeof client.page>[0] | null = { route: 'GET /repos/{owner}/{repo}/issues', values };
    let foreign = false;
    for (let page = 0; target !== null && page < MOST_PAGES; page += 1) {
      const { body, next }: { body: unknown; next: string | null } = await client.page(target);
      const listed = issuesIn(body);
      const own = listed.filter(({ user, pull_request: pull }) => pull === undefined && user?.id === author);
      const found = own.find((issue) => isMarked(textOf(issue.body), marker));
      if (found !== undefined) return ownIssue(found, marker);
      foreign ||= own.length < listed.length;
      target = next === null ? null : { url: next };
    }
    // Of our own alone, an older one is not of today. Among others', ours may be hidden.
    if (target !== null && foreign) throw tooMany(label);
    return null;
  }

  async function open(identity: IssueIdentity, said: IssueText): Promise<OwnIssue> {
    const { label, marker } = identity;
    const [title, body] = [titleOf(said), markedText(marker, said.body)];
    const result = await client.write('POST /repos/{owner}/{repo}/issues', { ...here, title, body, labels: [label] });
    if (result.kind === 'absent') throw refused(null);
    if (result.kind === 'lost') {
      const there = await find(identity);
      if (there === null || markedText(marker, there.body) !== body) throw result.error;
      return there;
    }
    const made = result.body as IssueBody;
    if (made.labels.some((name) => (typeof name === 'string' ? name : name.name) === label))
      return ownIssue(made, marker);
    // Without its label it would never be found again, and the next run would open one more.
    await change(made.number, { state: 'closed' });
    throw refused(null);
  }

  /** After a lost answer the issue is looked at: where it says this, it was done. */
  async function change(issue: number, values: { title?: string; body?: string; state?: string }): Promise<void> {
    const at = { ...here, issue_number: issue };
    const result = await client.write(`PATCH ${one}`, { ...at, ...values });
    if (result.kind === 'absent') throw refused(null);
    if (result.kind === 'done') return;
    const now = await client.find<IssueBody>(`GET ${one}`, at);
    const { title = now?.title, body = textOf(now?.body), state = now?.state } = values;
    if (now === null || now.title !== title || textOf(now.body) !== body || now.state !== state) throw result.error;
  }

  /** Nobody silences Leaver by locking its issue: it is unlocked for the moment, and locked again. */
  async function unlocked<Done>({ number, locked }: OwnIssue, act: () => Promise<Done>): Promise<Done> {
    if (!locked) return act();
    const values = { ...here, issue_number: number };
    await client.write(`DELETE ${one}/lock`, values);
    try {
      return await act();
    } finally {
      await client.write(`PUT ${one}/lock`, values);
    }
  }

  const told: Told = async (act) => {
    try {
      return await act();
    } catch (error) {
      throw refused(error);
    }
  };
  return {
    find: (identity) => told(() => find(identity)),
    open: (identity, said) => told(() => open(identity, said)),
    keep: (identity, say) =>
      told(async () => {
        const there = await find(identity);
        const { text, asGood } = say(there);
        if (there === null) return { ...(await open(identity, text)), kept: 'opened' };
        const isGood = [text, ...asGood].some((good) => isSame(there, good, identity.marker));
        if (isGood && there.state === 'open') return { ...there, kept: 'unchanged' };
        const [title, body] = [titleOf(text), markedText(identity.marker, text.body)];
        await unlocked(there, () => change(there.number, { title, body, state: 'open' }));
        return { ...there, ...text, state: 'open', kept: 'updated' };
      }),
    set: (issue, state) => told(() => unlocked(issue, () => change(issue.number, { state }))),
    comment: (issue, marker, body, since) =>
      told(async () => {
        // Looked for first, so that nothing is unlocked without need.
        if (issue.locked && (await comments.has(issue.number, marker, since))) return 'there';
        return unlocked(issue, () => comments.once(issue.number, marker, body, since));
      }),
    hasComment: ({ number }, marker, since) => told(() => comments.has(number, marker, since)),
    pin: pinAt(site),
  };
}

type Told = <Done>(act: () => Promise<Done>) => Promise<Done>;

function isSame(there: IssueText, good: IssueText, marker: string): boolean {
  return there.title === titleOf(good) && markedText(marker, there.body) === markedText(marker, good.body);
}

function titleOf({ title }: IssueText): string {
  const characters = [...title];
  return characters.length <= LONGEST_TITLE ? title : `${characters.slice(0, LONGEST_TITLE - 1).join('')}…`;
}

function ownIssue({ number, html_url: url, title, body, state, locked }: IssueBody, marker: string): OwnIssue {
  const text = textOf(body).slice(marker.length).replace(/^\n/, '');
  return { number, url, title, body: text, state: state === 'closed' ? 'closed' : 'open', locked };
}

function issuesIn(body: unknown): readonly IssueBody[] {
  if (!Array.isArray(body)) throw new LeaverError('unreachable', "the host's list of issues makes no sense");
  return body as IssueBody[];
}

function tooMany(label: string): LeaverError {
  const said = `the newest ${MOST_PAGES * 100} issues with the label ${label} are not all Leaver's, and its own is not among them`;
  return new LeaverError('unreachable', said, { mend: 'Take the label off the issues that others opened.' });
}

const MEND = "Give the job `issues: write`, and switch issues on in the repository's settings.";

/** GitHub answers 404 where a credential may read and not write, and 410 where issues are switched off. */
function refused(error: unknown): unknown {
  if (error === null) {
    const said = 'this credential may not write issues in the policy repository';
    return new LeaverError('forbidden', said, { mend: MEND, cause: { status: 404 } });
  }
  if (!(error instanceof LeaverError) || error.code !== 'forbidden') return error;
  const said = statusOf(error) === 410 ? 'issues are switched off in the policy repository' : error.message;
  return new LeaverError('forbidden', said, { mend: MEND, cause: error.cause });
}

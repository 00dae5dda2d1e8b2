import type { SandboxReply } from '../../../server.js';
import { listing, noContent, notFound, type Operation, ok } from '../../call.js';
import { timeOf } from '../../show.js';
import { freshId, userById } from '../../state.js';
import { type HostedCall, hosted, refused, textIn } from '../call.js';
import { issueShown, pullAsIssue } from '../show-issue.js';
import type { HostedIssue, HostedPull } from '../state.js';

const ISSUES = '/repos/{owner}/{repo}/issues';
const ONE = `${ISSUES}/{issue_number}`;
/** The host refuses a longer body. */
const LONGEST_BODY = 65_536;
const LONGEST_TITLE = 256;

/** Issues ("REST API endpoints for issues"), and locking them. */
export const issueOperations: readonly Operation[] = [
  hosted(`GET ${ISSUES}`, ['issues', 'pull-requests'], (call) =>
    listing(call, listed(call), (one) => ('labels' in one ? issueShown(call, one) : pullAsIssue(call, one))),
  ),
  hosted(`POST ${ISSUES}`, 'issues', open),
  hosted(`GET ${ONE}`, 'issues', (call) => withIssue(call, (one) => ok(issueShown(call, one)))),
  hosted(`PATCH ${ONE}`, 'issues', (call) => withIssue(call, (one) => change(call, one))),
  hosted(`PUT ${ONE}/lock`, 'issues', (call) => withIssue(call, (one) => lock(call, one, true))),
  hosted(`DELETE ${ONE}/lock`, 'issues', (call) => withIssue(call, (one) => lock(call, one, false))),
];

function withIssue(call: HostedCall, act: (issue: HostedIssue) => SandboxReply): SandboxReply {
  const found = call.repository.issues.find(({ number }) => String(number) === call.parameters.issue_number);
  return found === undefined ? notFound : act(found);
}

/** Open ones, the newest first, where the request says nothing else. */
function listed(call: HostedCall): readonly (HostedIssue | HostedPull)[] {
  const { query, repository } = call;
  const state = query.get('state') ?? 'open';
  const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '');
  const creator = query.get('creator');
  const found = [...repository.issues, ...repository.pulls].filter((one) => {
    const has = 'labels' in one ? one.labels : [];
    const by = one.author === null ? 'ghost' : userById(call.state, one.author).login;
    return (
      (state === 'all' || one.state === state) &&
      (creator === null || by.toLowerCase() === creator.toLowerCase()) &&
      labels.every((label) => has.some((name) => name.toLowerCase() === label.toLowerCase()))
    );
  });
  const ascending = query.get('direction') === 'asc';
  return found.sort((a, b) => (ascending ? a.number - b.number : b.number - a.number));
}

function open(call: HostedCall): SandboxReply {
  const { repository, caller } = call;
  const title = textIn(call, 'title');
  if (title === null || title === '') return refused('Issue', { field: 'title', code: 'missing_field' });
  const tooLong = lengthRefused(call);
  if (tooLong !== null) return tooLong;
  const at = timeOf(call.now);
  repository.lastNumber += 1;
  const made: HostedIssue = {
    id: freshId(call.state),
    number: repository.lastNumber,
    author: caller.user.id,
    title,
    body: textIn(call, 'body'),
    labels: repository.labels === 'kept' ? labelsIn(call) : [],
    ...{ state: 'open', locked: false, pinned: false },
    ...{ createdAt: at, updatedAt: at, closedAt: null },
  };
  repository.issues.push(made);
  changed(call, made);
  return { status: 201, body: issueShown(call, made) };
}

function change(call: HostedCall, issue: HostedIssue): SandboxReply {
  const tooLong = lengthRefused(call);
  if (tooLong !== null) return tooLong;
  const at = timeOf(call.now);
  issue.title = textIn(call, 'title') ?? issue.title;
  issue.body = textIn(call, 'body') ?? issue.body;
  if (Array.isArray(call.body.labels)) issue.labels = labelsIn(call);
  const state = textIn(call, 'state');
  if (state === 'open' || state === 'closed') {
    issue.state = state;
    issue.closedAt = state === 'open' ? null : at;
  }
  issue.updatedAt = at;
  changed(call, issue);
  return ok(issueShown(call, issue));
}

function lengthRefused(call: HostedCall): SandboxReply | null {
  const tooLong = (field: string, most: number) =>
    refused('Issue', { field, message: `${field} is too long (maximum is ${most} characters)` });
  if ([...(textIn(call, 'body') ?? '')].length > LONGEST_BODY) return tooLong('body', LONGEST_BODY);
  return [...(textIn(call, 'title') ?? '')].length > LONGEST_TITLE ? tooLong('title', LONGEST_TITLE) : null;
}

function lock(call: HostedCall, issue: HostedIssue, locked: boolean): SandboxReply {
  issue.locked = locked;
  changed(call, issue);
  return noContent;
}

function labelsIn({ body: { labels } }: HostedCall): string[] {
  return Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : [];
}

function changed(call: HostedCall, issue: HostedIssue): void {
  call.changed(`repository/${call.repository.name}/issue/${issue.number}`);
}

import type { HostedOptions } from '../fixtures/hosted.js';
import { issues } from './github-issue-requests.js';

/** What earlier answers told: ids that later requests name. */
export type Known = Record<string, string>;

/** A request to the repository of `hostedWorld`; an answer's field may be kept for later ones. */
export interface HostedScripted {
  readonly operation: string;
  readonly path: (known: Known) => string;
  readonly body?: (known: Known) => unknown;
  /** 200, 201 or 204 where absent. */
  readonly status?: number;
  /** Fields of the answer to keep, by the name they are kept under. */
  readonly keep?: Readonly<Record<string, (answer: Answer) => unknown>>;
}

// The shapes are what the description checks.
type Answer = Record<string, unknown> & { readonly object: { readonly sha: string } };

const at = (path: string) => () => `/repos/acme/policy${path}`;
const of = (path: (known: Known) => string) => (known: Known) => `/repos/acme/policy${path(known)}`;
const id = { id: (answer: Answer) => answer.id };

/** A repository with one of everything. */
export const hostedWorld: HostedOptions = {
  users: [
    { login: 'kimcho', id: 101, name: 'Kim Cho' },
    { login: 'samlee', id: 102 },
  ],
  files: { '.github/CODEOWNERS': '* @acme/none\n', 'a.yaml': 'a: 1\n' },
  repository: {
    rulesets: [
      {
        id: 31,
        name: 'reviewed',
        bypassActors: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'pull_request' }],
        rules: [
          { type: 'non_fast_forward' },
          {
            type: 'pull_request',
            parameters: {
              dismiss_stale_reviews_on_push: true,
              require_code_owner_review: true,
              require_last_push_approval: true,
              required_approving_review_count: 1,
              required_review_thread_resolution: false,
            },
          },
        ],
      },
    ],
    protection: { main: { allow_force_pushes: { enabled: false }, required_linear_history: { enabled: true } } },
    codeownersErrors: [
      { line: 1, column: 3, kind: 'Unknown owner', message: 'Unknown owner on line 1', path: '.github/CODEOWNERS' },
    ],
    workflows: [
      {
        id: 41,
        name: 'Leaver',
        path: '.github/workflows/leaver.yml',
        runs: [{ event: 'schedule', createdAt: '2026-11-01T08:00:00Z' }],
      },
    ],
    environments: [{ name: 'accept-halt', reviewers: ['kimcho'], protectedBranches: true }],
  },
};

const REPO = '/repos/{owner}/{repo}';
const PULL = `${REPO}/pulls/{pull_number}`;

/** Every operation on a hosted repository at least once, in an order in which each finds what it needs. */
export const hostedScripted: readonly HostedScripted[] = [
  ...reads(),
  ...database(),
  ...pulls(),
  ...comments(),
  ...ends(),
  ...issues(),
];

function reads(): readonly HostedScripted[] {
  return [
    { operation: `GET ${REPO}`, path: at('') },
    { operation: `GET ${REPO}/branches/{branch}`, path: at('/branches/main') },
    { operation: `GET ${REPO}/branches/{branch}`, path: at('/branches/none'), status: 404 },
    { operation: `GET ${REPO}/branches/{branch}/protection`, path: at('/branches/main/protection') },
    { operation: `GET ${REPO}/branches/{branch}/protection`, path: at('/branches/one/protection'), status: 404 },
    { operation: `GET ${REPO}/contents/{path}`, path: at('/contents/a.yaml?ref=main') },
    { operation: `GET ${REPO}/contents/{path}`, path: at('/contents/.github%2FCODEOWNERS') },
    { operation: `GET ${REPO}/contents/{path}`, path: at('/contents/.github') },
    { operation: `GET ${REPO}/contents/{path}`, path: at('/contents/none'), status: 404 },
    { operation: `GET ${REPO}/commits`, path: at('/commits?sha=main&per_page=100') },
    { operation: `GET ${REPO}/rules/branches/{branch}`, path: at('/rules/branches/main?per_page=100') },
    { operation: `GET ${REPO}/rulesets`, path: at('/rulesets?includes_parents=true') },
    { operation: `GET ${REPO}/rulesets/{ruleset_id}`, path: at('/rulesets/31') },
    { operation: `GET ${REPO}/codeowners/errors`, path: at('/codeowners/errors?ref=main') },
    { operation: `GET ${REPO}/actions/permissions/workflow`, path: at('/actions/permissions/workflow') },
    { operation: `GET ${REPO}/actions/workflows`, path: at('/actions/workflows?per_page=100') },
    {
      operation: `GET ${REPO}/actions/workflows/{workflow_id}/runs`,
      path: at('/actions/workflows/41/runs?event=schedule&per_page=1'),
    },
    { operation: `GET ${REPO}/environments`, path: at('/environments?per_page=100') },
  ];
}

function database(): readonly HostedScripted[] {
  const entry = { mode: '100644', type: 'blob' };
  return [
    {
      operation: `GET ${REPO}/git/ref/{ref}`,
      path: at('/git/ref/heads%2Fmain'),
      keep: { head: (answer) => answer.object.sha },
    },
    { operation: `GET ${REPO}/git/ref/{ref}`, path: at('/git/ref/heads%2Fnone'), status: 404 },
    {
      operation: `POST ${REPO}/git/blobs`,
      path: at('/git/blobs'),
      body: () => ({ content: 'b: 1\n', encoding: 'utf-8' }),
      keep: { blob: (answer) => answer.sha },
    },
    { operation: `GET ${REPO}/git/blobs/{file_sha}`, path: of(({ blob }) => `/git/blobs/${blob}`) },
    {
      operation: `POST ${REPO}/git/trees`,
      path: at('/git/trees'),
      body: ({ head, blob }) => ({
        base_tree: head,
        tree: [
          { ...entry, path: 'b.yaml', sha: blob },
          { ...entry, path: 'c/d.yaml', content: 'd: 1\n' },
          { ...entry, path: 'a.yaml', sha: null },
        ],
      }),
      keep: { tree: (answer) => answer.sha },
    },
    {
      operation: `POST ${REPO}/git/trees`,
      path: at('/git/trees'),
      body: ({ head }) => ({ base_tree: head, tree: [{ ...entry, path: 'none', sha: null }] }),
      status: 422,
    },
    { operation: `GET ${REPO}/git/trees/{tree_sha}`, path: of(({ tree }) => `/git/trees/${tree}?recursive=1`) },
    {
      operation: `POST ${REPO}/git/commits`,
      path: at('/git/commits'),
      body: ({ head, tree }) => ({ message: 'Prune', tree, parents: [head] }),
      keep: { commit: (answer) => answer.sha },
    },
    { operation: `GET ${REPO}/git/commits/{commit_sha}`, path: of(({ commit }) => `/git/commits/${commit}`) },
    {
      operation: `POST ${REPO}/git/refs`,
      path: at('/git/refs'),
      body: ({ head }) => ({ ref: 'refs/heads/one', sha: head }),
    },
    {
      operation: `POST ${REPO}/git/refs`,
      path: at('/git/refs'),
      body: ({ head }) => ({ ref: 'refs/heads/one', sha: head }),
      status: 422,
    },
    {
      operation: `PATCH ${REPO}/git/refs/{ref}`,
      path: at('/git/refs/heads%2Fone'),
      body: ({ commit }) => ({ sha: commit, force: false }),
    },
    {
      operation: `PATCH ${REPO}/git/refs/{ref}`,
      path: at('/git/refs/heads%2Fone'),
      body: ({ head }) => ({ sha: head }),
      status: 422,
    },
    ...orphan(entry),
  ];
}

/** A branch that has nothing in common with any other. */
function orphan(entry: { readonly mode: string; readonly type: string }): readonly HostedScripted[] {
  return [
    {
      operation: `POST ${REPO}/git/trees`,
      path: at('/git/trees'),
      body: () => ({ tree: [{ ...entry, path: 'journal/2026/11/run-1-1.jsonl', content: '{}\n' }] }),
      keep: { alone: (answer) => answer.sha },
    },
    {
      operation: `POST ${REPO}/git/commits`,
      path: at('/git/commits'),
      body: ({ alone }) => ({ message: 'Begin', tree: alone, parents: [] }),
      keep: { first: (answer) => answer.sha },
    },
    {
      operation: `POST ${REPO}/git/refs`,
      path: at('/git/refs'),
      body: ({ first }) => ({ ref: 'refs/heads/leaver/journal', sha: first }),
    },
    { operation: `GET ${REPO}/git/ref/{ref}`, path: at('/git/ref/heads%2Fleaver%2Fjournal') },
    { operation: `GET ${REPO}/git/trees/{tree_sha}`, path: of(({ first }) => `/git/trees/${first}?recursive=1`) },
    {
      operation: `PATCH ${REPO}/git/refs/{ref}`,
      path: at('/git/refs/heads%2Fleaver%2Fjournal'),
      body: ({ commit }) => ({ sha: commit, force: false }),
      status: 422,
    },
  ];
}

function pulls(): readonly HostedScripted[] {
  const opening = { title: 'Prune', body: 'What has lapsed.', head: 'one', base: 'main' };
  return [
    { operation: `POST ${REPO}/pulls`, path: at('/pulls'), body: () => opening },
    { operation: `POST ${REPO}/pulls`, path: at('/pulls'), body: () => opening, status: 422 },
    { operation: `GET ${REPO}/pulls`, path: at('/pulls?head=acme:one&base=main&state=open&per_page=100') },
    { operation: `GET ${PULL}`, path: at('/pulls/1') },
    { operation: `GET ${PULL}`, path: at('/pulls/9'), status: 404 },
    { operation: `PATCH ${PULL}`, path: at('/pulls/1'), body: () => ({ title: 'Prune two', body: 'More.' }) },
    { operation: `GET ${PULL}/files`, path: at('/pulls/1/files?per_page=2') },
    { operation: `GET ${PULL}/commits`, path: at('/pulls/1/commits') },
    {
      operation: `POST ${PULL}/reviews`,
      path: at('/pulls/1/reviews'),
      body: ({ commit }) => ({ event: 'COMMENT', body: 'Hm.', commit_id: commit }),
    },
    {
      operation: `POST ${PULL}/reviews`,
      path: at('/pulls/1/reviews'),
      body: () => ({ event: 'APPROVE' }),
      status: 422,
    },
    {
      operation: `POST ${PULL}/reviews`,
      path: at('/pulls/2/reviews'),
      body: () => ({ event: 'APPROVE' }),
      keep: { review: ({ id }) => id },
    },
    { operation: `GET ${PULL}/reviews`, path: at('/pulls/2/reviews?per_page=100') },
    {
      operation: `PUT ${PULL}/reviews/{review_id}/dismissals`,
      path: of(({ review }) => `/pulls/2/reviews/${review}/dismissals`),
      body: () => ({ message: 'Not any more.' }),
    },
  ];
}

function comments(): readonly HostedScripted[] {
  const listed = `${REPO}/issues/{issue_number}/comments`;
  return [
    { operation: `POST ${listed}`, path: at('/issues/1/comments'), body: () => ({ body: 'What it does.' }), keep: id },
    { operation: `POST ${listed}`, path: at('/issues/9/comments'), body: () => ({ body: 'x' }), status: 404 },
    { operation: `GET ${listed}`, path: at('/issues/1/comments?per_page=100&page=1') },
    {
      operation: `PATCH ${REPO}/issues/comments/{comment_id}`,
      path: of((known) => `/issues/comments/${known.id}`),
      body: () => ({ body: 'What it does now.' }),
    },
  ];
}

function ends(): readonly HostedScripted[] {
  const merge = `PUT ${PULL}/merge`;
  return [
    { operation: merge, path: at('/pulls/1/merge'), body: ({ head }) => ({ sha: head }), status: 409 },
    {
      operation: merge,
      path: at('/pulls/1/merge'),
      body: ({ commit }) => ({ merge_method: 'squash', sha: commit }),
      keep: { merged: (answer) => answer.sha },
    },
    { operation: merge, path: at('/pulls/1/merge'), body: () => ({}), status: 405 },
    { operation: `GET ${PULL}`, path: at('/pulls/1') },
    { operation: `GET ${REPO}/commits/{commit_sha}/pulls`, path: of(({ merged }) => `/commits/${merged}/pulls`) },
    { operation: `DELETE ${REPO}/git/refs/{ref}`, path: at('/git/refs/heads%2Fone') },
    { operation: `DELETE ${REPO}/git/refs/{ref}`, path: at('/git/refs/heads%2Fone'), status: 422 },
    { operation: `GET ${REPO}/pulls`, path: at('/pulls?state=all&sort=created&direction=asc') },
    {
      operation: `POST ${REPO}/dispatches`,
      path: at('/dispatches'),
      body: () => ({ event_type: 'departure', client_payload: { account: '00u1' } }),
    },
    {
      operation: `POST ${REPO}/dispatches`,
      path: at('/dispatches'),
      body: () => ({ event_type: '' }),
      status: 422,
    },
  ];
}

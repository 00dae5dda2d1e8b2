import type { HostedScripted, Known } from './github-hosted-requests.js';

const REPO = '/repos/{owner}/{repo}';
const at = (path: string) => () => `/repos/acme/policy${path}`;
const of = (path: (known: Known) => string) => (known: Known) => `/repos/acme/policy${path(known)}`;

/** Issues, in an order in which each request finds what it needs. */
export function issues(): readonly HostedScripted[] {
  const one = `${REPO}/issues/{issue_number}`;
  const opening = { title: 'Access exceptions', body: 'Two.', labels: ['leaver-register'] };
  return [
    {
      operation: `POST ${REPO}/issues`,
      path: at('/issues'),
      body: () => opening,
      keep: { issue: ({ number }) => number },
    },
    { operation: `POST ${REPO}/issues`, path: at('/issues'), body: () => ({ body: 'x' }), status: 422 },
    {
      operation: `GET ${REPO}/issues`,
      path: at('/issues?labels=leaver-register&state=all&sort=created&direction=desc&per_page=100'),
    },
    { operation: `GET ${REPO}/issues`, path: at('/issues?state=all') },
    { operation: `GET ${one}`, path: of(({ issue }) => `/issues/${issue}`) },
    { operation: `GET ${one}`, path: at('/issues/999'), status: 404 },
    {
      operation: `PATCH ${one}`,
      path: of(({ issue }) => `/issues/${issue}`),
      body: () => ({ title: 'Access exceptions: 0', body: 'None.', state: 'closed' }),
    },
    { operation: `PUT ${one}/lock`, path: of(({ issue }) => `/issues/${issue}/lock`) },
    { operation: `DELETE ${one}/lock`, path: of(({ issue }) => `/issues/${issue}/lock`) },
    {
      operation: `GET ${one}/comments`,
      path: of(({ issue }) => `/issues/${issue}/comments?since=2026-11-01T08:00:00Z&per_page=100`),
    },
  ];
}

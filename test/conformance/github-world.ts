import type { GithubSeed } from '../../src/sandbox/github/index.js';

/** An organization that holds one of everything, with both kinds of credential. */
export const world: GithubSeed = {
  organization: { login: 'acme', id: 9001, name: 'Acme' },
  credentials: [
    { token: 'app-token', kind: 'app', login: 'leaver' },
    { token: 'user-token', kind: 'user', login: 'kimcho' },
  ],
  members: [
    { login: 'kimcho', id: 101, role: 'admin', name: 'Kim Cho', email: 'kim@acme.example', emailVisible: true },
    { login: 'samlee', id: 102, role: 'admin' },
    { login: 'anaruiz', id: 103, name: 'Ana Ruiz' },
    { login: 'leonov', id: 104 },
    { login: 'mayabell', id: 105, enterpriseTeams: ['everyone'] },
  ],
  users: [
    { login: 'newcomer', id: 201 },
    { login: 'contractor', id: 202 },
    { login: 'visitor', id: 203 },
  ],
  teams: [
    { slug: 'engineering', id: 301 },
    {
      slug: 'backend',
      id: 302,
      parent: 'engineering',
      members: ['anaruiz', { login: 'leonov', role: 'maintainer' }],
      repositories: { ledger: 'write' },
    },
  ],
  repositories: [
    {
      name: 'ledger',
      id: 401,
      collaborators: { contractor: 'write', anaruiz: 'admin' },
      keys: [
        { id: 411, title: 'deploy', addedBy: 'anaruiz', lastUsed: '2026-11-20T10:00:00Z' },
        { id: 412, title: 'old deploy', addedBy: null, readOnly: false },
      ],
      invitations: [{ id: 421, login: 'visitor', role: 'triage' }],
    },
    { name: 'site', id: 402, private: false },
  ],
  invitations: [
    { id: 501, login: 'newcomer', teams: ['backend'] },
    { id: 502, email: 'someone@acme.example', role: 'admin' },
  ],
  tokens: [
    {
      id: 601,
      owner: 'anaruiz',
      repositories: ['ledger'],
      permissions: { repository: { contents: 'write' }, organization: { members: 'read' } },
      expiresAt: '2027-01-01T00:00:00Z',
      lastUsedAt: '2026-11-22T08:00:00Z',
    },
    { id: 602, owner: 'leonov', repositories: 'all' },
    { id: 603, owner: 'leonov' },
  ],
  tokenRequests: [
    { id: 611, owner: 'anaruiz', reason: 'for the migration' },
    { id: 612, owner: 'leonov' },
  ],
  ssoCredentials: [
    { id: 621, login: 'anaruiz', lastEight: '12345678', scopes: ['repo'], accessedAt: '2026-11-22T08:00:00Z' },
    { id: 622, login: 'anaruiz', type: 'SSH key', fingerprint: 'SHA256:abc' },
  ],
  hooks: [{ id: 701, url: 'https://hooks.acme.example/in', events: ['push', 'member'], owner: 'anaruiz' }],
  installations: [
    { id: 801, app: 'leaver', appId: 811, permissions: { members: 'write', administration: 'write' } },
    { id: 802, app: 'other-app', permissions: { contents: 'read' } },
  ],
  copilotSeats: [
    'leonov',
    { login: 'anaruiz', lastActivityAt: '2026-11-20T10:00:00Z' },
    { login: 'samlee', team: 'backend' },
  ],
  codespaces: [{ name: 'anaruiz-ledger-x1', owner: 'anaruiz', repository: 'ledger' }],
};

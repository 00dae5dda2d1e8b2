/** A policy repository on the embedded host, with people who own, ask, leave and forge; and what Leaver makes of it. */

import { stringify } from 'yaml';
import { proveApprovals } from '../../src/commands/approvals.js';
import type { Approval } from '../../src/core/observation.js';
import { openHost } from '../../src/host/index.js';
import { loadPolicy } from '../../src/policy/load.js';
import { nodeFiles } from '../../src/ports/node.js';
import { nodeClone } from '../../src/ports/node-clone.js';
import { type Host, type HostedOptions, hostPolicy } from '../fixtures/hosted.js';
import { memorySystem, optOutOf, type RepositoryParts, repositoryOf, type Written } from '../fixtures/repositories.js';

/** Accounts at the host: logins are first names. Ana leaves; Kim and Dan own; Sam asks; Eve owns nothing; Old Tom has left. */
export const USERS = [
  { login: 'sam', id: 102 },
  { login: 'kim', id: 101 },
  { login: 'ana', id: 103 },
  { login: 'dan', id: 104 },
  { login: 'eve', id: 105 },
  { login: 'tom', id: 106 },
  { login: 'acme-deploy', id: 107 },
  { login: 'boss', id: 108 },
  { login: 'review-bot[bot]', id: 109, kind: 'Bot' as const },
];

function person(id: string, login: string, account: number, more: Written = {}): Written {
  const accounts = { code: { id: String(account), name: login } };
  return { id, name: id, email: `${login}@acme.example`, accounts, ...more };
}

export const PEOPLE: readonly Written[] = [
  person('ana.ruiz', 'ana', 103, { status: 'departed' }),
  person('dan.fox', 'dan', 104),
  person('eve.hall', 'eve', 105),
  person('tom.old', 'tom', 106, { status: 'departed' }),
  person('boss.man', 'boss', 108),
];

/** Files of the repository: `hub` is owned by Kim (and by Tom, who left), `vault` by Dan. */
export function policyFiles(parts: RepositoryParts = {}): Readonly<Record<string, string>> {
  const { policy, ...rest } = parts;
  const files = repositoryOf({
    people: PEOPLE,
    services: [{ id: 'deploy-bot', owner: 'sam.lee', accounts: { code: { id: '107', name: 'acme-deploy' } } }],
    systems: [
      memorySystem([{ id: '107', name: 'acme-deploy' }], { id: 'code' }),
      memorySystem([], { owners: ['kim.cho', 'tom.old', 'ana.ruiz', 'sam.lee'] }),
      memorySystem([], { id: 'vault', owners: ['dan.fox'] }),
    ],
    ...rest,
    policy: {
      ...policy,
      optOuts: {
        owners: ['kim.cho', 'dan.fox'],
        approvalSource: 'github',
        approvalSystem: 'code',
        ...(policy?.optOuts as Written | undefined),
      },
    },
  });
  // Kim and Sam own and ask; here they have accounts at the host.
  const staff = files['policies/people/staff.yaml'] ?? '';
  const withAccounts = staff
    .replace(
      /( +)email: kim\.cho@acme\.example/,
      '$1email: kim@acme.example\n$1accounts: { code: { id: "101", name: kim } }',
    )
    .replace(
      /( +)email: sam\.lee@acme\.example/,
      '$1email: sam@acme.example\n$1accounts: { code: { id: "102", name: sam } }',
    );
  return { ...files, 'policies/people/staff.yaml': withAccounts };
}

/** An opt-out's file of Ana's departure, in `hub`, asked for by Sam, answered for by Kim; by default until 1 December. */
export function optOutFile(more: Written = {}): Readonly<Record<string, string>> {
  const document = optOutOf({ expiresAt: '2026-12-01T00:00:00Z', ...more });
  return { [`optouts/${document.id}.yaml`]: stringify(document) };
}

/** The repository, hosted, on 20 November 2026. */
export async function hosted(parts: RepositoryParts = {}, options: Partial<HostedOptions> = {}): Promise<Host> {
  const host = await hostPolicy({ users: USERS, files: policyFiles(parts), now: '2026-11-19T09:00:00Z', ...options });
  host.at('2026-11-20T09:00:00Z');
  return host;
}

export interface ProofResult {
  readonly approvals: readonly Approval[];
  readonly requests: number;
}

/** What a run makes of the opt-outs on `main` now; everything is read anew. */
export async function prove(host: Host, root: string = host.root): Promise<ProofResult> {
  if (root === host.root) host.pull();
  const files = nodeFiles(root);
  const { desired, findings } = await loadPolicy(files, { at: host.clock.now() });
  if (desired === null) throw new Error(JSON.stringify(findings));
  const clone = nodeClone(root);
  const nothing = async (): Promise<never> => {
    throw new Error('not of this test');
  };
  return proveApprovals(
    {
      clock: host.clock,
      files,
      named: files,
      journal: { read: nothing, append: nothing } as never,
      sink: nothing,
      progress: () => {},
      connect: nothing,
      channel: nothing,
      cause: { event: 'local', url: null },
      clone,
      host: async () => openHost({ environment: host.environmentOf('sam'), clock: host.clock, origin: null }),
    },
    desired,
  );
}

/** The one opt-out's proof. */
export async function proofOf(host: Host, root?: string): Promise<Approval> {
  const { approvals } = await prove(host, root);
  const [only] = approvals;
  if (only === undefined || approvals.length > 1) throw new Error(`${approvals.length} approvals`);
  return only;
}

/** Sam opens a pull request with Ana's opt-out, Kim approves, Sam merges. */
export async function approvedOptOut(
  host: Host,
  more: Written = {},
  method: 'merge' | 'squash' | 'rebase' = 'merge',
): Promise<number> {
  const files = optOutFile(more);
  const number = await host.openPullRequest({ by: 'sam', branch: `ask-${more.id ?? 'ana'}`, files });
  await host.review(number, { by: 'kim' });
  await host.merge(number, { by: 'sam', method });
  return number;
}

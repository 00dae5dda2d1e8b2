/** A policy repository that is protected as Leaver assumes, on the embedded host; each test spoils one thing. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeownersCommand } from '../../../src/commands/codeowners.js';
import type { Context } from '../../../src/commands/context.js';
import { type DoctorOptions, doctor } from '../../../src/commands/doctor/index.js';
import type { CommandResult } from '../../../src/commands/result.js';
import { compose } from '../../../src/compose.js';
import type { CheckFinding, CheckPassed } from '../../../src/core/checkup.js';
import type { Environment } from '../../../src/ports/ports.js';
import type { HostedSeed } from '../../../src/sandbox/github/index.js';
import { type Host, type HostedOptions, hostPolicy } from '../../fixtures/hosted.js';
import { accountOf, memorySystem, type RepositoryParts, repositoryOf } from '../../fixtures/repositories.js';

export const NOW = '2026-11-23T09:00:00Z';
const COMMIT = '08c6903cd8c0fde910a37f88322edcfb5dd907a8';

export const RUN = `
name: Leaver
on:
  push: { branches: [main], paths: [policies/**, optouts/**] }
  schedule:
    - cron: '17 * * * *'
permissions: {}
concurrency: { group: leaver, cancel-in-progress: false, queue: max }
jobs:
  leaver:
    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - uses: actions/checkout@${COMMIT} # v5.0.0
        with: { fetch-depth: 0 }
      - uses: acme/leaver@${COMMIT} # v1.0.0
`;

export const VALIDATE = `
name: Validate
on: pull_request
permissions: { contents: read }
jobs:
  validate:
    name: Policy is valid
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@${COMMIT} # v5.0.0
      - uses: acme/leaver@${COMMIT} # v1.0.0
        with: { command: validate }
`;

function staff(id: string, login: string, account: number) {
  return { id, name: id, email: `${login}@acme.example`, accounts: { hub: { id: String(account), name: login } } };
}

/** Kim and Dan own, both are here and pinned; hub is enforced. */
export function parts(more: RepositoryParts = {}): RepositoryParts {
  const { policy, files, ...rest } = more;
  return {
    people: [staff('dan.fox', 'dan', 104), staff('eve.hall', 'eve', 105)],
    systems: [memorySystem([accountOf('dan', { id: '104' }), accountOf('eve', { id: '105' })])],
    ...rest,
    policy: {
      journal: 'branch',
      guards: { maxRevocations: 5, maxRevokedFraction: 0.25 },
      objectives: { standard: 'PT24H', privileged: 'PT1H' },
      ...policy,
      optOuts: {
        owners: ['dan.fox', 'eve.hall'],
        approvalSource: 'github',
        approvalSystem: 'hub',
        reasons: { handover: { holds: ['departed'], maxDuration: 'P14D' } },
        ...(policy?.optOuts as object | undefined),
      },
    },
    files: { '.github/workflows/leaver.yml': RUN, '.github/workflows/validate.yml': VALIDATE, ...files },
  };
}

/** The ruleset that the documentation asks for. */
export const RULES = [
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
  {
    type: 'required_status_checks',
    parameters: {
      required_status_checks: [{ context: 'Policy is valid' }],
      strict_required_status_checks_policy: false,
    },
  },
  { type: 'non_fast_forward' },
  { type: 'deletion' },
] as NonNullable<HostedSeed['rulesets']>[number]['rules'];

/** The same for the branch of the journal. */
export const JOURNAL_RULESET: NonNullable<HostedSeed['rulesets']>[number] = {
  name: 'journal',
  include: ['refs/heads/leaver/journal'],
  rules: [{ type: 'non_fast_forward' }, { type: 'deletion' }],
};

export const PROTECTED: Partial<HostedSeed> = {
  rulesets: [{ name: 'main', rules: RULES }, JOURNAL_RULESET],
  workflows: [
    {
      name: 'Leaver',
      path: '.github/workflows/leaver.yml',
      runs: [{ event: 'schedule', createdAt: '2026-11-23T08:20:00Z' }],
    },
  ],
};

const USERS = [
  { login: 'boss', id: 101 },
  { login: 'dan', id: 104 },
  { login: 'eve', id: 105 },
];

export interface DoctorWorld {
  readonly host: Host;
  readonly context: Context;
  readonly progress: readonly string[];
}

export interface Spoiled {
  readonly parts?: RepositoryParts;
  readonly repository?: Partial<HostedSeed>;
  readonly organization?: HostedOptions['organization'];
  readonly environment?: Environment;
  /** Leaves CODEOWNERS as this says; null: without one. Otherwise it is what the policy asks for. */
  readonly codeowners?: string | null;
}

export async function doctorWorld(spoiled: Spoiled = {}): Promise<DoctorWorld> {
  const files = repositoryOf(parts(spoiled.parts));
  const repository = { ...PROTECTED, ...spoiled.repository };
  // The embedded host tells privacy by its own list of repositories.
  const organization = { repositories: [{ name: 'policy', private: true }], ...spoiled.organization };
  const host = await hostPolicy({ users: USERS, files, now: NOW, repository, organization });
  const progress: string[] = [];
  const context = compose({
    root: host.root,
    environment: { ...host.environmentOf('boss'), ...spoiled.environment },
    progress: (message) => progress.push(message),
    clock: host.clock,
  });
  const codeowners = spoiled.codeowners === undefined ? await wantedBy(context, host) : spoiled.codeowners;
  if (codeowners !== null) await host.push({ '.github/CODEOWNERS': codeowners }, { by: 'boss' });
  host.pull();
  return { host, context, progress };
}

async function wantedBy(context: Context, { root }: Host): Promise<string> {
  await codeownersCommand(context, { check: false, file: null });
  const path = join(root, '.github/CODEOWNERS');
  const text = readFileSync(path, 'utf8');
  rmSync(path);
  return text;
}

export interface Document {
  readonly errors: number;
  readonly warnings: number;
  readonly offline: boolean;
  readonly findings: readonly (CheckFinding & { readonly checked: boolean })[];
  readonly passed: readonly CheckPassed[];
  readonly requests: Readonly<Record<string, number>>;
}

export async function checkup(world: DoctorWorld, options: Partial<DoctorOptions> = {}): Promise<CommandResult> {
  return doctor(world.context, { offline: false, verbose: false, systems: [], ...options });
}

export function documentOf({ json }: CommandResult): Document {
  return json as Document;
}

/** `error host/pull-request`, and so on: what was found, in order of its name. */
export function found(result: CommandResult, from: 'error' | 'warning' | 'info' = 'warning'): readonly string[] {
  const wanted = { error: ['error'], warning: ['error', 'warning'], info: ['error', 'warning', 'info'] }[from];
  return documentOf(result)
    .findings.filter(({ severity }) => wanted.includes(severity))
    .map(({ severity, check }) => `${severity} ${check}`)
    .sort();
}

/** The one finding of a check. */
export function findingOf(result: CommandResult, check: string): Document['findings'][number] {
  const all = documentOf(result).findings.filter((one) => one.check === check);
  const [only] = all;
  if (only === undefined || all.length > 1) throw new Error(`${check}: ${JSON.stringify(all)}`);
  return only;
}

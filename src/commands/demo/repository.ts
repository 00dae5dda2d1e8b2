/**
 * The story's policy repository: a copy of the sample that asks for proof, on the embedded host, where each of the sample's
 * opt-outs came by a pull request of its own that designated owners approved.
 */
import { approvalsNeeded } from '../../core/approvers.js';
import type { DesiredState, OptOut, OptOutId } from '../../core/model.js';
import { after, type Instant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import { loadPolicy } from '../../policy/load.js';
import { nodeFiles } from '../../ports/node.js';
import type { OktaSeed } from '../../sandbox/okta/index.js';
import { packageRoot } from '../../sandbox/package-root.js';
import type { World, WorldSystem } from '../../sandbox/world.js';
import { type StoryClock, storyTime } from './clock.js';
import type { PolicyGit, Texts } from './git.js';
import { type PolicyHost, REPOSITORY, type StoryPerson, tokenOf } from './host.js';

export interface Sample {
  readonly desired: DesiredState;
  /** Files of `policies/`, with the copy's word on proof. */
  readonly policies: Texts;
  /** Files of `optouts/`. */
  readonly optOuts: Texts;
  readonly people: readonly StoryPerson[];
}

/** When the sample was first committed, before all that it tells. */
export const SAMPLE_BEGINS = storyTime('2026-08-24T08:00:00Z');

/** When each opt-out of the sample was asked for. */
const ASKED: ReadonlyMap<string, Instant> = new Map([
  ['ines-leave-github', storyTime('2026-08-27T09:00:00Z')],
  ['peter-handover-billing', storyTime('2026-10-26T10:00:00Z')],
  ['luis-handover-runbooks', storyTime('2026-11-13T11:00:00Z')],
  ['contractors-year-end', storyTime('2026-11-18T14:00:00Z')],
  ['ana-handover-prod', storyTime('2026-11-19T15:00:00Z')],
]);

const MINUTE = 60_000;

/** Reads the sample that came with the package. Throws `internal` where it is not what the story needs. */
export async function readSample(at: Instant): Promise<Sample> {
  const files = nodeFiles(packageRoot());
  const [{ desired }, policies, optOuts] = await Promise.all([
    loadPolicy(files, { at }),
    textsBelow(files, 'policies'),
    textsBelow(files, 'optouts'),
  ]);
  if (desired === null) throw broken('it does not validate: run `leaver validate` there');
  const strange = Object.keys(optOuts).find(
    (file) => !desired.optOuts.some((one) => isAsked(one) && one.file === file),
  );
  if (strange !== undefined) throw broken(`nobody asked for ${strange}: give it its day in the story`);
  return { desired, policies: { ...policies, ...askingForProof(policies) }, optOuts, people: peopleOf(desired) };
}

function isAsked({ id }: OptOut): boolean {
  return ASKED.has(id);
}

async function textsBelow(files: ReturnType<typeof nodeFiles>, folder: string): Promise<Texts> {
  const found = (await files.list(folder, '.yaml')) ?? [];
  return Object.fromEntries(await Promise.all(found.map(async ({ path }) => [path, await files.read(path)] as const)));
}

const POLICY = 'policies/policy.yaml';

/** The sample takes opt-outs for approved; the story's copy has them proved. */
function askingForProof(policies: Texts): Texts {
  const lines = (policies[POLICY] ?? '').split('\n').filter((line) => !/^ {2}#/.test(line));
  const at = lines.indexOf('  approvalSource: none');
  if (at < 0) throw broken(`${POLICY} does not say \`approvalSource: none\``);
  return { [POLICY]: lines.with(at, '  approvalSource: github').join('\n') };
}

/** Everybody whose account at the host is pinned. */
function peopleOf({ people, optOutPolicy }: DesiredState): StoryPerson[] {
  const host = optOutPolicy.approvalSystem;
  return people.flatMap(({ id, name, accounts }): StoryPerson[] => {
    const claim = host === null ? undefined : accounts.get(host);
    if (claim?.id == null || claim.name === null) return [];
    return [{ id, name, login: claim.name, account: claim.id }];
  });
}

/** Leaver's own account, an App's: it stands for the token of its installation. */
export const RUNNER_TOKEN = 'sandbox-token-of-the-app';
/** Somebody who only looks. */
export const AUDITOR_TOKEN = 'sandbox-token-of-an-auditor';

/** The HR system's API token at the identity provider, by its name. */
export const HR = 'HR system';

/** What opens an API token of the identity provider, by its name: it opens nothing but the embedded one. */
export function oktaToken(name: string): string {
  return `sandbox-okta-token-${name.replaceAll(' ', '-')}`;
}

/** The sample's world with the repository on its GitHub, and a token for everybody who acts there. */
export function hostedWorld({ systems }: World, bare: string, people: readonly StoryPerson[]): World {
  const [, name = ''] = REPOSITORY.split('/');
  const credentials = [
    { token: RUNNER_TOKEN, kind: 'app', login: 'leaver' },
    { token: AUDITOR_TOKEN, kind: 'user', login: 'acme-auditor' },
    ...people.map((person) => ({ token: tokenOf(person), kind: 'user', login: person.login }) as const),
  ] as const;
  return {
    systems: systems.map((system): WorldSystem => {
      switch (system.kind) {
        case 'github-org':
          return { ...system, seed: { ...system.seed, credentials, hosted: [{ name, git: bare }] } };
        case 'okta':
          return { ...system, seed: { ...system.seed, apiTokens: withHr(system.seed.apiTokens ?? []) } };
        default:
          return system;
      }
    }),
  };
}

/** With the HR system's own, and each with a secret that the story knows, to ask from outside whether it still works. */
function withHr(apiTokens: NonNullable<OktaSeed['apiTokens']>): NonNullable<OktaSeed['apiTokens']> {
  const all = [...apiTokens, { name: HR, user: 'sam@acme.example' }];
  return all.map((token) => ({ ...token, secret: oktaToken(token.name) }));
}

/** The first commit: everything but the opt-outs. */
export async function commitPolicies(repository: PolicyGit, { policies }: Sample): Promise<void> {
  const by = { name: 'Priya Nair', email: 'priya@acme.example' };
  await repository.push({
    branch: 'main',
    files: policies,
    message: 'Who works here, and where',
    by,
    at: SAMPLE_BEGINS,
  });
}

/** Each opt-out is asked for by its requester, approved by its owner and as many others as it needs, and merged. */
export async function mergeOptOuts(host: PolicyHost, sample: Sample, clock: StoryClock): Promise<void> {
  for (const [id, at] of ASKED) {
    const optOut = sample.desired.optOuts.find((one) => one.id === (id as OptOutId));
    if (optOut === undefined) throw broken(`it has no opt-out ${id} any more`);
    const { file, requestedBy } = optOut;
    clock.leapTo(at);
    const files = { [file]: sample.optOuts[file] ?? '' };
    const number = await host.propose(requestedBy, { branch: `optout/${id}`, title: `Opt-out ${id}`, files });
    for (const [count, owner] of approversOf(optOut, sample.desired, at).entries()) {
      clock.leapTo(after(at, (count + 1) * 20 * MINUTE));
      await host.approve(owner, number);
    }
    clock.leapTo(after(clock.now(), 5 * MINUTE));
    await host.merge(requestedBy, number);
  }
}

/** Whoever answers for it, then others who may. */
function approversOf(optOut: OptOut, desired: DesiredState, at: Instant): readonly string[] {
  const { approvals, systems } = approvalsNeeded(desired, optOut, at);
  const others = systems.flatMap(({ approvers }) => approvers.map(({ person }) => person));
  return [...new Set([optOut.owner, ...others])].slice(0, approvals);
}

function broken(why: string): LeaverError {
  return new LeaverError('internal', `the sample organization can't be played: ${why}`);
}

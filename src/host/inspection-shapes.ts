/** GitHub's answers about a repository's protection, as plain values. Cut from its API description, so that a change there does not compile. */
import type { components } from '@octokit/openapi-types';
import { formatInstant, type Instant, parseInstant, type Timestamp } from '../core/time.js';
import type {
  BranchProtection,
  BranchRule,
  BypassActor,
  RepositoryFacts,
  Ruleset,
  ScheduledRun,
} from '../ports/host-inspection.js';

type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export type RepositoryBody = Pick<
  Schema<'full-repository'>,
  'full_name' | 'default_branch' | 'private' | 'visibility' | 'archived'
>;
export type RuleBody = Schema<'repository-rule-detailed'>;
export type RulesetBody = Pick<
  Schema<'repository-ruleset'>,
  'id' | 'name' | 'bypass_actors' | 'current_user_can_bypass'
>;
export type BypassBody = Schema<'repository-ruleset-bypass-actor'>;
export type ProtectionBody = Schema<'branch-protection'>;
export type CodeownersBody = Schema<'codeowners-errors'>;
export type WorkflowBody = Pick<Schema<'workflow'>, 'id' | 'path' | 'state'>;
export type RunBody = Pick<Schema<'workflow-run'>, 'conclusion' | 'created_at' | 'html_url'>;
export type PermissionsBody = Schema<'actions-get-default-workflow-permissions'>;

export function factsOf(body: RepositoryBody): RepositoryFacts {
  const visibility = body.visibility ?? (body.private ? 'private' : 'public');
  return {
    fullName: body.full_name,
    defaultBranch: body.default_branch,
    // Whatever a later GitHub calls it, it is not told to be private.
    visibility: visibility === 'private' || visibility === 'internal' ? visibility : 'public',
    archived: body.archived,
  };
}

export function ruleOf(body: RuleBody): BranchRule {
  const from = { ruleset: body.ruleset_id ?? 0, source: body.ruleset_source ?? '' };
  switch (body.type) {
    case 'pull_request': {
      const given = body.parameters;
      return {
        ...from,
        kind: 'pull-request',
        review: {
          approvals: given?.required_approving_review_count ?? 0,
          codeOwners: given?.require_code_owner_review === true,
          dismissesStale: given?.dismiss_stale_reviews_on_push === true,
          lastPush: given?.require_last_push_approval === true,
        },
      };
    }
    case 'required_status_checks':
      return {
        ...from,
        kind: 'status-checks',
        checks: (body.parameters?.required_status_checks ?? []).map(({ context }) => context),
      };
    case 'non_fast_forward':
      return { ...from, kind: 'no-force-push' };
    case 'deletion':
      return { ...from, kind: 'no-deletion' };
    default:
      return { ...from, kind: 'other', type: body.type };
  }
}

/** @param names teams and users by id, as far as they could be looked up */
export function rulesetOf(body: RulesetBody, names: ActorNames): Ruleset {
  return {
    id: body.id,
    name: body.name,
    bypass: body.bypass_actors?.map((actor) => actorOf(actor, names)) ?? null,
    own: body.current_user_can_bypass ?? null,
  };
}

/** Repository roles as the settings call them: these ids are GitHub's own†, others are an organization's. */
const ROLES: Readonly<Record<number, string>> = { 2: 'the role maintain', 4: 'the role write', 5: 'the role admin' };

export interface ActorNames {
  readonly teams: ReadonlyMap<number, string>;
  readonly users: ReadonlyMap<number, string>;
}

function actorOf(actor: BypassBody, { teams, users }: ActorNames): BypassActor {
  const id = actor.actor_id ?? 0;
  const names: Readonly<Record<typeof actor.actor_type, string>> = {
    Integration: `the App ${id}`,
    OrganizationAdmin: "the organization's owners",
    RepositoryRole: ROLES[id] ?? `the repository role ${id}`,
    Team: `the team ${teams.get(id) ?? id}`,
    DeployKey: 'every deploy key that may write',
    User: `the user ${users.get(id) ?? id}`,
  };
  return { name: names[actor.actor_type] ?? String(actor.actor_type), mode: actor.bypass_mode ?? 'always' };
}

/** "Get branch protection". What it does not name is as the settings have it by default: no force push, no deletion. */
export function protectionOf(body: ProtectionBody): BranchProtection {
  const review = body.required_pull_request_reviews;
  const { users = [], teams = [], apps = [] } = review?.bypass_pull_request_allowances ?? {};
  return {
    review:
      review === undefined
        ? null
        : {
            approvals: review.required_approving_review_count ?? 0,
            codeOwners: review.require_code_owner_reviews,
            dismissesStale: review.dismiss_stale_reviews,
            lastPush: review.require_last_push_approval === true,
          },
    checks: body.required_status_checks?.contexts ?? [],
    forcePush: body.allow_force_pushes?.enabled === true,
    deletion: body.allow_deletions?.enabled === true,
    administrators: body.enforce_admins?.enabled === true,
    bypass: [
      ...users.map(({ login }) => login),
      ...teams.map(({ slug }) => `the team ${slug}`),
      ...apps.map((app) => `the App ${app?.slug ?? app?.id ?? 'of an unknown name'}`),
    ],
  };
}

export function runOf(body: RunBody): ScheduledRun {
  return { at: timeOf(body.created_at), conclusion: body.conclusion, url: body.html_url };
}

/** A time that can't be read counts as long ago: a schedule whose age nobody knows is not alive. */
function timeOf(text: string): Timestamp {
  return formatInstant(parseInstant(text) ?? (0 as Instant));
}

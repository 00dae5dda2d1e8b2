import { failure, listing, notFound, type Operation, ok, type Schema } from '../../call.js';
import { nodeId, SOME_TIME } from '../../show.js';
import { lacks } from '../../sign-in.js';
import { addressOf, type HostedCall, hosted, pageOf } from '../call.js';
import { ask } from '../git.js';
import { commitNamed } from '../settle.js';
import type { HostedRuleset } from '../state.js';

/** How branches are protected. It is told, and keeps nobody from anything (see `pullOperations`). */
export const ruleOperations: readonly Operation[] = [
  hosted('GET /repos/{owner}/{repo}/rules/branches/{branch}', 'metadata', (call) =>
    listing(call, rulesFor(call, call.parameters.branch ?? ''), (rule) => rule),
  ),
  hosted('GET /repos/{owner}/{repo}/rulesets', 'metadata', (call) =>
    listing(call, call.repository.rulesets, (one) => rulesetShown(call, one)),
  ),
  hosted('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', 'metadata', (call) => {
    const found = call.repository.rulesets.find(({ id }) => String(id) === call.parameters.ruleset_id);
    return found === undefined ? notFound : ok(wholeRuleset(call, found));
  }),
  hosted('GET /repos/{owner}/{repo}/branches/{branch}/protection', 'administration', (call) => {
    const found = call.repository.protection.get(call.parameters.branch ?? '');
    return found === undefined ? failure(404, 'Branch not protected') : ok(found);
  }),
  hosted('GET /repos/{owner}/{repo}/codeowners/errors', 'contents', async (call) => {
    const commit = await commitNamed(call.repository, call.query.get('ref') ?? call.repository.defaultBranch);
    const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
    for (const path of commit === null ? [] : places) {
      if ((await ask(call.repository.git, ['cat-file', '-e', `${commit}:${path}`])) === null) continue;
      return ok({ errors: call.repository.codeownersErrors } satisfies Schema<'codeowners-errors'>);
    }
    return notFound;
  }),
];

/** The rules of active rulesets that a branch stands under, each with where it comes from. */
export function rulesFor(call: HostedCall, branch: string): readonly Schema<'repository-rule-detailed'>[] {
  const active = call.repository.rulesets.filter(
    ({ enforcement, target, include, exclude }) =>
      enforcement === 'active' && target === 'branch' && names(call, include, branch) && !names(call, exclude, branch),
  );
  return active.flatMap((one) =>
    one.rules.map(
      (rule) =>
        ({
          ...rule,
          ruleset_source_type: one.source,
          ruleset_source: sourceOf(call, one),
          ruleset_id: one.id,
        }) as Schema<'repository-rule-detailed'>,
    ),
  );
}

/** Patterns as a ruleset writes them: `~ALL`, `~DEFAULT_BRANCH`, `refs/heads/release/*`. */
function names({ repository }: HostedCall, patterns: readonly string[], branch: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '~ALL') return true;
    if (pattern === '~DEFAULT_BRANCH') return branch === repository.defaultBranch;
    const source = pattern
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, (stars) => (stars === '*' ? '[^/]*' : '.*'));
    return new RegExp(`^${source}$`).test(`refs/heads/${branch}`);
  });
}

function sourceOf(call: HostedCall, { source }: HostedRuleset): string {
  const { login } = call.state.organization;
  return source === 'Organization' ? login : `${login}/${call.repository.name}`;
}

function rulesetShown(call: HostedCall, one: HostedRuleset): Schema<'repository-ruleset'> {
  const self = addressOf(call, `/rulesets/${one.id}`);
  return {
    id: one.id,
    name: one.name,
    target: one.target,
    source_type: one.source,
    source: sourceOf(call, one),
    enforcement: one.enforcement,
    node_id: nodeId('RRS', one.id),
    _links: { self: { href: self }, html: { href: pageOf(call, `/rules/${one.id}`) } },
    created_at: SOME_TIME,
    updated_at: SOME_TIME,
  };
}

/** Who may bypass it is told to those alone who may change it ("Get a repository ruleset"). */
function wholeRuleset(call: HostedCall, one: HostedRuleset): Schema<'repository-ruleset'> {
  const may = !lacks(call.caller, 'administration', false);
  return {
    ...rulesetShown(call, one),
    conditions: { ref_name: { include: [...one.include], exclude: [...one.exclude] } },
    rules: [...one.rules],
    ...(may ? { bypass_actors: [...one.bypassActors] } : {}),
    current_user_can_bypass: 'never',
  };
}

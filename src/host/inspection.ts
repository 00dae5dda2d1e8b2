/** Reads how GitHub protects the policy repository. Asks for nothing but what `doctor` looks at, and changes nothing. */
import { LeaverError } from '../errors.js';
import type { Values } from '../github/client.js';
import { statusOf, unreadable } from '../github/failures.js';
import type { HostInspection } from '../ports/host-inspection.js';
import { namesOf } from './inspection-names.js';
import {
  type CodeownersBody,
  factsOf,
  type PermissionsBody,
  type ProtectionBody,
  protectionOf,
  type RepositoryBody,
  type RuleBody,
  type RulesetBody,
  type RunBody,
  ruleOf,
  rulesetOf,
  runOf,
  type WorkflowBody,
} from './inspection-shapes.js';
import type { HostSite } from './site.js';

export function inspectionAt({ client, repository }: HostSite): HostInspection {
  const base = { owner: repository.owner, repo: repository.name };
  const at = (path: string) => `GET /repos/{owner}/{repo}${path}`;
  const read = <Body>(path: string, values: Values = {}) => client.read<Body>(at(path), { ...base, ...values });

  /** All pages of a listing. */
  async function pages<Entry>(path: string, values: Values, entriesOf: (body: unknown) => unknown): Promise<Entry[]> {
    const entries: Entry[] = [];
    let page = await client.page({ route: at(path), values: { ...base, ...values, per_page: 100 } });
    for (;;) {
      const some = entriesOf(page.body);
      if (!Array.isArray(some)) throw unreadable(at(path));
      entries.push(...(some as Entry[]));
      if (page.next === null) return entries;
      page = await client.page({ url: page.next });
    }
  }

  return {
    repository: async () => factsOf(await read<RepositoryBody>('')),
    rules: async (branch) =>
      (await pages<RuleBody>('/rules/branches/{branch}', { branch }, (body) => body)).map(ruleOf),
    ruleset: async (id) => {
      const body = await read<RulesetBody>('/rulesets/{ruleset_id}', { ruleset_id: id });
      return rulesetOf(body, await namesOf(client, repository.owner, body.bypass_actors ?? []));
    },
    protection: async (branch) => {
      try {
        return protectionOf(await read<ProtectionBody>('/branches/{branch}/protection', { branch }));
      } catch (error) {
        // Who may not see it is told 404 as well, in other words ("Get branch protection").
        if (isAbsent(error, /Branch not protected/i)) return null;
        throw error;
      }
    },
    codeownersErrors: async () => {
      const body = await client.find<CodeownersBody>(at('/codeowners/errors'), base);
      if (body === null) return null;
      return body.errors.map(({ path, line, kind, suggestion }) => ({
        path,
        line,
        kind,
        suggestion: suggestion ?? null,
      }));
    },
    workflows: async () => {
      const listed = await pages<WorkflowBody>('/actions/workflows', {}, (body) => listIn(body, 'workflows'));
      return listed.map(({ id, path, state }) => ({ id, path, state }));
    },
    lastScheduledRun: async (workflow) => {
      const values = { workflow_id: workflow, event: 'schedule', per_page: 1 };
      const body = await read('/actions/workflows/{workflow_id}/runs', values);
      const runs = listIn(body, 'workflow_runs');
      if (!Array.isArray(runs)) throw unreadable(at('/actions/workflows/{workflow_id}/runs'));
      const [run] = runs as RunBody[];
      return run === undefined ? null : runOf(run);
    },
    workflowPermissions: async () => {
      const body = await read<PermissionsBody>('/actions/permissions/workflow');
      return {
        level: body.default_workflow_permissions,
        approvesPullRequests: body.can_approve_pull_request_reviews,
      };
    },
  };
}

function listIn(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : null;
}

function isAbsent(error: unknown, words: RegExp): boolean {
  return error instanceof LeaverError && statusOf(error) === 404 && words.test(error.message);
}

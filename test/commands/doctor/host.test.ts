import { describe, expect, test } from 'vitest';
import { checkup, doctorWorld, documentOf, findingOf, found, JOURNAL_RULESET, RULES, type Spoiled } from './world.js';

type Rule = (typeof RULES)[number];
type Ruleset = NonNullable<NonNullable<Spoiled['repository']>['rulesets']>[number];

const without = (type: string) => ({
  rulesets: [{ name: 'main', rules: RULES.filter((rule) => rule.type !== type) }, JOURNAL_RULESET],
});
const review = (more: object) => ({
  rulesets: [
    {
      name: 'main',
      rules: RULES.map((rule) =>
        rule.type === 'pull_request' ? ({ ...rule, parameters: { ...rule.parameters, ...more } } as Rule) : rule,
      ),
    },
    JOURNAL_RULESET,
  ],
});

describe('a repository that is protected as assumed', () => {
  test('has no error and no warning, says how much was looked at, and changes nothing', async () => {
    const world = await doctorWorld();
    const result = await checkup(world);
    expect(found(result)).toEqual([]);
    expect(result.status).toBe(0);
    expect(documentOf(result).passed.length).toBeGreaterThan(30);
    expect(documentOf(result).requests.host).toBe(9);
    expect(world.progress.join('\n')).toContain('hub: 2 accounts');
    expect(world.host.changes).toEqual([]);
  });
});

describe('the default branch', () => {
  const cases: readonly (readonly [what: string, finding: string, repository: NonNullable<Spoiled['repository']>])[] = [
    ['takes pushes without a pull request', 'error host/pull-request', without('pull_request')],
    ['needs no approval', 'error host/approvals', review({ required_approving_review_count: 0 })],
    ['needs no code owner', 'error host/code-owner-review', review({ require_code_owner_review: false })],
    ['keeps stale approvals', 'error host/stale-approvals', review({ dismiss_stale_reviews_on_push: false })],
    ['lets the last pusher approve', 'warning host/last-push-approval', review({ require_last_push_approval: false })],
    ['takes force pushes', 'error host/force-push', without('non_fast_forward')],
    ['can be deleted', 'error host/deletion', without('deletion')],
    ['requires no status check', 'warning host/status-check', without('required_status_checks')],
  ];
  test.each(cases)('when it %s, that is what is found, and nothing else', async (_, finding, repository) => {
    const result = await checkup(await doctorWorld({ repository }));
    expect(found(result)).toEqual([finding]);
    expect(result.status).toBe(finding.startsWith('error') ? 1 : 0);
  });

  test('when a ruleset is only tried out (evaluate), it counts for nothing', async () => {
    const rulesets: Ruleset[] = [{ name: 'main', rules: RULES, enforcement: 'evaluate' }, JOURNAL_RULESET];
    const result = await checkup(await doctorWorld({ repository: { rulesets } }));
    expect(found(result)).toContain('error host/pull-request');
  });

  test('when the required check is not that of the workflow that validates, says which is required', async () => {
    const context = { required_status_checks: [{ context: 'Lint' }], strict_required_status_checks_policy: false };
    const rules = RULES.map((rule) =>
      rule.type === 'required_status_checks' ? ({ ...rule, parameters: context } as Rule) : rule,
    );
    const result = await checkup(
      await doctorWorld({ repository: { rulesets: [{ name: 'main', rules }, JOURNAL_RULESET] } }),
    );
    expect(found(result)).toEqual(['warning host/status-check']);
    expect(findingOf(result, 'host/status-check')).toMatchObject({
      what: expect.stringContaining('Lint'),
      mend: expect.stringContaining('Policy is valid'),
    });
  });
});

const CLASSIC = {
  required_pull_request_reviews: {
    dismiss_stale_reviews: true,
    require_code_owner_reviews: true,
    require_last_push_approval: true,
    required_approving_review_count: 2,
  },
  required_status_checks: { contexts: ['Policy is valid'], checks: [], strict: false } as never,
  enforce_admins: { url: 'https://api.github.com/x', enabled: true },
};

describe("the branch's own protection", () => {
  test('does as well as rulesets', async () => {
    const repository = { rulesets: [JOURNAL_RULESET], protection: { main: CLASSIC } };
    expect(found(await checkup(await doctorWorld({ repository })))).toEqual([]);
  });

  test('counts together with rulesets: each gives what the other does not', async () => {
    const protection = {
      main: { ...CLASSIC, allow_force_pushes: { enabled: true }, required_pull_request_reviews: undefined },
    };
    const reviews = RULES.filter(({ type }) => type === 'pull_request' || type === 'non_fast_forward');
    const repository = {
      rulesets: [{ name: 'main', rules: reviews }, JOURNAL_RULESET],
      protection: protection as never,
    };
    expect(found(await checkup(await doctorWorld({ repository })))).toEqual([]);
  });

  test('when it allows force pushes and deletion, both are found', async () => {
    const main = { ...CLASSIC, allow_force_pushes: { enabled: true }, allow_deletions: { enabled: true } };
    const repository = { rulesets: [JOURNAL_RULESET], protection: { main } };
    expect(found(await checkup(await doctorWorld({ repository })))).toEqual([
      'error host/deletion',
      'error host/force-push',
    ]);
  });

  test('when it does not hold for administrators, and lets some merge without reviews, both are told by name', async () => {
    const bypass_pull_request_allowances = { users: [{ login: 'eve' }], teams: [{ slug: 'release' }], apps: [] };
    const required_pull_request_reviews = { ...CLASSIC.required_pull_request_reviews, bypass_pull_request_allowances };
    const main = { ...CLASSIC, enforce_admins: { enabled: false }, required_pull_request_reviews };
    const repository = { rulesets: [JOURNAL_RULESET], protection: { main } as never };
    const result = await checkup(await doctorWorld({ repository }));
    expect(found(result)).toEqual(['warning host/bypass', 'warning host/bypass']);
    expect(JSON.stringify(result.json)).toContain('eve, the team release: may merge without the reviews');
  });

  test('when it may not be read, what rulesets do not give is unknown: never passed, and never called certain', async () => {
    const organization = {
      credentials: [{ token: 'reader', kind: 'user', login: 'boss', lacks: ['administration'] }],
    } as const;
    const world = await doctorWorld({
      repository: without('deletion'),
      organization: { repositories: [{ name: 'policy', private: true }], ...organization },
      environment: { GITHUB_TOKEN: 'reader' },
    });
    const result = await checkup(world);
    expect(found(result, 'info')).toEqual([
      'info host/bypass',
      'info host/protection',
      'info policy/identity-provider',
      'warning host/deletion',
      'warning host/workflow-permissions',
    ]);
    expect(findingOf(result, 'host/deletion').what).toContain('as far as could be read');
    expect(findingOf(result, 'host/protection')).toMatchObject({
      checked: false,
      mend: expect.stringContaining('Administration: read'),
    });
    expect(findingOf(result, 'host/bypass').mend).toContain('Administration: write');
    expect(documentOf(result).passed.map(({ check }) => check)).not.toContain('host/deletion');
  });
});

describe('who may go around the rules', () => {
  test('is told by name and by how: at any time, without a trace, on pull requests', async () => {
    const bypassActors = [
      { actor_type: 'User', actor_id: 105, bypass_mode: 'exempt' },
      { actor_type: 'Team', actor_id: 77, bypass_mode: 'always' },
      { actor_type: 'Team', actor_id: 78, bypass_mode: 'always' },
      { actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'always' },
      { actor_type: 'OrganizationAdmin', actor_id: 1, bypass_mode: 'pull_request' },
      { actor_type: 'Integration', actor_id: 9, bypass_mode: 'pull_request' },
    ] as const;
    const organization = { repositories: [{ name: 'policy', private: true }], teams: [{ slug: 'release', id: 77 }] };
    const world = await doctorWorld({
      repository: { rulesets: [{ name: 'main', rules: RULES, bypassActors }, JOURNAL_RULESET] },
      organization,
    });
    const result = await checkup(world);
    expect(documentOf(result).findings.filter(({ check }) => check === 'host/bypass')).toEqual([
      expect.objectContaining({
        severity: 'warning',
        what: 'the team release, the team 78, the role admin: may go around it at any time',
      }),
      expect.objectContaining({ severity: 'warning', what: 'the user eve: are exempt from it, which leaves no trace' }),
      expect.objectContaining({
        severity: 'info',
        what: "the organization's owners, the App 9: may merge a pull request against it",
      }),
    ]);
  });
});

describe('the repository', () => {
  test('when it is public, that is a warning: the roster is read by everybody', async () => {
    const organization = { repositories: [{ name: 'policy', private: false }] };
    expect(found(await checkup(await doctorWorld({ organization })))).toEqual(['warning host/visibility']);
  });

  test("when workflows' token writes by default, and approves, both are told", async () => {
    const workflowPermissions = {
      default_workflow_permissions: 'write',
      can_approve_pull_request_reviews: true,
    } as const;
    const result = await checkup(await doctorWorld({ repository: { workflowPermissions } }));
    expect(found(result)).toEqual(['warning host/workflow-approvals', 'warning host/workflow-permissions']);
  });

  test('when the host does not answer, that is one error, and everything else is looked at', async () => {
    const world = await doctorWorld();
    world.host.faults.add({ fault: { kind: 'status', status: 401, body: { message: 'Bad credentials' } } });
    const result = await checkup(world);
    expect(found(result)).toEqual(['error host/reachable']);
    expect(result.status).toBe(1);
    expect(documentOf(result).passed.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['system/reachable', 'policy/owners-enough', 'workflow/pinned', 'clone/history']),
    );
  });

  test('when nobody knows where it lies, says how to tell it', async () => {
    const environment = { GITHUB_REPOSITORY: 'nowhere' };
    const result = await checkup(await doctorWorld({ environment }));
    expect(findingOf(result, 'host/reachable').mend).toContain('GITHUB_REPOSITORY');
  });

  test('when one question alone is refused, only that one is not checked', async () => {
    const world = await doctorWorld();
    world.host.faults.add({ fault: { kind: 'status', status: 403 }, matching: /codeowners\/errors/ });
    const result = await checkup(world);
    expect(found(result)).toEqual(['warning codeowners/valid']);
    expect(findingOf(result, 'codeowners/valid')).toMatchObject({ checked: false });
  });
});

describe('the schedule', () => {
  const PATH = '.github/workflows/leaver.yml';
  const ran = (createdAt: string, more: object = {}) => ({
    workflows: [{ name: 'Leaver', path: PATH, runs: [{ event: 'schedule', createdAt, ...more }] }],
  });
  const cases: readonly (readonly [
    what: string,
    findings: readonly string[],
    repository: NonNullable<Spoiled['repository']>,
  ])[] = [
    ['ran 3 hours and a minute ago', ['warning host/schedule'], ran('2026-11-23T05:59:00Z')],
    ['ran just under 3 hours ago', [], ran('2026-11-23T06:01:00Z')],
    ['ran a day and an hour ago', ['error host/schedule'], ran('2026-11-22T08:00:00Z')],
    ['never ran', ['warning host/schedule'], { workflows: [{ name: 'Leaver', path: PATH }] }],
    [
      'was switched off for want of activity',
      ['error host/schedule'],
      { workflows: [{ name: 'Leaver', path: PATH, state: 'disabled_inactivity' }] },
    ],
    ['is unknown to the host', ['error host/schedule'], { workflows: [] }],
    ['failed last', ['warning host/last-run'], ran('2026-11-23T08:20:00Z', { conclusion: 'failure' })],
    ['could not even start', ['error host/last-run'], ran('2026-11-23T08:20:00Z', { conclusion: 'startup_failure' })],
    ['was skipped', ['warning host/last-run'], ran('2026-11-23T08:20:00Z', { conclusion: 'skipped' })],
    ['is running now', [], ran('2026-11-23T08:59:00Z', { status: 'in_progress', conclusion: null })],
  ];
  test.each(cases)('when it %s: %j', async (_, findings, repository) => {
    expect(found(await checkup(await doctorWorld({ repository })))).toEqual(findings);
  });

  test('when only other events ran it lately, it is not alive', async () => {
    const runs = [
      { event: 'push', createdAt: '2026-11-23T08:50:00Z' },
      { event: 'schedule', createdAt: '2026-11-01T08:50:00Z' },
    ];
    const repository = { workflows: [{ name: 'Leaver', path: PATH, runs }] };
    expect(found(await checkup(await doctorWorld({ repository })))).toEqual(['error host/schedule']);
  });
});

describe('CODEOWNERS', () => {
  test('when it is absent, both the files and the host say so', async () => {
    const result = await checkup(await doctorWorld({ codeowners: null }));
    expect(found(result)).toEqual(['error codeowners/matches', 'error codeowners/valid']);
  });

  test('when it names somebody else, it does not match the policy', async () => {
    const result = await checkup(await doctorWorld({ codeowners: '* @eve\n' }));
    expect(found(result)).toContain('error codeowners/matches');
    expect(findingOf(result, 'codeowners/matches').mend).toContain('leaver codeowners');
  });

  test('when the host skips a line, says which, and what it suggests', async () => {
    const codeownersErrors = [
      {
        line: 3,
        column: 1,
        source: '*  @gone',
        kind: 'Unknown owner',
        suggestion: null,
        message: 'x',
        path: '.github/CODEOWNERS',
      },
    ];
    const result = await checkup(await doctorWorld({ repository: { codeownersErrors } }));
    expect(found(result)).toEqual(['error codeowners/valid']);
    expect(findingOf(result, 'codeowners/valid')).toMatchObject({
      where: '.github/CODEOWNERS:3',
      what: 'the host skips this line: Unknown owner',
    });
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { openSandbox } from '../../src/commands/sandbox.js';
import { nodeClock } from '../../src/ports/node.js';
import { type Called, call } from '../cli/call.js';
import { memorySystem, writeRepository } from '../fixtures/repositories.js';
import { PATIENCE } from './program.js';

const ROSTER = `# Who answers for opt-outs.
people:
  - id: kim.cho   # security
    name: Kim Cho
    email: kim@acme.example
    accounts: { github: kimcho }
`;

/** The sample organization's GitHub and AWS, and a roster of one person with a claim by name. */
function repository(
  more: readonly ReturnType<typeof memorySystem>[] = [],
  policy: Readonly<Record<string, unknown>> = {},
): string {
  const protects = (account: string) => [{ account, owner: 'kim.cho', reason: 'break-glass' }];
  const rest = { mode: 'enforce', orphans: 'revoke' };
  return writeRepository({
    policy,
    systems: [
      {
        id: 'github',
        kind: 'github-org',
        ...rest,
        protected: protects('acme-breakglass'),
        unavailable: ['codespaces'],
        settings: { organization: 'acme', organizationId: 4102938 },
      },
      {
        id: 'aws-prod',
        kind: 'aws-iam',
        ...rest,
        protected: protects('breakglass'),
        settings: { accountId: '210987654321', region: 'eu-west-1' },
      },
      ...more,
    ],
    files: { 'policies/people/staff.yaml': ROSTER },
  });
}

async function sandbox(): Promise<Readonly<Record<string, string>>> {
  const { environment, stop } = await openSandbox(null, nodeClock);
  onTestFinished(stop);
  return environment;
}

/** The command line on that repository, in this process. */
function start(root: string, argv: readonly string[], environment: Readonly<Record<string, string>>): Promise<Called> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return call(...argv, '--root', root);
}

afterEach(() => vi.unstubAllEnvs());

interface Imported {
  readonly outcome: string;
  readonly people: readonly { readonly id: string; readonly accounts: readonly object[] }[];
  readonly services: readonly { readonly id: string }[];
  readonly extended: readonly object[];
  readonly orphans: readonly Told[];
  readonly former: readonly Told[];
  readonly leftOut: readonly Told[];
}
interface Told {
  readonly account: { readonly name: string };
}

const names = (told: readonly Told[]) => told.map(({ account }) => account.name);

test(
  'the sample organization over real protocols: people, services and orphans, and then a plan revokes orphans alone',
  async () => {
    const [root, environment] = [repository(), await sandbox()];
    const imported = await start(root, ['import', '--write', '--format', 'json'], environment);
    expect(imported.status, imported.stderr + imported.stdout).toBe(0);
    const { people, services, extended, orphans, former, leftOut } = JSON.parse(imported.stdout) as Imported;

    expect(people.map(({ id }) => id)).toContain('mei.tanaka');
    expect(people.find(({ id }) => id === 'mei.tanaka')?.accounts).toHaveLength(2);
    expect(services.map(({ id }) => id)).toEqual(expect.arrayContaining(['acme-deploy', 'backup-s3', 'ci-runner']));
    expect(extended).toMatchObject([
      { id: 'kim.cho', system: 'aws-prod', by: 'name' },
      { id: 'kim.cho', system: 'github', by: 'claim' },
    ]);
    expect(names(orphans)).toContain('pixelpete');
    expect(names(former)).toContain('peter.vance');
    expect(names(leftOut)).toEqual(expect.arrayContaining(['acme-breakglass', 'breakglass', 'leaver']));
    const staff = readFileSync(join(root, 'policies/people/staff.yaml'), 'utf8');
    expect(staff).toContain('# Who answers for opt-outs.\npeople:\n  - id: kim.cho   # security\n');

    const validated = await start(root, ['validate'], environment);
    expect(validated.status, validated.stdout).toBe(0);
    const planned = await start(root, ['plan', '--format', 'json'], environment);
    const { decisions } = JSON.parse(planned.stdout) as { decisions: { kind: string; reason: string }[] };
    const revocations = decisions.filter(({ kind }) => kind === 'revoke');
    expect(revocations.length).toBeGreaterThan(0);
    expect(revocations.filter(({ reason }) => reason !== 'orphaned')).toEqual([]);

    const before = readFileSync(join(root, 'policies/people/imported.yaml'), 'utf8');
    const again = await start(root, ['import', '--write'], environment);
    expect(again.stdout).toContain('Nothing to import');
    expect(readFileSync(join(root, 'policies/people/imported.yaml'), 'utf8')).toBe(before);
    expect(readFileSync(join(root, 'policies/people/staff.yaml'), 'utf8')).toBe(staff);
  },
  PATIENCE,
);

test(
  'with an identity provider its active people alone are written, and their accounts are found',
  async () => {
    const user = (name: string, status = 'active') => ({
      id: `u-${name}`,
      name,
      email: `${name}@acme.example`,
      status,
    });
    const provider = memorySystem([user('mei.tanaka'), user('omar.farouk'), user('tomas.novak', 'suspended')], {
      id: 'idp',
    });
    const [root, environment] = [repository([provider], { identityProvider: 'idp' }), await sandbox()];

    const shown = await start(root, ['import'], environment);
    expect(shown.stdout).toContain('Nothing was written.');
    expect(existsSync(join(root, 'policies/people/imported.yaml'))).toBe(false);

    const imported = await start(root, ['import', '--write', '--format', 'json'], environment);
    expect(imported.status, imported.stderr).toBe(0);
    const { people, former } = JSON.parse(imported.stdout) as Imported;
    expect(people.map(({ id, accounts }) => [id, accounts.length])).toEqual([
      ['mei.tanaka', 3],
      ['omar.farouk', 3],
    ]);
    expect(names(former)).toEqual(expect.arrayContaining(['tomasnovak', 'tomas.novak']));
    const planned = await start(root, ['plan', '--format', 'json'], environment);
    const { decisions } = JSON.parse(planned.stdout) as { decisions: { kind: string; reason: string }[] };
    expect(decisions.filter(({ kind, reason }) => kind === 'revoke' && reason !== 'orphaned')).toEqual([]);
  },
  PATIENCE,
);

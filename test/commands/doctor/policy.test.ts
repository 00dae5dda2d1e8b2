/** What doctor says of the policy, the workflows and the clone: offline, on files alone. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { doctor } from '../../../src/commands/doctor/index.js';
import type { CommandResult } from '../../../src/commands/result.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, type Written } from '../../fixtures/repositories.js';
import { flatOf, NOW, textOf, worldOf } from '../world.js';
import { documentOf, findingOf, found, parts, RUN } from './world.js';

const ROUTED = /codeowners|clone\//;

async function offline(more: RepositoryParts = {}): Promise<CommandResult> {
  return doctor(worldOf(parts(more)).context, { offline: true, verbose: false, systems: [] });
}

/** What is found of the policy and the workflows; the folder of these tests is no clone. */
async function checked(more: RepositoryParts = {}, from: 'warning' | 'info' = 'warning'): Promise<readonly string[]> {
  return found(await offline(more), from).filter((one) => !ROUTED.test(one));
}

const system = (more: Written = {}) => memorySystem([accountOf('dan', { id: '104' })], more);
const person = (id: string, more: Written = {}): Written => ({ id, name: id, email: `${id}@acme.example`, ...more });
const pinned = (id: string, number: string, more: Written = {}) =>
  person(id, { accounts: { hub: { id: number, name: id } }, ...more });
const DAN = pinned('dan.fox', '104');
const EVE = pinned('eve.hall', '105');

describe('designated owners', () => {
  test('two who are here and pinned: nothing is found', async () => {
    expect(await checked()).toEqual([]);
  });

  test.each([
    ['nobody is left', [{ status: 'departed' }, { status: 'suspended' }], 'error policy/owners-enough'],
    ['one is left', [{}, { status: 'departed' }], 'warning policy/owners-enough'],
    ['one leaves this very second', [{}, { leavesAt: NOW }], 'warning policy/owners-enough'],
  ] as const)('when %s', async (_, [dan, eve], finding) => {
    const people = [pinned('dan.fox', '104', dan), pinned('eve.hall', '105', eve)];
    expect(await checked({ people })).toContain(finding);
    expect(await checked({ people })).toContain('warning policy/owners-here');
  });

  test("when a system has one of its own, the policy's answer for that one: worth knowing", async () => {
    const result = await offline({ systems: [system({ owners: ['eve.hall'] })] });
    expect(findingOf(result, 'policy/owners-enough')).toMatchObject({ severity: 'info' });
  });

  test('when a reason asks for more approvals than there are owners, it is named', async () => {
    const reasons = { pause: { holds: ['departed'], maxDuration: 'P1D', approvals: 3 } };
    const result = await offline({ policy: { optOuts: { reasons } } });
    expect(findingOf(result, 'policy/approvals-possible').what).toContain(
      '3 approvals that the policy asks for (pause)',
    );
  });

  test('when one is not pinned where approvals are told, that one never counts', async () => {
    const people = [DAN, person('eve.hall', { accounts: { hub: 'eve' } })];
    expect(findingOf(await offline({ people }), 'policy/owners-pinned').what).toMatch(/in hub: eve\.hall$/);
  });

  test('when no system tells who a reviewer is, no approval can be proved: an error', async () => {
    const approvalSystem = undefined;
    expect(await checked({ policy: { optOuts: { approvalSystem } } })).toContain('error policy/approval-system');
  });
});

describe('approvalSource: none', () => {
  test('where a system is enforced is an error, and said first', async () => {
    const result = await offline({ policy: { optOuts: { approvalSource: 'none' } } });
    expect(found(result)).toContain('error policy/approval-proof');
    expect(textOf(result)).toMatch(/^.*approvalSource: none/);
  });

  test('where nothing is enforced is a warning', async () => {
    const systems = [system({ mode: 'report' })];
    expect(await checked({ systems, policy: { optOuts: { approvalSource: 'none' } } })).toEqual([
      'warning policy/approval-proof',
    ]);
  });
});

describe('who and what the roster leaves open', () => {
  test('accounts by name alone: ten are named, the rest counted', async () => {
    const crowd = Array.from({ length: 13 }, (_, at) => person(`p${at + 10}`, { accounts: { hub: `p${at + 10}` } }));
    const { what } = findingOf(await offline({ people: [DAN, EVE, ...crowd] }), 'policy/accounts-pinned');
    expect(what).toMatch(/p10 in hub, .*p19 in hub and 3 more$/);
  });

  test('a service, a protected account and an opt-out whose owner left', async () => {
    const people = [
      DAN,
      EVE,
      pinned('tom.old', '106', { status: 'departed' }),
      pinned('ana.ruiz', '107', { status: 'departed' }),
    ];
    const services = [{ id: 'bot', owner: 'tom.old', accounts: { hub: { id: '9', name: 'bot' } } }];
    const systems = [
      system({
        protected: [{ account: 'glass', owner: 'tom.old', reason: 'break-glass' }],
        owners: ['dan.fox', 'eve.hall', 'tom.old'],
      }),
    ];
    const optOuts = [
      optOutOf({ owner: 'tom.old', requestedBy: 'eve.hall' }),
      optOutOf({
        id: 'lapsed',
        owner: 'tom.old',
        requestedBy: 'eve.hall',
        expiresAt: '2026-11-20T00:00:00Z',
        startsAt: '2026-11-10T00:00:00Z',
      }),
    ];
    const result = await offline({ people, services, systems, optOuts });
    expect(findingOf(result, 'policy/service-owners').what).toContain('bot (tom.old)');
    expect(findingOf(result, 'policy/protected-owners').what).toContain('glass in hub (tom.old)');
    expect(findingOf(result, 'policy/opt-out-owners').what).toMatch(/: ana-handover \(tom\.old\)$/);
  });

  test('what is meant so is worth knowing, and no more', async () => {
    const systems = [system({ mode: 'report', unavailable: ['codespaces'] })];
    expect(await checked({ systems, policy: { objectives: undefined } }, 'info')).toEqual([
      'info policy/enforced',
      'info policy/identity-provider',
      'info policy/objectives',
      'info policy/unavailable',
    ]);
  });

  test('a guard that lets everybody go', async () => {
    const systems = [system({ guards: { maxRevokedFraction: 1 } })];
    expect(await checked({ systems })).toEqual(['warning policy/guards']);
  });
});

describe('a policy that is not valid', () => {
  test('is one error; workflows and clone are looked at all the same', async () => {
    const result = await offline({ files: { 'policies/policy.yaml': 'organization: [\n' } });
    expect(result.status).toBe(1);
    expect(findingOf(result, 'policy/valid').mend).toContain('leaver validate');
    expect(documentOf(result).passed.map(({ check }) => check)).toContain('workflow/pinned');
  });

  test('when only an opt-out is not, the rest of the policy is looked at', async () => {
    const result = await offline({ files: { 'optouts/x.yaml': 'id: x\n' } });
    expect(found(result)).toContain('error policy/valid');
    expect(documentOf(result).passed.map(({ check }) => check)).toContain('policy/owners-enough');
  });
});

describe('workflows', () => {
  const file = (text: string, path = '.github/workflows/leaver.yml') => ({ files: { [path]: text } });

  test('one that runs on no schedule, and on no merge', async () => {
    const text = RUN.replace(/on:[\s\S]*?permissions/, 'on: workflow_dispatch\npermissions');
    expect(await checked(file(text))).toEqual(['error workflow/schedule', 'warning workflow/merge']);
  });

  test('none that validates', async () => {
    expect(await checked(file('on: push\npermissions: {}\njobs: {}\n', '.github/workflows/validate.yml'))).toEqual([
      'warning workflow/validate',
    ]);
  });

  test.each([
    ['is no YAML', 'a: [\n', 'error workflow/read'],
    ['is larger than any', `# ${'x'.repeat(600_000)}\n`, 'warning workflow/read'],
  ])('when one %s, that is found, and the others are judged', async (_, text, finding) => {
    expect(await checked(file(text, '.github/workflows/odd.yml'))).toEqual([finding]);
  });

  test('a name that would command the terminal or the runner is shown as text', async () => {
    const text = 'on: push\npermissions: {}\njobs:\n  a:\n    steps: [{ uses: "evil/\\e[31mtool::error::x@main" }]\n';
    const result = await offline(file(text, '.github/workflows/odd.yml'));
    expect(textOf(result)).toContain('evil/\\u{1b}');
    expect(textOf(result)).not.toContain('\u001b');
  });
});

describe('the clone', () => {
  const git = (root: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], { cwd: root });
  const commit = (root: string) => {
    git(root, 'init', '--quiet');
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', 'All');
  };

  test('none at all is an error', async () => {
    expect(found(await offline(), 'info')).toContain('error clone/history');
  });

  test('a whole one without a remote: worth knowing', async () => {
    const world = worldOf(parts());
    commit(world.root);
    const result = await doctor(world.context, { offline: true, verbose: false, systems: [] });
    expect(found(result, 'info').filter((one) => one.includes('clone'))).toEqual(['info clone/origin']);
  });

  test('a shallow one is an error, with the command that mends it', async () => {
    const [origin, world] = [worldOf(parts()), worldOf(parts())];
    commit(origin.root);
    git(origin.root, 'commit', '--quiet', '--allow-empty', '--message', 'More');
    rmSync(join(world.root, '.git'), { recursive: true, force: true });
    execFileSync('git', ['clone', '--quiet', '--bare', '--depth=1', `file://${origin.root}`, join(world.root, '.git')]);
    git(world.root, 'config', 'core.bare', 'false');
    const result = await doctor(world.context, { offline: true, verbose: false, systems: [] });
    expect(findingOf(result, 'clone/history')).toMatchObject({
      severity: 'error',
      mend: expect.stringContaining('--unshallow'),
    });
  });

  test('where the policy is a folder of it, what lies outside is not checked, and that is said', async () => {
    const { root } = worldOf({ files: { 'inner/x': '' } });
    commit(root);
    const world = worldOf(parts());
    execFileSync('cp', ['-r', `${world.root}/.`, join(root, 'inner')]);
    const { nodeClone } = await import('../../../src/ports/node-clone.js');
    const context = { ...world.context, clone: nodeClone(join(root, 'inner')) };
    const result = await doctor(context, { offline: true, verbose: false, systems: [] });
    expect(findingOf(result, 'workflow/read')).toMatchObject({ checked: false, severity: 'warning' });
    expect(findingOf(result, 'codeowners/matches')).toMatchObject({ checked: false });
  });
});

describe('how it is told', () => {
  test('offline: asks nobody, and says so', async () => {
    const world = worldOf(parts());
    const result = await doctor(world.context, { offline: true, verbose: false, systems: [] });
    expect(world.connected).toEqual([]);
    expect(flatOf(result)).toContain('Offline: neither the host nor any system was asked');
    expect(flatOf(result)).toContain('What is as it should be: --verbose lists it.');
    expect(documentOf(result).requests).toEqual({});
  });

  test('errors before warnings, each with where, why and the mend; what is well is told when asked for', async () => {
    const systems = [system({ guards: { maxRevokedFraction: 1 } })];
    const world = worldOf(parts({ systems, policy: { optOuts: { approvalSystem: undefined } } }));
    const quiet = await doctor(world.context, { offline: true, verbose: false, systems: [] });
    const lines = textOf(quiet).split('\n');
    expect(lines[0]).toMatch(/^Leaver can't keep its promises here: \d errors to mend/);
    expect(lines.indexOf('Errors')).toBeLessThan(lines.indexOf('Warnings'));
    expect(lines.filter((line) => /^ {5}(where|why {2}|mend ) /.test(line)).length % 3).toBe(0);
    expect(textOf(quiet)).not.toContain('every action is pinned');
    const told = await doctor(world.context, { offline: true, verbose: true, systems: [] });
    expect(textOf(told)).toContain('every action is pinned');
    expect(told.json).toEqual(quiet.json);
  });
});

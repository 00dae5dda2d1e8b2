/**
 * What an offline plan costs: whole processes, so that start-up counts. Compares `leaver plan --from` with parsing the
 * same YAML with `yaml` alone, and twice the people with once. Prints medians and ratios; run `npm run bench`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const SYSTEMS = 5;
const RUNS = Number(process.env.LEAVER_BENCH_RUNS ?? 5);

interface Cost {
  /** User and system time of the whole process, in milliseconds. */
  readonly cpu: number;
  readonly megabytes: number;
}

function world(folder: string, people: number): void {
  const roots = ['policies/people', 'policies/systems', 'optouts'];
  for (const root of roots) mkdirSync(join(folder, root), { recursive: true });
  const policy = 'organization: acme\noptOuts:\n  owners: [person.0]\n  approvals: 1\n  approvalSource: none\n';
  writeFileSync(join(folder, 'policies/policy.yaml'), policy);
  const names = Array.from({ length: SYSTEMS }, (_, index) => `system-${index}`);
  for (const system of names) {
    const settings = 'settings: { accounts: [{ id: "0", name: nobody }] }';
    writeFileSync(
      join(folder, `policies/systems/${system}.yaml`),
      `id: ${system}\nkind: memory\nmode: enforce\n${settings}\n`,
    );
  }
  writeFileSync(join(folder, 'policies/people/everybody.yaml'), `people:\n${rosterOf(people, names).join('')}`);
  writeFileSync(join(folder, 'snapshot.json'), JSON.stringify(snapshotOf(people, names)));
}

function rosterOf(people: number, systems: readonly string[]): string[] {
  return Array.from({ length: people }, (_, person) => {
    const accounts = systems.map(
      (system, at) => `      ${system}: { id: "${person * SYSTEMS + at}", name: user${person} }\n`,
    );
    const status = person % 100 === 99 ? 'departed' : 'active';
    return (
      `  - id: person.${person}\n    name: Person ${person}\n    email: person.${person}@acme.example\n` +
      `    status: ${status}\n    manager: person.${person === 0 ? 1 : Math.floor(person / 10)}\n    accounts:\n${accounts.join('')}`
    );
  });
}

function snapshotOf(people: number, systems: readonly string[]) {
  const at = '2026-11-23T09:00:00Z';
  return {
    version: 1,
    at,
    approvals: [],
    systems: systems.map((system, index) => ({
      system,
      kind: 'memory',
      at,
      completeness: { kind: 'complete' },
      gaps: [],
      requests: 1,
      accounts: Array.from({ length: people }, (_, person) => ({
        id: String(person * SYSTEMS + index),
        name: `user${person}`,
        email: null,
        status: 'active',
        read: 'listed',
        admin: person < 3,
        self: false,
        suspendedAt: null,
        entitlements: [{ kind: 'membership', id: 'team:backend', role: 'member' }],
      })),
    })),
  };
}

/** Runs a Node program to its end and reads what it used, told by itself as it exits. */
function cost(folder: string, args: readonly string[], expected: readonly number[]): Cost {
  const told = join(folder, 'cost.json');
  const hook = join(folder, 'hook.mjs');
  const tell =
    'process.on("exit", () => { const { userCPUTime: u, systemCPUTime: s, maxRSS } = process.resourceUsage();';
  writeFileSync(
    hook,
    `import { writeFileSync } from 'node:fs';\n${tell} writeFileSync(${JSON.stringify(told)}, JSON.stringify({ cpu: (u + s) / 1000, megabytes: maxRSS / 1024 })); });\n`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', hook, ...args], {
    cwd: PROJECT,
    maxBuffer: 1 << 30,
    encoding: 'utf8',
  });
  if (!expected.includes(status ?? -1))
    throw new Error(`ended with ${status}: ${stderr.slice(-500)}${stdout.slice(0, 500)}`);
  return JSON.parse(readFileSync(told, 'utf8')) as Cost;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function measure(people: number): { plan: Cost; yaml: Cost; ratio: number } {
  const folder = mkdtempSync(join(tmpdir(), 'leaver-bench-'));
  try {
    world(folder, people);
    const parse = join(folder, 'parse.mjs');
    const file = JSON.stringify(join(folder, 'policies/people/everybody.yaml'));
    const yaml = JSON.stringify(join(PROJECT, 'node_modules/yaml/dist/index.js'));
    writeFileSync(
      parse,
      `import { readFileSync } from 'node:fs';\nimport YAML from ${yaml};\nYAML.parse(readFileSync(${file}, 'utf8'));\n`,
    );
    const plan = ['dist/cli.js', 'plan', '--root', folder, '--from', join(folder, 'snapshot.json')];
    const args = [...plan, '--at', '2026-11-23T09:00:00Z', '--format', 'json', '--quiet'];
    const pairs = Array.from({ length: RUNS }, () => ({
      plan: cost(folder, args, [2, 3]),
      yaml: cost(folder, [parse], [0]),
    }));
    const of = (pick: 'plan' | 'yaml'): Cost => ({
      cpu: median(pairs.map((pair) => pair[pick].cpu)),
      megabytes: median(pairs.map((pair) => pair[pick].megabytes)),
    });
    return { plan: of('plan'), yaml: of('yaml'), ratio: median(pairs.map((pair) => pair.plan.cpu / pair.yaml.cpu)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function line(people: number, { plan, yaml, ratio }: ReturnType<typeof measure>): string {
  const round = (value: number): string => String(Math.round(value)).padStart(6);
  return `${String(people).padStart(7)}  ${round(plan.cpu)} ms  ${round(plan.megabytes)} MB  ${round(yaml.cpu)} ms  ${round(yaml.megabytes)} MB  ${ratio.toFixed(2).padStart(6)}`;
}

const once = measure(10_000);
const twice = measure(20_000);
process.stdout.write(
  [
    `Offline plan, ${SYSTEMS} accounts a person, medians of ${RUNS} paired runs`,
    ' people   plan CPU    memory   YAML alone     memory   ratio',
    line(10_000, once),
    line(20_000, twice),
    `Twice the people: ${(twice.plan.cpu / once.plan.cpu).toFixed(2)} times the CPU.`,
    '',
  ].join('\n'),
);

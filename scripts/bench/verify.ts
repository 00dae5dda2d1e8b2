/**
 * What it costs to verify a log: CPU and memory of whole processes, against a program that only parses and hashes the same
 * lines. Prints medians and ratios; run `npm run bench:verify`. `LEAVER_BENCH_EVENTS` is the number of events (1,000,000).
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { START } from '../../src/audit/chain.js';
import { keptLine } from '../../src/audit/line.js';
import type { Timestamp } from '../../src/core/time.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const EVENTS = Number(process.env.LEAVER_BENCH_EVENTS ?? 1_000_000);
const RUNS = Number(process.env.LEAVER_BENCH_RUNS ?? 3);

/** A log like a run's: an intent and its outcome, over and over. */
function log(path: string, events: number): void {
  const file = openSync(path, 'w');
  const origin = {
    run: '4711-1c9e',
    actor: 'kim-cho',
    commit: 'a'.repeat(40),
    source: 'https://github.example/acme/access',
  };
  const at = '2026-11-23T09:00:00Z' as Timestamp;
  let last = START;
  let chunk: string[] = [];
  for (let index = 1; index <= events; index += 1) {
    const of = { revocation: `github/${index}@2026-11-23T09:00:00Z`, step: 1 };
    const kept = keptLine(
      index % 2 === 1
        ? { at, origin, event: { type: 'intent', ...of, action: 'remove membership', object: 'org:acme' } }
        : { at, origin, event: { type: 'outcome', ...of, result: 'done', requestId: `C0FF:${index}`, why: null } },
      last,
      (line) => line,
    );
    last = kept.event;
    chunk.push(kept.line);
    if (chunk.length < 10_000 && index < events) continue;
    writeSync(file, `${chunk.join('\n')}\n`);
    chunk = [];
  }
  closeSync(file);
}

const BASELINE = `
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
let events = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Infinity })) {
  JSON.parse(line);
  createHash('sha256').update(line).digest('hex');
  events += 1;
}
console.log(events);
`;

interface Cost {
  /** User and system time, in seconds. */
  readonly cpu: number;
  readonly megabytes: number;
}

function cost(args: readonly string[], folder: string): Cost {
  const told = `process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    process.stderr.write('\\n' + JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }));
  });`;
  const preload = `data:text/javascript,${encodeURIComponent(told)}`;
  const ran = spawnSync(process.execPath, ['--import', preload, ...args], { cwd: folder, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${args.join(' ')} ended with ${ran.status}: ${ran.stdout}${ran.stderr}`);
  return JSON.parse(ran.stderr.trim().split('\n').at(-1) ?? '') as Cost;
}

function median(all: readonly Cost[]): Cost {
  const of = (pick: (one: Cost) => number) => all.map(pick).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  return { cpu: of(({ cpu }) => cpu), megabytes: of(({ megabytes }) => megabytes) };
}

const folder = mkdtempSync(join(tmpdir(), 'leaver-bench-'));
try {
  mkdirSync(join(folder, 'policies'));
  const baseline = join(folder, 'baseline.mjs');
  writeFileSync(baseline, BASELINE);
  const sizes = [EVENTS / 10, EVENTS].map((events) => {
    const path = join(folder, `log-${events}.jsonl`);
    log(path, events);
    return { events, path };
  });
  for (const { events, path } of sizes) {
    const plain: Cost[] = [];
    const verified: Cost[] = [];
    // In pairs, so that a noisy machine hits both.
    for (let run = 0; run < RUNS; run += 1) {
      plain.push(cost([baseline, path], folder));
      verified.push(cost([join(PROJECT, 'dist/cli.js'), 'audit', 'verify', '--log', path, '--quiet'], folder));
    }
    const [base, own] = [median(plain), median(verified)];
    const mebibytes = (statSync(path).size / 2 ** 20).toFixed(0);
    process.stdout.write(
      `${events.toLocaleString('en-US')} events, ${mebibytes} MiB: verify takes ${(own.cpu / base.cpu).toFixed(2)} times the CPU of ` +
        `parsing and hashing (${own.cpu.toFixed(1)} s, ${base.cpu.toFixed(1)} s), ${own.megabytes.toFixed(0)} MB at most\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

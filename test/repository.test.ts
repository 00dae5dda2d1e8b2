import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unpinned } from '../scripts/lint-workflows.js';
import { registry } from '../src/connectors/registry.js';
import type { Instant } from '../src/core/time.js';
import { loadPolicy } from '../src/policy/load.js';
import { nodeFiles } from '../src/ports/node.js';
import { filesBelow, importsOf, root, textOf } from './repository/tree.js';

/** When the samples are looked at: what has lapsed by then is a part of their story. */
const SAMPLE_TIME = Date.UTC(2026, 10, 23, 9) as Instant;

const everything = filesBelow();
const generated = (path: string) => path.includes('/generated/');
const sources = everything.filter((path) => /^src\/.*\.ts$/.test(path) && !generated(path));
const written = everything.filter((path) => /^(src|test|scripts)\/.*\.ts$/.test(path) && !generated(path));

/** Which folder, or file directly in `src`, a source belongs to: `core`, `errors.ts`. */
const part = (path: string) => path.split('/')[1] ?? '';

/** "Imports point inward": what each part of `src` may import besides itself. */
const OUTSIDE = ['core', 'ports', 'errors.ts', 'documents'];
const SHELL = [...OUTSIDE, 'text', 'policy', 'approval', 'connectors', 'host', 'audit', 'report', 'notify'];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  'errors.ts': [],
  ports: ['core', 'errors.ts'],
  documents: ['core', 'errors.ts'],
  // How text from outside is shown as text, wherever people read it.
  text: [],
  policy: OUTSIDE,
  approval: OUTSIDE,
  // When a request is made again: one policy for all vendors.
  retry: ['core', 'ports'],
  // How GitHub is spoken to, by a connector and by the host alike.
  github: ['core', 'ports', 'errors.ts', 'retry'],
  // How AWS is spoken to, by a connector and by a copy of the log.
  aws: ['core', 'ports', 'errors.ts', 'retry'],
  // How everything else that speaks JSON is spoken to.
  http: ['core', 'ports', 'errors.ts', 'retry'],
  connectors: [...OUTSIDE, 'github', 'aws', 'http', 'retry'],
  host: [...OUTSIDE, 'github'],
  audit: [...OUTSIDE, 'aws', 'retry'],
  report: [...OUTSIDE, 'text'],
  notify: [...OUTSIDE, 'text', 'retry'],
  // One file for a host elsewhere: nothing of Leaver is in it.
  relay: [],
  sandbox: OUTSIDE,
  commands: SHELL,
  // What cli.ts and action.ts are made of.
  cli: [...SHELL, 'commands', 'compose.ts'],
  action: [...SHELL, 'commands', 'compose.ts'],
  'compose.ts': [...SHELL, 'commands', 'sandbox'],
  'cli.ts': [...SHELL, 'commands', 'cli', 'compose.ts'],
  'action.ts': [...SHELL, 'commands', 'action', 'compose.ts'],
};

/** Single imports across those lines, each with its reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'report -> src/policy/finding.ts': 'the type of a finding, which the report tells',
  'commands -> sandbox': 'the commands sandbox and demo are there to start it',
};

describe('imports point inward', () => {
  test('every part of src has its rule', () => {
    expect([...new Set(sources.map(part))].filter((name) => !Object.hasOwn(ALLOWED, name))).toEqual([]);
  });

  test('no part imports what it may not', () => {
    const wrong = sources.flatMap((path) =>
      importsOf(path)
        .filter(({ relative, target }) => relative && part(target) !== part(path))
        .filter(({ target }) => !ALLOWED[part(path)]?.includes(part(target)))
        .filter(({ target }) => !Object.hasOwn(EXCEPTIONS, `${part(path)} -> ${target}`))
        .filter(({ target }) => !sandboxCommand(path, target))
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('the core does no I/O: it imports nothing but itself, and a hash', () => {
    const foreign = sources
      .filter((path) => part(path) === 'core')
      .flatMap((path) => importsOf(path).map(({ relative, target }) => ({ path, relative, target })))
      .filter(
        ({ path, relative, target }) => !relative && !(path === 'src/core/digest.ts' && target === 'node:crypto'),
      );
    expect(foreign).toEqual([]);
  });

  test('the core has no clock, no environment and no chance in it', () => {
    const hidden = /\bDate\.now\b|\bnew Date\(\)|\bprocess\.|\bMath\.random\b|\bfetch\(/;
    expect(sources.filter((path) => part(path) === 'core' && hidden.test(textOf(path)))).toEqual([]);
  });

  test('connectors do not import their siblings', () => {
    const kind = (path: string) => /^src\/connectors\/([^/]+)\//.exec(path)?.[1] ?? null;
    const across = sources
      .filter((path) => kind(path) !== null)
      .flatMap((path) => importsOf(path).map(({ target }) => ({ path, target })))
      .filter(({ path, target }) => ![null, kind(path)].includes(kind(target)));
    expect(across).toEqual([]);
  });

  test('connectors and what they bring along are loaded only when they are used', () => {
    const eager = sources.flatMap((path) =>
      importsOf(path)
        .filter(({ target, lazy }) => !lazy && /^src\/connectors\/[^/]+\//.test(target))
        .filter(({ target }) => target.split('/')[2] !== path.split('/')[2])
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(eager).toEqual([]);
  });

  test('only the entries import compose.ts', () => {
    const importers = sources.filter((path) => importsOf(path).some(({ target }) => target === 'src/compose.ts'));
    expect(importers.filter((path) => !/^src\/(cli|action|(cli|action)\/[\w-]+)\.ts$/.test(path))).toEqual([]);
  });
});

function sandboxCommand(path: string, target: string): boolean {
  return part(target) === 'sandbox' && /^src\/commands\/(sandbox\.ts|demo\/[\w-]+\.ts)$/.test(path);
}

describe('every connector is made the same way', () => {
  const kinds = readdirSync(join(root, 'src/connectors'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

  test('the registry names the folders there are', () => {
    expect(Object.keys(registry).sort()).toEqual(kinds);
  });

  test.each(kinds)('%s has the files that a reader looks for', (kind) => {
    const wanted = [
      'README.md',
      'check.ts',
      'client.ts',
      'config.ts',
      'index.ts',
      'list.ts',
      'restore.ts',
      'revoke.ts',
    ];
    expect(wanted.filter((name) => !existsSync(join(root, 'src/connectors', kind, name)))).toEqual([]);
    expect(existsSync(join(root, 'schemas/settings', `${kind}.schema.json`))).toBe(true);
  });
});

describe('files are easy to find and to read', () => {
  test('no file is over 300 lines', () => {
    expect(written.filter((path) => textOf(path).split('\n').length > 301)).toEqual([]);
  });

  test('names are in kebab-case, and there is no drawer for odds and ends', () => {
    const odd = written.filter(
      (path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(basename(path)) || /\b(utils?|helpers?)\b/.test(path),
    );
    expect(odd).toEqual([]);
  });

  test('nothing is exported by default but what a tool asks for', () => {
    // Where a serverless host looks for the handler.
    const asked = ['src/relay/okta-event-hook.ts'];
    expect(written.filter((path) => /^export default\b/m.test(textOf(path)))).toEqual(asked);
  });

  test('no test is left out or left alone', () => {
    const marks = /\b(?:test|it|describe)\.(?:only|skip|todo)\b/;
    expect(written.filter((path) => path.endsWith('.test.ts') && marks.test(textOf(path)))).toEqual([]);
  });
});

describe('the samples are valid', () => {
  test('policies/ and optouts/ load without an error', async () => {
    const loaded = await loadPolicy(nodeFiles(root), { at: SAMPLE_TIME });

    expect(loaded.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(loaded.desired).not.toBeNull();
    expect(loaded.counts.people).toBeGreaterThan(20);
    expect(loaded.counts.optOuts).toBeGreaterThan(0);
  });
});

describe('the repository is the same on every machine', () => {
  const texts = everything.filter((path) => !/\.(png|gif|jpe?g|ico|woff2?|wasm)$/.test(path));

  test("no file names this machine's folders", () => {
    const own = [root, ...(homedir().length > 1 ? [`${homedir()}/`] : [])];
    expect(texts.filter((path) => own.some((folder) => textOf(path).includes(folder)))).toEqual([]);
  });

  test("no file names anybody's home", () => {
    const home = /(?:^|[\s"'`(=])\/(?:home|Users)\/[a-z]/m;
    expect(texts.filter((path) => !path.startsWith('dist/') && home.test(textOf(path)))).toEqual([]);
  });

  test('the lockfile names no host, and has a checksum for each package', () => {
    const lock = JSON.parse(textOf('package-lock.json')) as {
      packages: Record<string, { resolved?: string; integrity?: string }>;
    };
    const fetched = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(fetched.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(fetched.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
  });

  test('every dependency is pinned to a version', () => {
    const { dependencies, devDependencies, overrides } = JSON.parse(textOf('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const pins = Object.entries({ ...dependencies, ...devDependencies, ...overrides });
    expect(pins.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('every third-party action is pinned to a commit, with its version beside it', () => {
    const workflows = everything.filter((path) => path.startsWith('.github/workflows/'));
    expect(workflows.length).toBeGreaterThan(0);
    expect(workflows.flatMap((path) => unpinned(textOf(path)))).toEqual([]);
  });
});

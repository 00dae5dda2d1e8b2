/**
 * Bundles `dist/`, which is committed because the action and a bare clone run from it.
 *
 *   node --import ./ts-node.register.mjs scripts/build.ts            writes dist/
 *   node --import ./ts-node.register.mjs scripts/build.ts --check    builds in memory, ends with 1 where dist/ is stale
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildResult, build as bundle } from 'esbuild';
import { licencesOf } from './licences.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const OUT = 'dist';
const ENTRIES = ['cli', 'action'];

/** Bundled CommonJS calls `require` for Node's own modules, which an ES module has not. */
const BANNER = [
  "import { createRequire as leaverCreateRequire } from 'node:module';",
  'const require = leaverCreateRequire(import.meta.url);',
].join('\n');

/** The files of `dist/` by their path in it; the same bytes for the same sources and lockfile, on any machine. */
export async function distFiles(): Promise<ReadonlyMap<string, Buffer>> {
  const result = await bundle({
    absWorkingDir: root,
    entryPoints: ENTRIES.filter((entry) => existsSync(join(root, 'src', `${entry}.ts`))).map((entry) => ({
      in: `src/${entry}.ts`,
      out: entry,
    })),
    outdir: OUT,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // The build of `yaml` for Node asks the environment about each token whether to log it: a fifth of the parsing.
    alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
    // ES modules where a package has both: only those are shaken down to what is used.
    mainFields: ['module', 'main'],
    target: 'node20',
    minify: true,
    charset: 'utf8',
    banner: { js: BANNER },
    legalComments: 'external',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  return new Map([...(await withLicences(result)), ...(await relayFile())].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The relay, by itself: one file without a dependency, for hosts that are not Node. It is read before it is pasted somewhere, so
 * that it is not minified.
 */
async function relayFile(): Promise<ReadonlyMap<string, Buffer>> {
  const { outputFiles, metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: ['src/relay/okta-event-hook.ts'],
    outfile: `${OUT}/okta-event-hook.js`,
    bundle: true,
    format: 'esm',
    // Neither Node's modules nor a browser's: whatever is imported has to be in the file.
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const foreign = Object.keys(metafile.inputs).filter((path) => !path.startsWith('src/relay/'));
  if (foreign.length > 0) throw new Error(`the relay brings along ${foreign.join(', ')}`);
  return new Map(outputFiles.map(({ contents }) => ['okta-event-hook.js', Buffer.from(contents)]));
}

/** One `licenses.txt` in place of a legal file beside each chunk. */
async function withLicences(
  result: BuildResult<{ metafile: true; write: false }>,
): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const comments = new Set<string>();
  for (const { path, contents } of result.outputFiles) {
    const name = relative(join(root, OUT), path).split(sep).join('/');
    const bytes = Buffer.from(contents);
    if (!name.endsWith('.LEGAL.txt')) files.set(name, bytes);
    else for (const comment of bytes.toString('utf8').split(/\n{2,}/)) comments.add(comment.trim());
  }
  const licences = await licencesOf(root, Object.keys(result.metafile.inputs), [...comments]);
  files.set('licenses.txt', Buffer.from(licences));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What differs between the files that should be there and the ones that are; empty where dist/ is fresh. */
export async function staleness(wanted: ReadonlyMap<string, Buffer>): Promise<readonly string[]> {
  const findings: string[] = [];
  const present = new Set(await filesBelow(join(root, OUT)));
  for (const [name, bytes] of wanted) {
    if (!present.delete(name)) findings.push(`missing: ${OUT}/${name}`);
    else if (!bytes.equals(await readFile(join(root, OUT, name)))) findings.push(`differs: ${OUT}/${name}`);
  }
  for (const name of present) findings.push(`left over: ${OUT}/${name}`);
  return findings;
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

async function write(files: ReadonlyMap<string, Buffer>): Promise<void> {
  await rm(join(root, OUT), { recursive: true, force: true });
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(root, OUT, name)), { recursive: true });
    await writeFile(join(root, OUT, name), bytes);
  }
}

/** Paths of the building machine, which would leak into everybody's copy and make the bytes differ. */
function machinePaths(files: ReadonlyMap<string, Buffer>): readonly string[] {
  const home = root.replace(/[\\/]$/, '');
  return [...files].filter(([, bytes]) => bytes.includes(home)).map(([name]) => `holds this machine's path: ${name}`);
}

function sizes(files: ReadonlyMap<string, Buffer>): string {
  const line = (name: string, bytes: number, packed: number) =>
    `${String(Math.round(bytes / 1024)).padStart(6)} kB ${String(Math.round(packed / 1024)).padStart(5)} kB gzip  ${name}`;
  let bytes = 0;
  let packed = 0;
  const lines = [...files].map(([name, content]) => {
    const small = gzipSync(content).length;
    bytes += content.length;
    packed += small;
    return line(name, content.length, small);
  });
  return [...lines, line(`${files.size} files in all`, bytes, packed)].join('\n');
}

async function main(): Promise<number> {
  const files = await distFiles();
  const checking = process.argv.includes('--check');
  const findings = [...machinePaths(files), ...(checking ? await staleness(files) : [])];
  if (findings.length > 0) {
    process.stderr.write(`${findings.join('\n')}\n${checking ? 'dist/ is stale: run `npm run build`.\n' : ''}`);
    return 1;
  }
  if (!checking) await write(files);
  process.stdout.write(checking ? `dist/ is fresh (${files.size} files)\n` : `${sizes(files)}\n`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // The bundler has told every error with its place by then.
  process.exitCode = await main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}\n`);
    return 1;
  });
}

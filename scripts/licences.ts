import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/**
 * The licence texts of every package that stands in a bundle, as most of them ask for, and the legal comments of their
 * sources. A text that several packages have stands once, below their names.
 *
 * @param inputs the bundler's source files, relative to the root
 */
export async function licencesOf(
  root: string,
  inputs: readonly string[],
  comments: readonly string[],
): Promise<string> {
  const folders = new Set<string>();
  for (const input of inputs) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const packages = await Promise.all([...folders].map((folder) => describe(join(root, folder))));
  const names = new Map<string, Set<string>>();
  for (const { name, version, licence, text } of packages) {
    const bearers = names.get(text) ?? new Set();
    names.set(text, bearers.add(`${name} ${version} (${licence})`));
  }
  const sections = [...names].map(([text, bearers]) => `${[...bearers].sort().join('\n')}\n\n${text}`.trimEnd()).sort();
  const legal = [...comments].filter((comment) => comment !== '').sort();
  const all = legal.length === 0 ? sections : [...sections, 'Legal comments in the sources', ...legal];
  return `${all.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

async function describe(folder: string): Promise<Bundled> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const file = (await readdir(folder)).sort().find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
  return {
    name: String(manifest.name),
    version: String(manifest.version),
    licence: typeof manifest.license === 'string' ? manifest.license : 'see the package',
    text: text.replaceAll('\r\n', '\n').trim(),
  };
}

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
 * sources.
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
  // Several copies of one version stand once.
  const distinct = new Map(packages.map((entry) => [`${entry.name} ${entry.version}`, entry]));
  const sections = [...distinct.keys()].sort().map((key) => sectionOf(distinct.get(key)));
  const legal = [...comments].filter((comment) => comment !== '').sort();
  return `${[...sections, ...(legal.length === 0 ? [] : ['Legal comments in the sources', ...legal])].join('\n\n')}\n`;
}

function sectionOf(entry: Bundled | undefined): string {
  return entry === undefined ? '' : `${entry.name} ${entry.version} (${entry.licence})\n\n${entry.text}`.trimEnd();
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

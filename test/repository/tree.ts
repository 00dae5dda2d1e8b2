import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Folders that hold no source of this project. */
const SKIPPED = new Set(['node_modules', '.git', '.cache', '.leaver', 'coverage']);

/** Every file of the project below a folder, relative to the root, with forward slashes, sorted. */
export function filesBelow(folder = '.'): readonly string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesBelow(path));
    else if (entry.isFile()) found.push(path);
  }
  return found.sort();
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** One import in a source file. */
export interface Import {
  /** `src/core/model.ts`, or a package's or Node module's name. */
  readonly target: string;
  readonly relative: boolean;
  /** `import()`: loaded only when the line is reached. */
  readonly lazy: boolean;
}

const STATIC = /^(?:import|export)\s(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const LAZY = /\bimport\(\s*'([^']+)'\s*\)/g;

/** What a TypeScript file imports: statements at the start of a line, as the formatter writes them, and `import()`. */
export function importsOf(path: string): readonly Import[] {
  const text = textOf(path);
  const found = (pattern: RegExp, lazy: boolean) =>
    [...text.matchAll(pattern)].map(([, specifier = '']): Import => {
      const relative = specifier.startsWith('.');
      const target = relative
        ? posix.join(dirname(path), specifier).replace(/\.js$/, '.ts')
        : specifier.replace(/^((?:@[^/]+\/)?[^/]+).*$/, '$1');
      return { target, relative, lazy };
    });
  return [...found(STATIC, false), ...found(LAZY, true)];
}

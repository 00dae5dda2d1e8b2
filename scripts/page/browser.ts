/** The page's own script and style, as modules of text: the page names their hashes in its policy, so they have to be whole. */
import { join } from 'node:path';
import { build } from 'esbuild';

const BANNER = 'Generated from src/report/page/browser/ by scripts/generate.ts: change these, then run it again.';

/** Files by path, relative to the root. */
export async function pageFiles(root: string): Promise<readonly (readonly [path: string, text: string])[]> {
  const folder = join(root, 'src/report/page/browser');
  const [script, style] = await Promise.all([
    bundled(join(folder, 'main.ts'), 'iife'),
    bundled(join(folder, 'page.css'), undefined),
  ]);
  return [
    ['src/report/page/generated/script.ts', moduleOf('SCRIPT', script)],
    ['src/report/page/generated/style.ts', moduleOf('STYLE', style)],
  ];
}

async function bundled(entry: string, format: 'iife' | undefined): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: 'ascii',
    legalComments: 'none',
    // Browsers of the last three years.
    target: ['chrome117', 'firefox117', 'safari17'],
    ...(format === undefined ? {} : { format }),
  });
  const text = outputFiles[0]?.text.trim() ?? '';
  if (text === '' || /<\/|<!--/.test(text)) throw new Error(`${entry} can't stand inside of an HTML element as it is`);
  return text;
}

function moduleOf(name: string, text: string): string {
  return `// ${BANNER}\nexport const ${name} =\n  ${JSON.stringify(text)};\n`;
}

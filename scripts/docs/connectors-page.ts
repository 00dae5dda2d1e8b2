import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../src/connectors/registry.js';
import { type Schema, settingsTable } from './documents-page.js';
import { code } from './table.js';

/** Every kind of system: the first paragraph of its README, and its settings. */
export function connectorsPage(root: string): string {
  const sections = Object.keys(registry)
    .sort()
    .map((kind) => {
      const readme = join(root, 'src/connectors', kind, 'README.md');
      const schema = join(root, 'schemas/settings', `${kind}.schema.json`);
      return [
        `## ${code(kind)}`,
        existsSync(readme) ? firstParagraph(readFileSync(readme, 'utf8')) : '',
        settingsTable(JSON.parse(readFileSync(schema, 'utf8')) as Schema),
        `What it lists, in which order it revokes, what it can't reach, and the least permissions: [its README](../../src/connectors/${kind}/README.md).`,
      ];
    });
  return [
    '# Connectors',
    'A system names its connector as `kind`. How to write one: [adding a connector](../adding-a-connector.md).',
    ...sections.flat().filter((text) => text !== ''),
  ].join('\n\n');
}

/** The first lines of prose, below the title. */
function firstParagraph(markdown: string): string {
  return (
    markdown
      .split(/\n{2,}/)
      .map((text) => text.trim())
      .find((text) => text !== '' && !/^[#<!|[]/.test(text)) ?? ''
  );
}

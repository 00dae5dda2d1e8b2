import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { code, table } from './table.js';

interface ActionFile {
  readonly description: string;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string };
}

/** Inputs and outputs of the action, as action.yml has them. */
export function actionPage(root: string): string {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as ActionFile;
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    code(name),
    input.default === undefined || input.default === '' ? '' : code(input.default),
    input.description,
  ]);
  const outputs = Object.entries(action.outputs).map(([name, output]) => [code(name), output.description]);
  return [
    '# The action',
    `${action.description} It runs on ${code(action.runs.using)}.`,
    '## Inputs',
    table(['input', 'default', 'what it does'], inputs),
    '## Outputs',
    table(['output', 'what it holds'], outputs),
    'A workflow that uses it stands in `.github/workflows/leaver.yml`.',
  ].join('\n\n');
}

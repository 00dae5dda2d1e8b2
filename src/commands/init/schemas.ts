/** What an editor completes and checks the documents with: Leaver's schemas, and the line that names one. */
import type { Files } from '../../ports/ports.js';

/** Outputs of Leaver, which nobody writes by hand. */
const OUTPUTS = ['evidence.schema.json', 'plan.schema.json', 'snapshot.schema.json'];

/** @param own the package that this program is part of */
export async function schemaFiles(own: Files): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const { path } of (await own.list('schemas', '.schema.json')) ?? []) {
    if (!OUTPUTS.some((output) => path.endsWith(`/${output}`))) files.set(path, await own.read(path));
  }
  return files;
}

/** The documents that are YAML, each behind the line with its schema. */
export function namingSchemas(documents: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...documents].map(([path, text]) => [path, `${schemaLine(path)}${text}`]));
}

const KINDS = [
  ['policies/policy.yaml', 'policy'],
  ['policies/people/', 'people'],
  ['policies/systems/', 'system'],
] as const;

function schemaLine(path: string): string {
  const [, schema = null] = KINDS.find(([start]) => path.startsWith(start)) ?? [];
  if (schema === null) return '';
  const up = '../'.repeat(path.split('/').length - 1);
  return `# yaml-language-server: $schema=${up}schemas/${schema}.schema.json\n`;
}

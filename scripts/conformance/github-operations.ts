import type { Description, Json } from './github-description.js';

/** An operation of the description, and the path parameters of a request for it. */
export interface FoundOperation {
  /** `GET /orgs/{org}/members`, as the embedded server logs it too. */
  readonly key: string;
  readonly document: string;
  readonly operation: Json;
  /** Parameters of the path item, which hold for the operation as well. */
  readonly shared: readonly unknown[];
  readonly parameters: Readonly<Record<string, string>>;
}

interface Template {
  readonly path: string;
  readonly document: string;
  readonly item: Json;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** Finds the operation that a request is for; the template with the most fixed segments wins, as in a router. */
export type FindOperation = (method: string, path: string) => FoundOperation | null;

export function operationFinder(description: Description): FindOperation {
  const templates = description.documents.flatMap(({ name, json }) =>
    Object.entries(json.paths as Record<string, Json>).map(([path, item]) => templateOf(name, path, item)),
  );
  // A stable sort: of equals, the document that was named first.
  templates.sort((a, b) => a.names.length - b.names.length);
  return (method, path) => {
    for (const template of templates) {
      const match = template.pattern.exec(path);
      const operation = template.item[method.toLowerCase()] as Json | undefined;
      if (match === null || operation === undefined) continue;
      return {
        key: `${method} ${template.path}`,
        document: template.document,
        operation,
        shared: (template.item.parameters as readonly unknown[] | undefined) ?? [],
        parameters: Object.fromEntries(
          template.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
        ),
      };
    }
    return null;
  };
}

function templateOf(document: string, path: string, item: Json): Template {
  const names: string[] = [];
  const source = path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part.slice(1, -1));
      return '([^/]+)';
    })
    .join('');
  return { document, path, item, names, pattern: new RegExp(`^${source}$`) };
}

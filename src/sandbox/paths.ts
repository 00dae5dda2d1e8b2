/** Templates of paths, as the operations of REST systems are named: `GET /orgs/{org}`. */

/** An operation's name in its parts. */
export function partsOf(name: string): { readonly method: string; readonly parts: readonly string[] } {
  const [method = '', template = ''] = name.split(' ');
  return { method, parts: template.split('/') };
}

/** What stands in a path where its template has a parameter, decoded; null where the two don't fit, or something is empty. */
export function parametersOf(parts: readonly string[], given: readonly string[]): Record<string, string> | null {
  if (parts.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const text = given[index] ?? '';
    if (!part.startsWith('{')) {
      if (part !== text) return null;
    } else {
      const decoded = decode(text);
      if (decoded === null || decoded === '') return null;
      parameters[part.slice(1, -1)] = decoded;
    }
  }
  return parameters;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

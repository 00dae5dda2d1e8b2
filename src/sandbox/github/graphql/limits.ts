import type { Document, Selection } from './parse.js';

/** How many nodes a query may ask for, whatever there is ("Rate limits and query limits for the GraphQL API"). */
export const MOST_NODES = 500_000;

/** How many nodes the connections of a selection could give: each as often as those around it have entries. */
export function nodesAsked(
  document: Document,
  selections: readonly Selection[],
  variables: Readonly<Record<string, unknown>>,
  times = 1,
): number {
  let nodes = 0;
  for (const selection of selections) {
    if (selection.kind === 'field') {
      const size = sizeOf(selection, variables);
      const within = size === null ? times : times * size;
      nodes += (size === null ? 0 : within) + nodesAsked(document, selection.selections ?? [], variables, within);
    } else {
      const inside = selection.kind === 'inline' ? selection.selections : document.fragments.get(selection.name);
      nodes += nodesAsked(document, inside ?? [], variables, times);
    }
  }
  return nodes;
}

/** What a connection asks for; null where the field is none. */
function sizeOf(selection: Selection & { kind: 'field' }, variables: Readonly<Record<string, unknown>>): number | null {
  const given = selection.arguments.get('first') ?? selection.arguments.get('last');
  const value = given?.kind === 'variable' ? variables[given.name] : given?.kind === 'literal' ? given.value : null;
  return typeof value === 'number' ? value : null;
}

import { type Arguments, type Field, FieldError, field, type GraphObject, plain } from './execute.js';

const PAGING = ['first', 'after', 'last', 'before'];
const MOST = 100;

/** What an edge adds to its node: `role`, `permission`. */
type EdgeFields = Readonly<Record<string, Field>>;

/** A connection's type, entries and how each is shown. */
export interface Connection<Entry> {
  readonly type: string;
  readonly edgeType: string;
  entries(given: Arguments): readonly Entry[] | Promise<readonly Entry[]>;
  node(entry: Entry): GraphObject;
  edge?(entry: Entry): EdgeFields;
}

/**
 * A field with pages of entries: `first` or `last` is needed and 100 at most, cursors are opaque ("Using pagination in the
 * GraphQL API"). `shortPage` gives fewer, and the cursor goes on from there.
 */
export function connection<Entry>(takes: readonly string[], shortPage: number | null, of: Connection<Entry>): Field {
  return field([...PAGING, ...takes], async (given): Promise<GraphObject> => {
    const size = sizeOf(given, of.type);
    const entries = await of.entries(given);
    const fromEnd = typeof given.first !== 'number';
    const start = fromEnd ? Math.max(0, entries.length - size) : positionOf(given.after);
    const end = Math.min(start + Math.min(size, shortPage ?? size), entries.length);
    const page = entries.slice(start, end);
    const edges = page.map((entry, index): GraphObject => {
      const fields = { node: lazy(() => of.node(entry)), cursor: plain(cursorOf(start + index + 1)) };
      return { type: of.edgeType, fields: { ...fields, ...of.edge?.(entry) } };
    });
    const more = end < entries.length;
    return {
      type: of.type,
      fields: {
        totalCount: plain(entries.length),
        edges: plain(edges),
        nodes: lazy(() => page.map((entry) => of.node(entry))),
        pageInfo: plain(pageInfo(more, start, end)),
      },
    };
  });
}

function lazy(resolve: () => unknown): Field {
  return field([], resolve);
}

function sizeOf(given: Arguments, type: string): number {
  const first = given.first ?? given.last;
  const name = type.replace(/Connection$/, '');
  if (typeof first !== 'number') {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw new FieldError('MISSING_PAGINATION_BOUNDARIES', message);
  }
  if (first > MOST || first < 0) {
    const message = `Requesting ${first} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`;
    throw new FieldError('EXCESSIVE_PAGINATION', message);
  }
  return first;
}

function pageInfo(more: boolean, start: number, end: number): GraphObject {
  return {
    type: 'PageInfo',
    fields: {
      hasNextPage: plain(more),
      hasPreviousPage: plain(start > 0),
      startCursor: plain(end > start ? cursorOf(start + 1) : null),
      endCursor: plain(end > start ? cursorOf(end) : null),
    },
  };
}

function cursorOf(position: number): string {
  return Buffer.from(`cursor:v2:${position}`).toString('base64');
}

function positionOf(cursor: unknown): number {
  if (cursor === undefined || cursor === null) return 0;
  const position = /^cursor:v2:(\d{1,9})$/.exec(Buffer.from(String(cursor), 'base64').toString('utf8'))?.[1];
  if (position === undefined)
    throw new FieldError('INVALID_CURSOR_ARGUMENTS', `\`${String(cursor)}\` does not appear to be a valid cursor.`);
  return Number(position);
}

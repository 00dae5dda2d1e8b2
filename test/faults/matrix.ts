/** The matrix as data: a row for each fault of the design, a column for each sort of thing that may have it. */
export const COLUMNS = ['memory', 'github-org', 'aws-iam', 'okta', 'scim', 'policy repository'] as const;
export type Column = (typeof COLUMNS)[number];
/** The columns that are systems. */
export type Kind = Exclude<Column, 'policy repository'>;
export const KINDS = ['memory', 'github-org', 'aws-iam', 'okta', 'scim'] as const satisfies readonly Kind[];

/** One thing that is done and found to hold. It must conclude, which says what was changed: see `conclusion.ts`. */
export interface Case {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What was run; or why there is nothing to run, in a few words. */
export type Cell = readonly Case[] | { readonly none: string };

export interface Row {
  readonly fault: string;
  readonly promise: string;
  readonly cells: Readonly<Record<Column, Cell>>;
}

/** The same case for each of these kinds. */
export function caseFor(kind: Kind, name: string, run: (kind: Kind) => Promise<void>): Case {
  return { name, run: () => run(kind) };
}

/** Cells for all systems, of the same cases. */
export function cellsFor(cases: (kind: Kind) => readonly Case[]): Readonly<Record<Kind, readonly Case[]>> {
  return {
    memory: cases('memory'),
    'github-org': cases('github-org'),
    'aws-iam': cases('aws-iam'),
    okta: cases('okta'),
    scim: cases('scim'),
  };
}

export function casesOf(cell: Cell): readonly Case[] {
  return 'none' in cell ? [] : cell;
}

import { type Matrix, STATES, type State } from './model.js';
import { STATE_TONES, STATE_WORDS } from './words.js';

/** The matrix as the page's script reads it: short, since it is told for each person. */
export interface MatrixData {
  readonly systems: readonly string[];
  /** By index: its name, its word, its tone. */
  readonly states: readonly (readonly [state: State, word: string, tone: string])[];
  readonly rows: readonly DataRow[];
}

/** Kind, id, what stands below it, and for each cell the index of its system, of its state, and its detail. */
export type DataRow = readonly [
  kind: string,
  id: string,
  more: string,
  ...cells: (readonly [system: number, state: number, detail: string])[],
];

/**
 * @param shown makes a text safe to show, as the first rows in the file are: hidden characters are shown by their numbers
 */
export function matrixData({ systems, rows }: Matrix, shown: (text: string) => string): MatrixData {
  const columns = new Map(systems.map((system, at) => [system, at]));
  const states = STATES.map((state) => [state, STATE_WORDS[state], STATE_TONES[state]] as const);
  return {
    systems: systems.map(shown),
    states,
    rows: rows.map(({ kind, id, name, about, cells }): DataRow => {
      const more = [name, about].filter((text) => text !== '').join(', ');
      return [
        kind,
        shown(id),
        shown(more),
        ...cells.map(
          ({ system, state, detail }) => [columns.get(system) ?? 0, STATES.indexOf(state), shown(detail)] as const,
        ),
      ];
    }),
  };
}

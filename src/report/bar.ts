/** How many cells a bar has. */
const CELLS = 10;

/** A share from 0 to 1 as a bar; what is not quite nothing has a cell. */
export function barOf(share: number): string {
  const full = Math.min(CELLS, Math.max(0, Math.ceil(share * CELLS)));
  return '█'.repeat(full) + '░'.repeat(CELLS - full);
}

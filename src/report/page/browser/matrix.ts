import type { DataRow, MatrixData } from '../matrix-data.js';
import { rowElement } from './row.js';

/** The same as in `sections/matrix.ts`. */
const PAGE_ROWS = 50;

/** What the controls ask for, and which page of it is shown. */
interface View {
  rows: readonly DataRow[];
  page: number;
}

/** Brings the matrix's filter and its pages to life. Without rows there are no controls, and nothing happens. */
export function startMatrix(data: MatrixData): void {
  const text = byId('matrix-text') as HTMLInputElement | null;
  const state = byId('matrix-state') as HTMLSelectElement | null;
  const body = document.querySelector<HTMLTableSectionElement>('#matrix-table tbody');
  const [count, previous, next] = [byId('matrix-count'), button('matrix-previous'), button('matrix-next')];
  if (text === null || state === null || body === null || count === null || previous === null || next === null) return;
  const form = text.form;
  const pager = previous.parentElement;
  const searchable = data.rows.map((row) => searchableOf(row, data));
  const view: View = { rows: data.rows, page: 0 };

  const show = (): void => {
    const from = view.page * PAGE_ROWS;
    const shown = view.rows.slice(from, from + PAGE_ROWS);
    body.replaceChildren(...shown.map((row) => rowElement(row, data)));
    count.textContent = told(from, shown.length, view.rows.length, data.rows.length);
    // Not `disabled`: a button that goes dead under the finger takes the focus with it.
    previous.setAttribute('aria-disabled', String(view.page === 0));
    next.setAttribute('aria-disabled', String(from + PAGE_ROWS >= view.rows.length));
    if (pager !== null) pager.hidden = view.rows.length <= PAGE_ROWS;
  };
  const filter = (): void => {
    const words = fold(text.value).split(/\s+/).filter(Boolean);
    const wanted = data.states.findIndex(([name]) => name === state.value);
    view.rows = data.rows.filter(([, , , ...cells], at) => {
      if (wanted >= 0 && !cells.some((cell) => cell[1] === wanted)) return false;
      return words.every((word) => searchable[at]?.includes(word));
    });
    view.page = 0;
    show();
  };
  const turn = (by: number): void => {
    const pages = Math.ceil(view.rows.length / PAGE_ROWS);
    view.page = Math.max(0, Math.min(pages - 1, view.page + by));
    show();
  };

  text.addEventListener('input', filter);
  state.addEventListener('change', filter);
  form?.addEventListener('submit', (event) => event.preventDefault());
  // The fields are empty only after the event.
  form?.addEventListener('reset', () => setTimeout(filter));
  previous.addEventListener('click', () => turn(-1));
  next.addEventListener('click', () => turn(1));
  if (form !== null) form.hidden = false;
  byId('matrix-still')?.remove();
  filter();
}

function told(from: number, shown: number, found: number, all: number): string {
  const of = (number: number): string => number.toLocaleString('en-US');
  const filtered = found === all ? '' : `, filtered from ${of(all)}`;
  if (shown === 0) return `No row${filtered}`;
  return `Rows ${of(from + 1)} to ${of(from + shown)} of ${of(found)}${filtered}`;
}

/** All that a row says, as the filter looks for it. */
function searchableOf([kind, id, more, ...cells]: DataRow, { systems, states }: MatrixData): string {
  const said = cells.map(([system, state, detail]) => `${systems[system]} ${states[state]?.[1]} ${detail}`);
  return fold([kind, id, more, ...said].join('\n'));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function byId(id: string): HTMLElement | null {
  return document.getElementById(id);
}

function button(id: string): HTMLButtonElement | null {
  return byId(id) as HTMLButtonElement | null;
}

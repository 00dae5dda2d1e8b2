import { type Markup, markup, type Part } from '../markup.js';
import { type Matrix, type MatrixRow, type PageModel, STATES } from '../model.js';
import { pill, STATE_TONES, STATE_WORDS } from '../words.js';
import { id, note, section } from './table.js';

/** Rows shown at once: also the first page, which stands in the file and needs no script. */
export const PAGE_ROWS = 50;

/** People x systems, with the controls that the script brings to life. */
export function matrixSection({ matrix }: PageModel): Markup {
  const { systems, rows } = matrix;
  if (rows.length === 0) return section('matrix', 'People and systems', 0, [note('The roster is empty.')]);
  const first = rows.slice(0, PAGE_ROWS);
  return section('matrix', 'People and systems', rows.length, [
    note('People of the roster, services, and accounts that nobody claims; what is urgent first.'),
    controls(matrix),
    markup`<p id="matrix-count" class="note" role="status" aria-live="polite">${range(first.length, rows.length)}</p>
<div class="scroll" role="region" aria-label="People and systems" tabindex="0"><table id="matrix-table">
<thead><tr><th scope="col">Who</th>${systems.map((system) => markup`<th scope="col">${id(system)}</th>`)}</tr></thead>
<tbody>
${first.map((row) => matrixRow(row, systems))}</tbody></table></div>
<div class="pager" hidden><button type="button" id="matrix-previous">Previous</button><button type="button" id="matrix-next">Next</button></div>
${rows.length > first.length ? markup`<p class="note" id="matrix-still">Without script the first rows are shown; report.json holds them all.</p>` : null}`,
  ]);
}

function range(shown: number, all: number): string {
  return `Rows 1 to ${shown.toLocaleString('en-US')} of ${all.toLocaleString('en-US')}`;
}

function controls({ rows }: Matrix): Markup {
  const counts = new Map<string, number>();
  for (const { cells } of rows) {
    for (const state of new Set(cells.map((cell) => cell.state))) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const options = STATES.filter((state) => counts.has(state)).map(
    (state) =>
      markup`<option value="${state}">${STATE_WORDS[state]} (${(counts.get(state) ?? 0).toLocaleString('en-US')})</option>`,
  );
  return markup`<form class="controls" role="search" aria-label="People and systems" hidden>
<label for="matrix-text">Filter</label><input id="matrix-text" type="search" autocomplete="off" spellcheck="false" placeholder="name, id, system, reason">
<label for="matrix-state">State</label><select id="matrix-state"><option value="">any</option>${options}</select>
<button type="reset">Clear</button></form>`;
}

/** One row as the script makes it too: `browser/row.ts`. */
function matrixRow({ kind, id: own, name, about, cells }: MatrixRow, systems: readonly string[]): Markup {
  const more = [name, about].filter((text) => text !== '').join(', ');
  return markup`<tr class="${kind}"><th scope="row"><span class="first">${id(own)}</span><span class="second">${more}</span></th>${systems.map(
    (system) => {
      const cell = cells.find((one) => one.system === system);
      return cell === undefined
        ? markup`<td class="none">none</td>`
        : markup`<td>${shown(cell.state, cell.detail)}</td>`;
    },
  )}</tr>
`;
}

function shown(state: MatrixRow['cells'][number]['state'], detail: string): Part {
  const label = pill(STATE_TONES[state], STATE_WORDS[state]);
  return detail === '' ? label : [label, markup`<span class="second">${detail}</span>`];
}

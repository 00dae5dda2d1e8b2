/** The parts that the evidence page is put together from. */
import { type Markup, markup, type Part } from '../page/markup.js';

export function heading(id: string, text: string): Markup {
  return markup`<h2 id="${id}">${text}</h2>`;
}

export function table(head: readonly string[], rows: readonly (readonly Part[])[]): Markup {
  return markup`<div class="wide"><table><thead><tr>${head.map((one) => markup`<th scope="col">${one}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`)}</tbody></table></div>`;
}

/** Terms with what they are, in a column. */
export function terms(pairs: readonly (readonly [term: string, is: Part])[]): Markup {
  return markup`<dl>${pairs.map(([term, is]) => markup`<dt>${term}</dt><dd>${is}</dd>`)}</dl>`;
}

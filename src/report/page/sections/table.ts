import { type Markup, markup, type Part } from '../markup.js';
import type { Section } from '../model.js';

export interface Column {
  readonly head: Part;
  /** Numbers stand to the right. */
  readonly number?: boolean;
  /** Its cells head their row. */
  readonly heads?: boolean;
  readonly wide?: boolean;
}

/** A table that scrolls by itself where it is wider than the page, also by keyboard. */
export function table(label: string, columns: readonly Column[], rows: readonly (readonly Part[])[]): Markup {
  const classOf = ({ number, wide }: Column): Part =>
    number ? markup` class="number"` : wide ? markup` class="wide"` : null;
  return markup`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${columns.map((column) => markup`<th scope="col"${classOf(column)}>${column.head}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) => markup`<tr>${columns.map((column, at) =>
    column.heads
      ? markup`<th scope="row">${row[at] ?? null}</th>`
      : markup`<td${classOf(column)}>${row[at] ?? null}</td>`,
  )}</tr>
`,
)}</tbody></table></div>`;
}

/** One part of the page, behind its heading. */
export function section(id: Section, title: string, count: number | null, body: readonly Part[]): Markup {
  return markup`<section id="${id}" aria-labelledby="h-${id}">
<h2 id="h-${id}">${title}${count === null ? null : markup` <span class="count">${count.toLocaleString('en-US')}</span>`}</h2>
${body}
</section>
`;
}

export function note(text: Part): Markup {
  return markup`<p class="note">${text}</p>`;
}

/** Said first, and what is said second in a quieter line below. */
export function two(first: Part, second: Part): Markup {
  return markup`<span class="first">${first}</span><span class="second">${second}</span>`;
}

/** An id, kept apart from the direction of what stands beside it, and on one line unless it is long. */
export function id(text: string): Markup {
  return markup`<bdi class="${idClass(text)}">${text}</bdi>`;
}

/** The same as in `browser/row.ts`. */
function idClass(text: string): string {
  return text.length > 32 ? 'id long' : 'id';
}

export function ids(texts: readonly string[]): Part {
  return texts.flatMap((text, at): readonly Part[] => (at === 0 ? [id(text)] : [', ', id(text)]));
}

/** HTML by a template that escapes whatever is put into it: nothing that others wrote can become markup by an oversight. */
import { html as escaped } from '../../text/escape.js';

declare const made: unique symbol;
/** HTML that was made by this module alone. */
export interface Markup {
  readonly [made]: true;
  readonly markup: string;
}

export type Part = string | number | Markup | readonly Part[] | null | false;

/** Text parts are escaped, for text between tags and for attributes in double quotes; markup stands as it is; null is nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += shown(part) + (strings[index + 1] ?? '');
  return trusted(text);
}

/** Text that this program wrote, or that was escaped for where it stands: never what others wrote. */
export function trusted(text: string): Markup {
  return { markup: text } as Markup;
}

function shown(part: Part): string {
  if (part === null || part === false) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map(shown).join('');
}

/**
 * JSON for a script element of type `application/json`, whose content ends at the first end tag whatever stands in between:
 * no `<` is left in it (HTML Standard, "Restrictions for contents of script elements").
 */
export function jsonData(value: unknown): Markup {
  return trusted(
    JSON.stringify(value)
      .replaceAll('<', '\\u003c')
      .replaceAll('>', '\\u003e')
      .replaceAll('&', '\\u0026')
      .replaceAll('\u2028', '\\u2028')
      .replaceAll('\u2029', '\\u2029'),
  );
}

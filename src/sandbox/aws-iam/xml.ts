/** A value of a reply in the query protocol; null and undefined leave the element out. */
export type XmlValue = string | number | boolean | null | undefined | readonly XmlValue[] | XmlObject;
export interface XmlObject {
  readonly [element: string]: XmlValue;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** One element. Lists become `<member>` elements, as the AWS query protocol has them; all text is escaped. */
export function element(name: string, value: XmlValue, attributes = ''): string {
  if (value === null || value === undefined) return '';
  const content = contentOf(value);
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

function contentOf(value: Exclude<XmlValue, null | undefined>): string {
  if (typeof value !== 'object') return escapeText(String(value));
  if (isList(value)) return value.map((entry) => element('member', entry)).join('');
  return Object.entries(value)
    .map(([name, inner]) => element(name, inner))
    .join('');
}

function isList(value: XmlObject | readonly XmlValue[]): value is readonly XmlValue[] {
  return Array.isArray(value);
}

/** Characters that XML 1.0 can't hold are left out: no escape exists for them. */
function escapeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must go
  const legal = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return legal.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}

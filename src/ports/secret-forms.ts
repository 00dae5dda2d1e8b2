/** In which forms a credential may turn up in a text, as sources of regular expressions. */

/** So long a part of a credential is not shown either: a line of a key. */
const SHORTEST_LINE = 16;

/** Every form of these values; the longest first, since one may be the beginning of another. */
export function formsOf(values: readonly string[]): string[] {
  const forms = new Set<string>();
  for (const value of new Set(values)) {
    forms.add(written(value));
    for (const form of encoded(value)) forms.add(form);
    for (const line of linesOf(value)) forms.add(written(line));
  }
  return [...forms].sort((one, other) => other.length - one.length);
}

/** The lines of a key, also where it is kept on one line with `\n` in it: any of them is a part of the secret. */
function linesOf(value: string): readonly string[] {
  const lines = value.replaceAll('\\n', '\n').split('\n');
  if (lines.length === 1) return [];
  return lines.map((line) => line.trim()).filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&(?:amp|#38);',
  '<': '&(?:lt|#60);',
  '>': '&(?:gt|#62);',
  '"': '&(?:quot|#34);',
  "'": '&(?:apos|#39|#x27);',
  $: '<span>\\$</span>',
};
/** Where Markdown is kept from making a link or a mention. */
const BROKEN = '(?:<!-- -->)?';

/** As it is, in JSON (once or more), in Markdown, in HTML and in an address: only signs that are no letters differ. */
function written(value: string): string {
  return value
    .split(/(\s+|\\n)/)
    .map((part) => (/^(?:\s+|\\n)$/.test(part) ? GAP : [...part].map(signOf).join('')))
    .join('');
}

/** Line breaks become spaces where a message is put on one line, and escapes in JSON. */
const GAP = '(?:\\s|\\\\+[nrt]|%0[aAdD]|%20|\\+|&#10;)+';

function signOf(sign: string): string {
  if (/[A-Za-z0-9]/.test(sign)) return sign;
  const units = [...Array(sign.length).keys()].map((at) => sign.charCodeAt(at).toString(16).padStart(4, '0'));
  const forms = [
    // CSV writes a quotation mark twice.
    `\\\\*${escaped(sign)}${sign === '"' ? '"?' : ''}`,
    // What would be a command of a workflow is shown by its code point.
    `\\\\+u\\\\*\\{${(sign.codePointAt(0) ?? 0).toString(16)}\\\\*\\}`,
    units.map((unit) => `\\\\+u${eitherCase(unit)}`).join(''),
    [...Buffer.from(sign)].map((byte) => `%${eitherCase(byte.toString(16).padStart(2, '0'))}`).join(''),
    ...(ENTITIES[sign] === undefined ? [] : [ENTITIES[sign]]),
  ];
  const around = `(?:${forms.join('|')})`;
  if (sign === '.') return BROKEN + around;
  return /[@#:-]/.test(sign) ? around + BROKEN : around;
}

function eitherCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function escaped(sign: string): string {
  return sign.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** In hexadecimal digits, and in Base64 wherever it begins there: `user:token` shifts it. */
function encoded(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Characters at either end hold bits of what stands beside it.
    const shared = (shift + bytes.length) % 3 === 0 ? 0 : 1;
    return text.slice(shift === 0 ? 0 : shift + 1, text.length - shared);
  });
  return [eitherCase(bytes.toString('hex')), ...base64.map((text) => text.replace(/[+/]/g, looseSign))];
}

/** Also in the alphabet for addresses, and percent-encoded. */
function looseSign(sign: string): string {
  return sign === '+' ? '(?:\\\\*\\+|-|%2[bB])' : '(?:\\\\*/|_|%2[fF])';
}

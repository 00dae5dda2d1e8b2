/** Words of messages. */
import { show } from './path.js';

/** An example in YAML's flow style. */
export function yaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, of]) => `${key}: ${yaml(of)}`)
      .join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  return (/^[A-Za-z][\w./@: -]*$/.test(value) && !/: /.test(value)) || /^\d{4}-\d\d-\d\dT/.test(value)
    ? value
    : JSON.stringify(value);
}

export function list(words: readonly string[], joint = 'and'): string {
  const quoted = words.map((word) => `\`${word}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${joint} ${quoted.at(-1)}`;
}

export function bare(text: string): string {
  return show(text).slice(1, -1);
}

export function capital(text: string): string {
  return text.startsWith('`') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

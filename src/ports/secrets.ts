import type { Environment, Files, Progress } from './ports.js';

/** Variables that hold credentials, by the names that are usual for them. */
const NAMES = /TOKEN|SECRET|PASSW|PRIVATE_KEY|CREDENTIAL|API_?KEY|_PAT$/i;
/** A shorter value is no credential worth its name, and would be found in any text. */
const SHORTEST = 12;

/** The values of an environment that are credentials. */
export function credentialsIn(environment: Environment): string[] {
  return Object.entries(environment)
    .filter(([name]) => NAMES.test(name))
    .map(([, value = '']) => value.trim())
    .filter((value) => value.length >= SHORTEST);
}

/** Takes credentials out of a text. */
export type Redact = (text: string) => string;

/**
 * Takes the environment's credentials out of whatever is shown or kept (law 13): a server may repeat in an error what it
 * was sent. Also finds them as they stand in JSON.
 */
export function redactor(environment: Environment): Redact {
  const secrets = credentialsIn(environment).flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
  // The longest first: one may be the beginning of another.
  const all = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  return (text) => all.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/** Files that never get a credential written into them. */
export function redactedFiles<Some extends Partial<Pick<Files, 'write' | 'create' | 'append'>>>(
  files: Some,
  redact: Redact,
): Some {
  const { write, create, append } = files;
  return {
    ...files,
    ...(write === undefined ? {} : { write: (path: string, text: string) => write(path, redact(text)) }),
    ...(create === undefined ? {} : { create: (path: string, text: string) => create(path, redact(text)) }),
    ...(append === undefined ? {} : { append: (path: string, line: string) => append(path, redact(line)) }),
  };
}

export function redactedProgress(progress: Progress, redact: Redact): Progress {
  return (message) => progress(redact(message));
}

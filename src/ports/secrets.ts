/** Keeping credentials out of whatever is shown, kept or sent (law 13). */
import { withoutCredentials } from '../core/credential-formats.js';
import type { Host } from './host.js';
import type { Environment, Files, Progress } from './ports.js';
import { formsOf } from './secret-forms.js';

/** Variables that hold credentials, by the names that are usual for them. */
const NAMES = /TOKEN|SECRET|PASSW|PRIVATE_?KEY|CREDENTIAL|API_?KEY|WEBHOOK|COOKIE|_(?:PAT|KEY|AUTH|JWT|DSN)$/i;
/** The settings of a system may name any variable that begins so, and nothing else may be kept in it. */
const OWN = /^LEAVER_(?!.*_ID$)/;
/** A time, which stands in the log, and which whoever sends an event may choose: it must not be taken out of anything. */
const TIME = 'LEAVER_TRIGGERED_AT';
/** These say where a credential lies, not what it is. */
const PLACES = /_(?:FILE|PATH)$/i;
/** A shorter value is no credential worth its name, and would be found in any text. */
const SHORTEST = 12;

/** The values of an environment that are credentials. */
export function credentialsIn(environment: Environment): string[] {
  return Object.entries(environment)
    .filter(([name]) => (NAMES.test(name) || OWN.test(name)) && !PLACES.test(name) && name !== TIME)
    .map(([, value = '']) => value.trim())
    .filter((value) => value.length >= SHORTEST);
}

/** Takes credentials out of a text. */
export type Redact = (text: string) => string;

/**
 * Takes out the environment's credentials, in every form that somebody may show them in (JSON, Markdown, HTML, an address,
 * Base64), and whatever looks like a credential: a server may repeat in an error what it was sent, and a person may paste
 * a token where none belongs.
 */
export function redactor(environment: Environment): Redact {
  const named = redactorOf(credentialsIn(environment));
  // A whole key first, then what is left of its lines.
  return (text) => named(withoutCredentials(text));
}

/** Takes out these very values, in every form, and leaves the rest of the text alone: for data that is worked with. */
export function redactorOf(values: Iterable<string>): Redact {
  const forms = formsOf([...values].filter((value) => value.length >= SHORTEST)).map((form) => new RegExp(form, 'g'));
  return (text) => forms.reduce((rest, form) => rest.replace(form, '***'), text);
}

/** The same value with credentials taken out of every text in it: before it is wrapped, escaped or cut. */
export function redactedValue<Value>(value: Value, redact: Redact): Value {
  if (typeof value === 'string') return redact(value) as Value;
  if (Array.isArray(value)) return value.map((entry) => redactedValue(entry, redact)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, redactedValue(entry, redact)])) as Value;
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

/** A host that never gets a credential to show: in comments and issues, which all may read who may read the repository, and in what is proposed. */
export function redactedHost(host: Host, redact: Redact): Host {
  const { comments, issues, changes } = host;
  return {
    ...host,
    comments: {
      keep: (issue, marker, body) => comments.keep(issue, marker, redact(body)),
      once: (issue, marker, body, since) => comments.once(issue, marker, redact(body), since),
      has: comments.has,
    },
    issues: {
      ...issues,
      open: (identity, said) => issues.open(identity, redactedValue(said, redact)),
      keep: (identity, say) => issues.keep(identity, (before) => redactedValue(say(before), redact)),
      comment: (issue, marker, body, since) => issues.comment(issue, marker, redact(body), since),
    },
    changes: {
      propose: ({ say, ...proposal }) =>
        changes.propose({ ...proposal, say: (paths) => redactedValue(say(paths), redact) }),
    },
  };
}

/** The only way to Okta: what its answers look like to the one HTTP path, and pages to the end. */
import { LeaverError } from '../../errors.js';
import { createHttpClient, type HttpClient, type Page, type Said, type Vendor, wireOf } from '../../http/client.js';
import type { Clock } from '../../ports/ports.js';
import { RULES, type Rules } from '../../retry/rules.js';
import type { Config } from './config.js';
import { apiTokenSignIn, serviceAppSignIn } from './sign-in.js';

export interface OktaClient extends HttpClient {
  readonly signIn: 'app' | 'token';
  /** The scopes that were granted; null where an API token signs in. */
  granted(): Promise<readonly string[] | null>;
  /** What stays so for as long as the sign-in does: asked for once for each of them. Throws `wrong-system` where a text is another then. */
  lasting<Value>(what: string, ask: () => Promise<Value>): Promise<Value>;
  /** Every entry of a listing, page by page, each once. Throws where any page fails, and where there are more than `most` pages. */
  all<Entry extends { readonly id: string }>(path: string, most?: number): Promise<readonly Entry[]>;
  /** A page of a listing whose entries were looked at: each has an id. Throws `unreachable` for anything else. */
  entries<Entry extends { readonly id: string }>(target: string): Promise<Page<readonly Entry[]>>;
}

/** Makes the client. Nothing is requested yet. Throws `wrong-credential` for a key that is none. */
export function createOktaClient(
  config: Config,
  scopes: readonly string[],
  clock: Clock,
  { random, rules }: { readonly random: () => number; readonly rules: Rules },
): OktaClient {
  const vendor: Vendor = {
    name: 'Okta',
    base: config.base,
    variable: config.variable,
    rules,
    media: 'application/json',
    requestId: 'x-okta-request-id',
    said,
    reset: 'x-rate-limit-reset',
  };
  const wire = wireOf(clock);
  const { credential } = config;
  const signIn =
    credential.kind === 'app' ? serviceAppSignIn(config, scopes, wire, clock) : apiTokenSignIn(credential.token);
  const http = createHttpClient(vendor, signIn, wire, { clock, random });

  async function entries<Entry extends { readonly id: string }>(target: string) {
    const { body, next } = await http.page<readonly Entry[]>(target);
    if (!Array.isArray(body) || !body.every(hasId)) throw senseless();
    return { body, next };
  }

  const answers = new Map<string, { readonly signIn: number; readonly value: unknown }>();
  async function lasting<Value>(what: string, ask: () => Promise<Value>): Promise<Value> {
    const known = answers.get(what);
    if (known !== undefined && known.signIn === signIn.current()) return known.value as Value;
    const value = await ask();
    if (known !== undefined && typeof value === 'string' && value !== known.value)
      throw elsewhere(value, String(known.value));
    const now = signIn.current();
    if (now !== null) answers.set(what, { signIn: now, value });
    return value;
  }

  return {
    ...http,
    lasting,
    signIn: credential.kind,
    granted: signIn.granted,
    entries,
    all: async <Entry extends { readonly id: string }>(path: string, most?: number) => {
      const byId = new Map<string, Entry>();
      const ending = endingOf(most);
      for (let target: string | null = path; target !== null; ) {
        const page: Page<readonly Entry[]> = await entries<Entry>(target);
        for (const entry of page.body) byId.set(entry.id, entry);
        target = ending(page.next, byId.size);
      }
      return [...byId.values()];
    },
  };
}

/** What was looked at before the sign-in was renewed, and what would be acted on, are not the same. */
function elsewhere(now: string, before: string): LeaverError {
  return new LeaverError(
    'wrong-system',
    `since the sign-in was renewed the Okta organization ${now} answers, and before it was ${before}`,
    {
      mend: 'Correct the address and the credential in the environment, and name `organizationId` in the settings.',
    },
  );
}

export const OKTA_RULES: Rules = RULES.okta;

/** At 200 entries a page this is a million: no organization has so many, and a listing that goes on beyond does not end. */
const MOST_PAGES = 5_000;

/**
 * Sees to it that a listing ends, whatever the other side answers. Called after each page, with where it says that it goes on, and how many
 * different entries there are so far; gives the next page's address. Throws `unreachable` where a page brought nothing that is new, or
 * there are more pages than `most`.
 */
export function endingOf(most: number = MOST_PAGES): (next: string | null, entries: number) => string | null {
  let [pages, before] = [0, 0];
  return (next, entries) => {
    if (next === null) return null;
    pages += 1;
    if (entries === before) throw new LeaverError('unreachable', 'the listing goes on and brings nothing that is new');
    if (pages >= most) throw new LeaverError('unreachable', `the listing has more than ${most} pages`);
    before = entries;
    return next;
  };
}

/** An answer that is not what was asked for. */
export function senseless(): LeaverError {
  return new LeaverError('unreachable', "Okta's answer is no listing");
}

function hasId(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && typeof (entry as { id?: unknown }).id === 'string';
}

/** Okta's error object ("Error codes"), and OAuth's for signing in. */
function said(body: unknown): Said {
  const { errorCode, errorSummary, errorCauses, error, error_description } = body as Readonly<Record<string, unknown>>;
  const causes = Array.isArray(errorCauses)
    ? errorCauses.map((one) => textOf((one as Record<string, unknown> | null)?.['errorSummary']))
    : [];
  const summary = textOf(errorSummary) || textOf(error_description);
  return {
    message: [summary, ...causes].filter((text) => text !== '').join(': '),
    code: textOf(errorCode) || textOf(error),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

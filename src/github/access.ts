/** How Leaver signs in at GitHub: from the environment alone, so that no policy file decides where a secret is sent. */
import { LeaverError } from '../errors.js';
import type { Environment } from '../ports/ports.js';

/** With what, and where, to sign in. Holds a secret: never logged, never kept in a result. */
export type Access = {
  readonly apiUrl: string;
  /** The environment variable that the secret came from, for messages. */
  readonly variable: string;
} & (
  | { readonly kind: 'token'; readonly token: string }
  | {
      readonly kind: 'app';
      readonly appId: string;
      /** Null: the one in the organization is looked up, which costs a request more. */
      readonly installationId: string | null;
      readonly organization: string;
      readonly privateKey: string;
    }
);

const APP_ID = 'LEAVER_GITHUB_APP_ID';
const APP_KEY = 'LEAVER_GITHUB_APP_PRIVATE_KEY';
const APP_INSTALLATION = 'LEAVER_GITHUB_APP_INSTALLATION_ID';

/**
 * The credential for an organization: the App or the variable that the settings name; else an App's variables; else a
 * token of `LEAVER_GITHUB_TOKEN` or `GITHUB_TOKEN`. Throws `missing-credential`.
 */
export function organizationAccess(
  organization: string,
  settings: Readonly<Record<string, unknown>>,
  environment: Environment,
): Access {
  const apiUrl = apiUrlOf(environment);
  const app = settings['app'];
  if (typeof app === 'object' && app !== null) {
    return appAccess(app as Record<string, unknown>, organization, environment, apiUrl);
  }
  const named = text(settings['tokenVariable']);
  if (named !== null) return tokenAccess([named], environment, apiUrl);
  if (hasApp(environment)) return appAccess({}, organization, environment, apiUrl);
  return tokenAccess(['LEAVER_GITHUB_TOKEN', 'GITHUB_TOKEN'], environment, apiUrl);
}

/**
 * The credential for the policy repository itself: the workflow's own `GITHUB_TOKEN`, which sees just that repository,
 * else `LEAVER_GITHUB_TOKEN`, else an App's variables. Throws `missing-credential`.
 * @param owner of the repository, where the App is installed
 */
export function repositoryAccess(owner: string, environment: Environment): Access {
  const apiUrl = apiUrlOf(environment);
  const variables = ['GITHUB_TOKEN', 'LEAVER_GITHUB_TOKEN'];
  const held = variables.some((name) => value(environment, name) !== null);
  if (!held && hasApp(environment)) return appAccess({}, owner, environment, apiUrl);
  return tokenAccess(variables, environment, apiUrl);
}

/** The environment's word alone: a policy file that chose the address could have the credential sent anywhere. */
function apiUrlOf(environment: Environment): string {
  const base = value(environment, 'GITHUB_API_URL') ?? 'https://api.github.com';
  const apiUrl = base.replace(/\/+$/, '');
  if (!/^https?:\/\/\S/.test(apiUrl) || !URL.canParse(apiUrl)) {
    throw new LeaverError('unreachable', 'GITHUB_API_URL is no address of the web', {
      mend: 'Write the whole of it, such as https://api.github.com.',
    });
  }
  return apiUrl;
}

function hasApp(environment: Environment): boolean {
  return [APP_ID, APP_KEY].some((name) => value(environment, name) !== null);
}

function tokenAccess(variables: readonly string[], environment: Environment, apiUrl: string): Access {
  for (const variable of variables) {
    const token = value(environment, variable);
    if (token !== null) return { kind: 'token', token, variable, apiUrl };
  }
  throw new LeaverError('missing-credential', `no GitHub credential: ${variables.join(' and ')} not set`, {
    mend: `Set ${variables[0]} to a token, or ${APP_ID} and ${APP_KEY} to a GitHub App's.`,
  });
}

function appAccess(
  app: Readonly<Record<string, unknown>>,
  organization: string,
  environment: Environment,
  apiUrl: string,
): Access {
  const variable = text(app['privateKeyVariable']) ?? APP_KEY;
  const appId = text(app['id']) ?? value(environment, APP_ID);
  const installationId = text(app['installationId']) ?? value(environment, APP_INSTALLATION);
  const privateKey = value(environment, variable);
  const missing = [...(appId === null ? [APP_ID] : []), ...(privateKey === null ? [variable] : [])];
  if (appId === null || privateKey === null) {
    throw new LeaverError(
      'missing-credential',
      `the GitHub App's sign-in is incomplete: ${missing.join(', ')} not set`,
      {
        mend: `Set ${missing.join(', ')} in the environment; the id may stand in settings.app instead.`,
      },
    );
  }
  // Secrets stores often keep a PEM file on one line.
  const pem = privateKey.replace(/\\n/g, '\n');
  return { kind: 'app', appId, installationId, organization, privateKey: pem, variable, apiUrl };
}

function text(given: unknown): string | null {
  if (typeof given === 'number') return String(given);
  return typeof given === 'string' && given !== '' ? given : null;
}

function value(environment: Environment, name: string): string | null {
  return text(environment[name]?.trim());
}

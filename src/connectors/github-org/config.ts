import { LeaverError } from '../../errors.js';
import type { Environment } from '../../ports/ports.js';

/** The connector's settings, as `schemas/settings/github-org.schema.json` has them. */
export interface Settings {
  /** The organization's login. */
  readonly organization: string;
  /** Its immutable id as text; null where the policy does not pin it. */
  readonly organizationId: string | null;
}

/** With what, and where, the connector signs in. Holds a secret: never logged, never kept in a result. */
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

/** The settings that say what is reached. They were validated by their schema. */
export function settingsOf(settings: Readonly<Record<string, unknown>>): Settings {
  const organization = text(settings['organization']);
  if (organization === null) throw new LeaverError('invalid-policy', 'settings.organization is missing');
  return { organization, organizationId: text(settings['organizationId']) };
}

/**
 * The credential: the App or the variable that the settings name; else an App's variables; else a token of
 * `LEAVER_GITHUB_TOKEN` or `GITHUB_TOKEN`. Throws `missing-credential`.
 */
export function accessOf(settings: Readonly<Record<string, unknown>>, environment: Environment): Access {
  // The environment's word alone: a policy file that chose the address could have the credential sent anywhere.
  const base = value(environment, 'GITHUB_API_URL') ?? 'https://api.github.com';
  const apiUrl = base.replace(/\/+$/, '');
  if (!/^https?:\/\/\S/.test(apiUrl) || !URL.canParse(apiUrl)) {
    throw new LeaverError('unreachable', 'GITHUB_API_URL is no address of the web', {
      mend: 'Write the whole of it, such as https://api.github.com.',
    });
  }
  const { organization } = settingsOf(settings);
  const app = settings['app'];
  if (typeof app === 'object' && app !== null) {
    return appAccess(app as Record<string, unknown>, organization, environment, apiUrl);
  }
  const named = text(settings['tokenVariable']);
  if (named !== null) return tokenAccess([named], environment, apiUrl);
  if ([APP_ID, APP_KEY].some((name) => value(environment, name) !== null)) {
    return appAccess({}, organization, environment, apiUrl);
  }
  return tokenAccess(['LEAVER_GITHUB_TOKEN', 'GITHUB_TOKEN'], environment, apiUrl);
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

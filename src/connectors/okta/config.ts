import type { SystemId } from '../../core/model.js';
import { LeaverError } from '../../errors.js';
import { addressIn, type Held, heldIn, neededIn, variableOf } from '../../http/access.js';
import type { ConnectorOptions } from '../connector.js';

/** What opens the organization. */
export type Credential =
  /** A service app: its client id, and the private key whose public half is registered with it (PEM, or a JWK as JSON). */
  | { readonly kind: 'app'; readonly clientId: string; readonly keyId: string | null; readonly privateKey: string }
  /** An API token, which is a user's. */
  | { readonly kind: 'token'; readonly token: string };

export interface Config {
  /** The organization's address without a slash at its end. */
  readonly base: string;
  /** Its domain, as the settings name it, in lower case. */
  readonly organization: string;
  readonly organizationId: string | null;
  readonly deactivates: boolean;
  readonly credential: Credential;
  /** The variable that the credential came from. */
  readonly variable: string;
}

const ADDRESS = "the organization's address, such as https://acme.okta.com,";

/**
 * The settings and the environment as the connector uses them. A service app goes before an API token, since it can do no more than its
 * scopes. Throws `missing-credential`, `wrong-credential`; neither shows what a variable holds.
 */
export function configOf({ system, settings, environment }: ConnectorOptions): Config {
  const credential = credentialIn(environment, system);
  const id = settings['organizationId'];
  return {
    base: addressIn(environment, system, ADDRESS),
    organization: String(settings['organization']).toLowerCase(),
    organizationId: typeof id === 'string' ? id : null,
    deactivates: settings['deactivateWhereSuspendIsRefused'] === true,
    credential,
    variable: variableOf(system, credential.kind === 'app' ? 'PRIVATE_KEY' : 'TOKEN'),
  };
}

function credentialIn(environment: ConnectorOptions['environment'], system: SystemId): Credential {
  const clientId = heldIn(environment, system, 'CLIENT_ID');
  if (clientId !== null) {
    const privateKey = neededIn(environment, system, 'PRIVATE_KEY', "the service app's private key (PEM or JWK)");
    return { kind: 'app', clientId, keyId: heldIn(environment, system, 'KEY_ID'), privateKey };
  }
  const token = heldIn(environment, system, 'TOKEN');
  if (token !== null) return { kind: 'token', token };
  const variable = (held: Held) => variableOf(system, held);
  throw new LeaverError('missing-credential', `system ${system} has no credential in the environment`, {
    mend: `Put a service app's id into ${variable('CLIENT_ID')} and its key into ${variable('PRIVATE_KEY')}, or an API token into ${variable('TOKEN')}.`,
  });
}

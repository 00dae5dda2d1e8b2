import { credentialsIn, type StaticCredentials, textOf } from '../../aws/credentials.js';
import type { ConnectorOptions } from '../connector.js';

export interface Config {
  readonly accountId: string;
  readonly roleArn: string | null;
  readonly region: string;
  /** Null: the key that the environment names; otherwise the SDK's own chain finds one (profile, OIDC, instance role). */
  readonly credentials: StaticCredentials | null;
  readonly profile: string | null;
  /** Null: AWS's own. */
  readonly endpoints: { readonly iam: string | null; readonly sts: string | null };
}

/** The settings and the environment as the connector uses them. Throws `missing-credential` for half a key. */
export function configOf(options: ConnectorOptions): Config {
  const { settings, environment } = options;
  const anywhere = environment['AWS_ENDPOINT_URL'];
  return {
    accountId: String(settings['accountId']),
    roleArn: textOf(settings['roleArn']),
    region: textOf(settings['region']) ?? 'us-east-1',
    credentials: credentialsIn(environment),
    profile: textOf(environment['AWS_PROFILE']),
    endpoints: {
      iam: textOf(environment['AWS_ENDPOINT_URL_IAM']) ?? textOf(anywhere),
      sts: textOf(environment['AWS_ENDPOINT_URL_STS']) ?? textOf(anywhere),
    },
  };
}

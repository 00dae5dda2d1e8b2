import { LeaverError } from '../../errors.js';
import type { Environment } from '../../ports/ports.js';
import type { ConnectorOptions } from '../connector.js';

/** A long-term or temporary key from the environment. */
export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

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

function credentialsIn(environment: Environment): StaticCredentials | null {
  const accessKeyId = textOf(environment['AWS_ACCESS_KEY_ID']);
  const secretAccessKey = textOf(environment['AWS_SECRET_ACCESS_KEY']);
  const sessionToken = textOf(environment['AWS_SESSION_TOKEN']);
  if (accessKeyId === null && secretAccessKey === null) return null;
  if (accessKeyId === null || secretAccessKey === null) {
    const absent = accessKeyId === null ? 'AWS_ACCESS_KEY_ID' : 'AWS_SECRET_ACCESS_KEY';
    throw new LeaverError('missing-credential', `the environment holds half a key for AWS: ${absent} is missing`, {
      mend: `Set ${absent} as well, or neither of the two.`,
    });
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

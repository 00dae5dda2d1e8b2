/** What a runner signs its requests to AWS with. */
import { LeaverError } from '../errors.js';
import type { Environment } from '../ports/ports.js';

/** A long-term or temporary key from the environment. */
export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The key in an environment; null where it names none. Throws `missing-credential` for half a key. */
export function credentialsIn(environment: Environment): StaticCredentials | null {
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

/** A setting that is there; null where it is absent or empty. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The error for an environment without any credential. */
export function missingCredential(cause: unknown): LeaverError {
  return new LeaverError(
    'missing-credential',
    'no credential for AWS was found: neither in the environment, nor in a profile, nor by OIDC or an instance role',
    {
      mend: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with aws-actions/configure-aws-credentials before.',
      cause,
    },
  );
}

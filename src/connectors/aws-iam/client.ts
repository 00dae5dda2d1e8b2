/**
 * IAM through the AWS SDK. Only the files `client*.ts` know the SDK, and only a dynamic import of this one reaches them,
 * so that a run without AWS never loads it.
 */
import { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { codeOf } from '../../aws/codes.js';
import { missingCredential } from '../../aws/credentials.js';
import { ONCE, setbackOf } from '../../aws/retry.js';
import { LeaverError } from '../../errors.js';
import type { Clock } from '../../ports/ports.js';
import { patienceOf } from '../../retry/patience.js';
import type { Repeats } from '../../retry/policy.js';
import { RULES } from '../../retry/rules.js';
import { leaverErrorOf } from './client-errors.js';
import { readsOf } from './client-reads.js';
import { watch } from './client-watch.js';
import { writesOf } from './client-writes.js';
import type { Config } from './config.js';
import type { Iam, Identity } from './iam.js';
import { oncePerCredential } from './once.js';

/** Makes a request as often as its rules allow. Throws what AWS or the network threw in the end. */
export type Send = <T>(operation: string, repeats: Repeats, request: () => Promise<T>) => Promise<T>;
/** Makes a request and tells its errors as `LeaverError`; null where what was asked for does not exist. */
export type Ask = <T>(operation: string, request: () => Promise<T>) => Promise<T | null>;

/** Temporary credentials of the assumed role. */
interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

const SESSION_NAME = 'leaver';
const TIMEOUTS = { connectionTimeout: 10_000, requestTimeout: 60_000, throwOnRequestTimeout: true };
/** A session is renewed this long before it ends, in milliseconds. */
const MARGIN = 5 * 60_000;

/** IAM of one account. Throws `missing-credential` where no credential is to be found. */
export async function makeIam(config: Config, clock: Clock): Promise<Iam> {
  // The SDK warns on Node 20, which Leaver supports; it reads this switch from the process alone.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const send = sendWith(clock);
  const { watched, seen } = watch(clock);
  const shared = {
    region: config.region,
    requestHandler: TIMEOUTS,
    ...ONCE,
    ...(config.profile === null ? {} : { profile: config.profile }),
  };
  const sts = watched(new STSClient({ ...shared, ...credentialsOf(config), ...endpointOf(config.endpoints.sts) }));
  if (config.credentials === null) await findCredentials(sts);

  const session = sessionOf(config, sts, clock, send);
  const iamConfig = {
    ...shared,
    ...(session === null ? credentialsOf(config) : { credentials: session.credentials }),
    ...endpointOf(config.endpoints.iam),
  };
  const iam = watched(new IAMClient(iamConfig));
  const renewing = renewingWith(send, session?.drop ?? null);
  return {
    ...oncePerCredential(
      () => keysOf(sts, session),
      () => identify(config, () => callerOf(sts, send), session?.renew ?? null),
    ),
    ...readsOf(iam, askWith(renewing)),
    ...writesOf(iam, renewing),
    ...seen,
  };
}

function sendWith(clock: Clock): Send {
  const patience = patienceOf({ rules: RULES.aws, clock, random: Math.random });
  const taken = (error: unknown) => setbackOf(error, clock.now());
  return (operation, repeats, request) => patience.persist({ operation, repeats, setbackOf: taken }, request);
}

function credentialsOf(config: Config): { credentials?: NonNullable<Config['credentials']> } {
  return config.credentials === null ? {} : { credentials: config.credentials };
}

function endpointOf(url: string | null): { endpoint?: string } {
  return url === null ? {} : { endpoint: url };
}

async function findCredentials(sts: STSClient): Promise<void> {
  try {
    await sts.config.credentials();
  } catch (error) {
    throw missingCredential(error);
  }
}

/** Where AWS says that the role's session has expired, and so did nothing, goes on with another one. */
function renewingWith(send: Send, drop: (() => void) | null): Send {
  return async (operation, repeats, request) => {
    try {
      return await send(operation, repeats, request);
    } catch (error) {
      if (codeOf(error) !== 'ExpiredToken' || drop === null) throw error;
      drop();
      return send(operation, repeats, request);
    }
  };
}

function askWith(send: Send): Ask {
  return async (operation, request) => {
    try {
      return await send(operation, 'read', request);
    } catch (error) {
      if (codeOf(error) === 'NoSuchEntity') return null;
      throw leaverErrorOf(operation, error);
    }
  };
}

interface RoleSession {
  credentials(): Promise<Session>;
  /** A session that is in force, made now where there was none. */
  renew(): Promise<Session>;
  /** Forgets the session, because AWS said that it has expired. */
  drop(): void;
}

function sessionOf(config: Config, sts: STSClient, clock: Clock, send: Send): RoleSession | null {
  const { roleArn } = config;
  if (roleArn === null) return null;
  let current: Promise<Session> | null = null;
  let until = 0;
  const renew = (): Promise<Session> => {
    if (current !== null && until - MARGIN > clock.now()) return current;
    until = Number.POSITIVE_INFINITY;
    current = assume(config, sts, roleArn, send).then(
      (session) => {
        until = session.expiration.getTime();
        return session;
      },
      (error: unknown) => {
        current = null;
        throw error;
      },
    );
    return current;
  };
  // Said to have expired long ago, so that the SDK asks each time and the injected clock decides.
  const credentials = async () => ({ ...(await renew()), expiration: new Date(0) });
  const drop = () => {
    current = null;
  };
  return { credentials, renew, drop };
}

async function assume(config: Config, sts: STSClient, roleArn: string, send: Send): Promise<Session> {
  try {
    const input = { RoleArn: roleArn, RoleSessionName: SESSION_NAME };
    const reply = await send('AssumeRole', 'read', () => sts.send(new AssumeRoleCommand(input)));
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = reply.Credentials ?? {};
    const reached = accountIn(reply.AssumedRoleUser?.Arn);
    if (reached !== config.accountId) throw wrongSystem(config, reached);
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) throw new Error('the reply is incomplete');
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  } catch (error) {
    throw leaverErrorOf('AssumeRole', error);
  }
}

/** Who signs in, and with which session of the role; null where that is not known. */
async function keysOf(sts: STSClient, session: RoleSession | null): Promise<string | null> {
  try {
    const [own, role] = [await sts.config.credentials(), await session?.renew()];
    return `${own.accessKeyId} ${role?.accessKeyId ?? ''}`;
  } catch {
    // Whoever asks for the identity is told what is wrong.
    return null;
  }
}

async function identify(
  config: Config,
  callerOf: () => Promise<Caller>,
  renew: RoleSession['renew'] | null,
): Promise<Identity> {
  const caller = await callerOf();
  if (renew !== null) await renew();
  else if (caller.account !== config.accountId) throw wrongSystem(config, caller.account);
  // The user that assumes the role is the runner's own as well: without it, no next run.
  const { accountId, roleArn: role } = config;
  return { accountId, partition: caller.arn.split(':')[1] ?? 'aws', arn: caller.arn, role, own: [caller.id] };
}

interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly id: string;
}

async function callerOf(sts: STSClient, send: Send): Promise<Caller> {
  try {
    const ask = () => sts.send(new GetCallerIdentityCommand({}));
    const { Account, Arn, UserId } = await send('GetCallerIdentity', 'read', ask);
    if (!Account || !Arn || !UserId) throw new Error('the reply is incomplete');
    return { account: Account, arn: Arn, id: UserId };
  } catch (error) {
    throw leaverErrorOf('GetCallerIdentity', error);
  }
}

function accountIn(arn: string | undefined): string {
  return arn?.split(':')[4] ?? 'unknown';
}

function wrongSystem(config: Config, reached: string): LeaverError {
  const where = config.roleArn === null ? 'the credential' : 'the role';
  const message = `${where} reaches the AWS account ${reached}, the settings name ${config.accountId}`;
  const mend =
    'Correct accountId (or roleArn) in the settings of this system, or give the runner the right credential.';
  return new LeaverError('wrong-system', message, { mend });
}

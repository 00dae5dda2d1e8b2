/**
 * The connector suite against moto, started by scripts/conformance/moto.ts. Between the two stands a server that counts,
 * logs changes and loses replies, as the embedded one does.
 */
import type { AccountId, EntitlementId } from '../../src/core/model.js';
import type { Observation } from '../../src/core/observation.js';
import { awsFault, type UserSeed } from '../../src/sandbox/aws-iam/index.js';
import { type EmbeddedSystem, serve } from '../../src/sandbox/server.js';
import { connectorTo, environmentFor, NOW, SECRET, virtualClock } from '../connectors/aws-iam/embedded.js';
import { KIM, LEAVER, LEE, RUNNER, STAYER, world } from '../connectors/aws-iam/world.js';
import { type ContractHarness, connectorContract } from '../connectors/contract.js';
import { directClient, type Planted, plant } from './aws-iam-account.js';
import { details, mask, snapshot, vanish } from './aws-iam-snapshot.js';

const MOTO = process.env.LEAVER_MOTO_URL ?? '';
if (MOTO === '') throw new Error('LEAVER_MOTO_URL is not set: run npm run test:conformance:aws');

connectorContract('aws-iam against moto', open);

/** moto 5.2.5 does not have these credentials, and answers with 500: here they can't be read, which is a case as well. */
const UNKNOWN_TO_MOTO = awsFault('AccessDenied');
/** moto 5.2.5 knows no boundaries of users either: this one is said to be set, just before its user is deleted. */
const DONE = { status: 200, body: '<PutUserPermissionsBoundaryResponse/>' };
const WRITES = /Action=(?!Get|List|Generate|Assume)/;

async function open(crowd: number): Promise<ContractHarness> {
  const iam = directClient(MOTO);
  const others = Array.from({ length: crowd }, (_, index): UserSeed => ({ name: `extra-${index}` }));
  const { users, secrets } = await plant(MOTO, iam, world(others));
  const given = ({ name }: UserSeed): Planted => {
    const planted = users.get(name);
    if (planted === undefined) throw new Error(`${name} was not planted`);
    return planted;
  };
  const someone = (seed: UserSeed) => ({ id: given(seed).id as AccountId, name: seed.name });
  const clock = virtualClock();
  const server = await serve(forwarding(MOTO), clock);
  const connector = await connectorTo(server.url, {
    clock,
    environment: environmentFor(server.url, given(RUNNER).keys[0]),
    unavailable: ['service-specific-credentials'],
  });
  const holds = holdings(given(LEAVER));
  return {
    connector: { ...connector, observe: async () => withoutOwnUse(await connector.observe(), given(RUNNER).id) },
    now: NOW,
    suspends: true,
    leaver: {
      ...someone(LEAVER),
      holds,
      remains: holds.filter((id) => /^(console-password|inline:|mfa:)/.test(id)),
      managed: 'group:developers' as EntitlementId,
    },
    restoring: { impossible: [] },
    stayer: someone(STAYER),
    admins: [someone(KIM), someone(LEE)],
    self: someone(RUNNER),
    absent: { id: 'AIDANOBODYNOBODYNOBOD' as AccountId, name: 'nobody' },
    secrets: [SECRET, ...secrets],
    everyone: async () => (await details(iam)).users.map(({ UserId }) => UserId as AccountId),
    changes: async () => server.changes.map(({ operation, object }) => `${operation} ${object}`),
    snapshotOf: (id) => snapshot(iam, id),
    failListing: async () => {
      server.faults.add({ fault: awsFault('ServiceUnavailable'), matching: /GetAccountAuthorizationDetails/ });
    },
    refuseCredential: async () => server.faults.add({ fault: awsFault('InvalidClientTokenId') }),
    loseReply: async () => server.faults.add({ fault: { kind: 'lost-reply' }, matching: WRITES, times: 1 }),
    stale: { notOffered: 'moto shows every change at once' },
    vanish: (id) => vanish(iam, id),
    mend: async () => server.faults.clear(),
    mask,
    stop: async () => {
      iam.destroy();
      await server.stop();
    },
  };
}

/** Each look uses the runner's own key, and moto tells when by the machine's clock: two looks may tell of two seconds. */
function withoutOwnUse(observation: Observation, self: string): Observation {
  const accounts = observation.accounts.map((account) =>
    account.id === self
      ? {
          ...account,
          entitlements: account.entitlements.map((one) => ('lastUsedAt' in one ? { ...one, lastUsedAt: null } : one)),
        }
      : account,
  );
  return { ...observation, accounts };
}

function holdings({ keys, sshKeys, certificates }: Planted): EntitlementId[] {
  const ids = [
    ...['console-password', 'group:developers', 'inline:reading', 'trusted-by:ana-only', 'trusted-by:deploy'],
    'policy:arn:aws:iam::aws:policy/IAMReadOnlyAccess',
    ...keys.map((id) => `key:${id}`),
    ...sshKeys.map((id) => `ssh-key:${id}`),
    ...certificates.map((id) => `certificate:${id}`),
    `mfa:arn:aws:iam::123456789012:mfa/${LEAVER.name}`,
  ];
  return ids as EntitlementId[];
}

/** Passes every request on, and logs those that changed something. */
function forwarding(url: string): EmbeddedSystem<null> {
  return {
    id: 'aws-prod',
    state: null,
    async handle({ method, path, headers, body }, _, handling) {
      const form = new URLSearchParams(body);
      const action = form.get('Action') ?? path;
      handling.operation(action);
      if (action === 'ListServiceSpecificCredentials') return UNKNOWN_TO_MOTO;
      if (action === 'PutUserPermissionsBoundary') return DONE;
      const passed = Object.entries(headers).filter(
        ([name]) => name === 'authorization' || name === 'content-type' || name.startsWith('x-amz'),
      );
      const answer = await fetch(url + path, {
        method,
        body,
        headers: Object.fromEntries(passed.map(([name, value]) => [name, value ?? ''])),
      });
      if (answer.ok && WRITES.test(body)) handling.changed(objectOf(form));
      const kept = ['content-type', 'x-amzn-requestid'].flatMap((name) => {
        const value = answer.headers.get(name);
        return value === null ? [] : [[name, value]];
      });
      return { status: answer.status, headers: Object.fromEntries(kept), body: await answer.text() };
    },
  };
}

function objectOf(form: URLSearchParams): string {
  const named = [...form].filter(([name]) => name !== 'Action' && name !== 'Version');
  return named.map(([name, value]) => `${name}=${value}`).join(' ');
}

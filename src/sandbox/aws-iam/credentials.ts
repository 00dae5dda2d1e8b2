import { AwsFailure } from './failure.js';
import { type Call, type Operations, optional, pageResult, required } from './protocol.js';
import type { AwsCredential, AwsServiceCredential, AwsStatus, AwsUser } from './state.js';
import { userOf } from './users.js';
import type { XmlObject } from './xml.js';

/** Words for one kind of credential: in messages, and in the log of changes. */
interface Kind {
  readonly called: string;
  readonly logged: string;
  readonly idParameter: string;
}

const KEY: Kind = { called: 'Access Key', logged: 'key', idParameter: 'AccessKeyId' };
const SSH: Kind = { called: 'Public Key', logged: 'ssh-key', idParameter: 'SSHPublicKeyId' };
const CERTIFICATE: Kind = { called: 'Certificate', logged: 'certificate', idParameter: 'CertificateId' };
const SERVICE: Kind = {
  called: 'service specific credential',
  logged: 'service-credential',
  idParameter: 'ServiceSpecificCredentialId',
};

export const credentials: Operations = {
  ListAccessKeys(call) {
    const user = userOf(call);
    return pageResult(call, 'AccessKeyMetadata', byId(user.keys), (key) => ({
      UserName: user.name,
      AccessKeyId: key.id,
      Status: key.status,
      CreateDate: key.created,
    }));
  },
  UpdateAccessKey: (call) => update(call, KEY, (user) => user.keys),
  DeleteAccessKey(call) {
    const deleted = remove(call, KEY, (user) => user.keys);
    call.state.refused.add(deleted.id);
    return null;
  },
  GetAccessKeyLastUsed(call) {
    const id = required(call, 'AccessKeyId');
    for (const user of call.state.users.values()) {
      const key = user.keys.find((one) => one.id === id);
      if (key === undefined) continue;
      const { at, service, region } = key.lastUsed ?? { at: null, service: 'N/A', region: 'N/A' };
      return { UserName: user.name, AccessKeyLastUsed: { LastUsedDate: at, ServiceName: service, Region: region } };
    }
    throw new AwsFailure('NoSuchEntity', `The Access Key with id ${id} cannot be found.`);
  },

  ListSSHPublicKeys(call) {
    const user = userOf(call);
    return pageResult(call, 'SSHPublicKeys', byId(user.sshKeys), (key) => ({
      UserName: user.name,
      SSHPublicKeyId: key.id,
      Status: key.status,
      UploadDate: key.created,
    }));
  },
  UpdateSSHPublicKey: (call) => update(call, SSH, (user) => user.sshKeys),
  DeleteSSHPublicKey: (call) => removed(call, SSH, (user) => user.sshKeys),

  ListSigningCertificates(call) {
    const user = userOf(call);
    return pageResult(call, 'Certificates', byId(user.certificates), (certificate) => ({
      UserName: user.name,
      CertificateId: certificate.id,
      CertificateBody: '-----BEGIN CERTIFICATE-----\nsandbox\n-----END CERTIFICATE-----',
      Status: certificate.status,
      UploadDate: certificate.created,
    }));
  },
  UpdateSigningCertificate: (call) => update(call, CERTIFICATE, (user) => user.certificates),
  DeleteSigningCertificate: (call) => removed(call, CERTIFICATE, (user) => user.certificates),

  ListServiceSpecificCredentials: listServiceCredentials,
  UpdateServiceSpecificCredential: (call) => update(call, SERVICE, (user) => user.serviceCredentials),
  DeleteServiceSpecificCredential: (call) => removed(call, SERVICE, (user) => user.serviceCredentials),
};

function listServiceCredentials(call: Call): XmlObject {
  const all = optional(call, 'AllUsers') === 'true';
  if (all && optional(call, 'UserName') !== null) {
    throw new AwsFailure('ValidationError', 'UserName cannot be specified together with AllUsers.');
  }
  const service = optional(call, 'ServiceName');
  const owners = all ? [...call.state.users.values()] : [userOf(call)];
  const found = owners.flatMap((user) =>
    user.serviceCredentials
      .filter((one) => service === null || one.service === service)
      .map((one) => [`${user.name}/${one.id}`, { user, one }] as const),
  );
  return pageResult(call, 'ServiceSpecificCredentials', found, ({ user, one }) => serviceShape(user, one));
}

/** Bedrock and CloudWatch Logs keys have an alias and may expire; the others have a user name for the service. */
function serviceShape(user: AwsUser, one: AwsServiceCredential): XmlObject {
  const apiKey = one.service !== 'codecommit.amazonaws.com' && one.service !== 'cassandra.amazonaws.com';
  return {
    UserName: user.name,
    Status: one.status,
    ServiceUserName: apiKey ? null : `${user.name}-at-sandbox`,
    ServiceCredentialAlias: apiKey ? `${user.name}-${one.id.slice(-4)}` : null,
    CreateDate: one.created,
    ExpirationDate: one.expires,
    ServiceSpecificCredentialId: one.id,
    ServiceName: one.service,
  };
}

function byId<T extends AwsCredential>(found: readonly T[]): (readonly [string, T])[] {
  return found.map((one) => [one.id, one]);
}

function update(call: Call, kind: Kind, of: (user: AwsUser) => AwsCredential[]): null {
  const user = userOf(call);
  const found = locate(of(user), call, kind);
  const status = statusIn(call);
  if (found.status !== status) call.changed(`user/${user.name}/${kind.logged}/${found.id}`);
  found.status = status;
  return null;
}

function removed(call: Call, kind: Kind, of: (user: AwsUser) => AwsCredential[]): null {
  remove(call, kind, of);
  return null;
}

function remove(call: Call, kind: Kind, of: (user: AwsUser) => AwsCredential[]): AwsCredential {
  const user = userOf(call);
  const held = of(user);
  const found = locate(held, call, kind);
  held.splice(held.indexOf(found), 1);
  call.changed(`user/${user.name}/${kind.logged}/${found.id}`);
  return found;
}

function locate(held: readonly AwsCredential[], call: Call, kind: Kind): AwsCredential {
  const id = required(call, kind.idParameter);
  const found = held.find((one) => one.id === id);
  if (found === undefined) throw new AwsFailure('NoSuchEntity', `The ${kind.called} with id ${id} cannot be found.`);
  return found;
}

function statusIn(call: Call): AwsStatus {
  const status = required(call, 'Status');
  if (status === 'Active' || status === 'Inactive') return status;
  throw new AwsFailure(
    'ValidationError',
    `1 validation error detected: Value '${status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
  );
}

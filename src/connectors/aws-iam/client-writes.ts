import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteRolePolicyCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DeleteVirtualMFADeviceCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateServiceSpecificCredentialCommand,
  UpdateSigningCertificateCommand,
  UpdateSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { codeOf, isUnclear } from '../../aws/codes.js';
import { messageOf } from '../../errors.js';
import type { Send } from './client.js';
import { leaverErrorOf } from './client-errors.js';
import type { Iam, Write, WriteResult, Writes } from './iam.js';

interface Reply {
  readonly $metadata: { readonly requestId?: string | undefined };
}
type Commands = { readonly [Operation in keyof Writes]: (input: Writes[Operation]) => Promise<Reply> };

/** The changes, repeated only where AWS refused them without doing anything. */
export function writesOf(client: IAMClient, send: Send): Pick<Iam, 'write'> {
  const commands = commandsOf(client);
  return {
    write: (write) => outcomeOf(write, () => send(write.operation, 'change', () => sent(commands, write))),
  };
}

function sent<Operation extends keyof Writes>(
  commands: Commands,
  write: { readonly operation: Operation; readonly input: Writes[Operation] },
): Promise<Reply> {
  return commands[write.operation](write.input);
}

async function outcomeOf(write: Write, send: () => Promise<Reply>): Promise<WriteResult> {
  try {
    const reply = await send();
    return { kind: 'done', requestId: reply.$metadata.requestId ?? null };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'NoSuchEntity') return { kind: 'absent' };
    if (code === 'DeleteConflict') return { kind: 'conflict', why: `${code}: ${messageOf(error)}` };
    if (isUnclear(error)) return { kind: 'unclear', why: `${code}: ${messageOf(error)}` };
    throw leaverErrorOf(write.operation, error);
  }
}

function commandsOf(iam: IAMClient): Commands {
  return {
    AddUserToGroup: (input) => iam.send(new AddUserToGroupCommand(input)),
    AttachUserPolicy: (input) => iam.send(new AttachUserPolicyCommand(input)),
    DetachUserPolicy: (input) => iam.send(new DetachUserPolicyCommand(input)),
    PutUserPolicy: (input) => iam.send(new PutUserPolicyCommand(input)),
    DeleteUserPolicy: (input) => iam.send(new DeleteUserPolicyCommand(input)),
    PutUserPermissionsBoundary: (input) => iam.send(new PutUserPermissionsBoundaryCommand(input)),
    DeleteUserPermissionsBoundary: (input) => iam.send(new DeleteUserPermissionsBoundaryCommand(input)),
    TagUser: (input) => iam.send(new TagUserCommand(input)),
    UntagUser: (input) => iam.send(new UntagUserCommand(input)),
    UpdateAccessKey: (input) => iam.send(new UpdateAccessKeyCommand(input)),
    DeleteAccessKey: (input) => iam.send(new DeleteAccessKeyCommand(input)),
    DeleteLoginProfile: (input) => iam.send(new DeleteLoginProfileCommand(input)),
    UpdateSSHPublicKey: (input) => iam.send(new UpdateSSHPublicKeyCommand(input)),
    DeleteSSHPublicKey: (input) => iam.send(new DeleteSSHPublicKeyCommand(input)),
    UpdateSigningCertificate: (input) => iam.send(new UpdateSigningCertificateCommand(input)),
    DeleteSigningCertificate: (input) => iam.send(new DeleteSigningCertificateCommand(input)),
    UpdateServiceSpecificCredential: (input) => iam.send(new UpdateServiceSpecificCredentialCommand(input)),
    DeleteServiceSpecificCredential: (input) => iam.send(new DeleteServiceSpecificCredentialCommand(input)),
    DeactivateMFADevice: (input) => iam.send(new DeactivateMFADeviceCommand(input)),
    DeleteVirtualMFADevice: (input) => iam.send(new DeleteVirtualMFADeviceCommand(input)),
    RemoveUserFromGroup: (input) => iam.send(new RemoveUserFromGroupCommand(input)),
    UpdateAssumeRolePolicy: (input) => iam.send(new UpdateAssumeRolePolicyCommand(input)),
    PutRolePolicy: (input) => iam.send(new PutRolePolicyCommand(input)),
    DeleteRolePolicy: (input) => iam.send(new DeleteRolePolicyCommand(input)),
    DeleteUser: (input) => iam.send(new DeleteUserCommand(input)),
  };
}

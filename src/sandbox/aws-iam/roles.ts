import { AwsFailure } from './failure.js';
import { encodedDocument } from './policies.js';
import { type Operations, optional, pageResult, required } from './protocol.js';
import { type AwsRole, type AwsState, arnOf, roleNamed } from './state.js';
import { checkTrust } from './trust.js';
import { boundaryShape, tagShapes } from './users.js';
import type { XmlObject, XmlValue } from './xml.js';

export const roles: Operations = {
  ListRoles(call) {
    const prefix = optional(call, 'PathPrefix') ?? '/';
    const found = [...call.state.roles].filter(([, role]) => role.path.startsWith(prefix));
    return pageResult(call, 'Roles', found, (role) => roleShape(call.state, role));
  },

  GetRole(call) {
    const role = roleNamed(call.state, required(call, 'RoleName'));
    const more = {
      PermissionsBoundary: boundaryShape(role.boundary),
      Tags: tagShapes(role.tags),
      RoleLastUsed: lastUsedShape(role),
    };
    return { Role: { ...roleShape(call.state, role), ...more } };
  },

  UpdateAssumeRolePolicy(call) {
    const role = roleNamed(call.state, required(call, 'RoleName'));
    const document = required(call, 'PolicyDocument');
    if (role.path.startsWith('/aws-service-role/')) {
      const message = `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`;
      throw new AwsFailure('UnmodifiableEntity', message);
    }
    checkTrust(call.state, document);
    if (role.trust !== document) call.changed(`role/${role.name}/trust`);
    role.trust = document;
    return null;
  },
};

/** A role as listings show it: without boundary, tags and last use. */
function roleShape(state: AwsState, role: AwsRole): XmlObject {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: arnOf(state, 'role', role),
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodedDocument(role.trust),
    MaxSessionDuration: role.maxSession,
  };
}

/** When a role was last used: an empty element where it never was. */
export function lastUsedShape(role: AwsRole): XmlValue {
  return role.lastUsed === null ? {} : { LastUsedDate: role.lastUsed.at, Region: role.lastUsed.region };
}

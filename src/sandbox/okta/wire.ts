/**
 * Okta's own description of what travels, as its SDK for Node.js has it: models that are generated from "Okta Admin Management",
 * taken as types alone. An answer that has another shape does not compile.
 */
export type { ApiToken } from '@okta/okta-sdk-nodejs/src/types/generated/models/ApiToken.js';
export type { CustomRole } from '@okta/okta-sdk-nodejs/src/types/generated/models/CustomRole.js';
export type { Group } from '@okta/okta-sdk-nodejs/src/types/generated/models/Group.js';
export type { GroupType } from '@okta/okta-sdk-nodejs/src/types/generated/models/GroupType.js';
export type { ModelError } from '@okta/okta-sdk-nodejs/src/types/generated/models/ModelError.js';
export type { OAuth2ScopeConsentGrant } from '@okta/okta-sdk-nodejs/src/types/generated/models/OAuth2ScopeConsentGrant.js';
export type { RoleAssignedUsers } from '@okta/okta-sdk-nodejs/src/types/generated/models/RoleAssignedUsers.js';
export type { RoleType } from '@okta/okta-sdk-nodejs/src/types/generated/models/RoleType.js';
export type { StandardRole } from '@okta/okta-sdk-nodejs/src/types/generated/models/StandardRole.js';
export type { User } from '@okta/okta-sdk-nodejs/src/types/generated/models/User.js';
export type { UserStatus } from '@okta/okta-sdk-nodejs/src/types/generated/models/UserStatus.js';
export type { WellKnownOrgMetadata } from '@okta/okta-sdk-nodejs/src/types/generated/models/WellKnownOrgMetadata.js';

/** A model as it travels: JSON has no dates, so that each is a text. */
export type Wire<Model> = Model extends Date
  ? string
  : Model extends readonly (infer Entry)[]
    ? readonly Wire<Entry>[]
    : Model extends object
      ? { readonly [Key in keyof Model]: Wire<Model[Key]> }
      : Model;

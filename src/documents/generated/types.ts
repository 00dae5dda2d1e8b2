// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
export type { EvidenceDocument } from './types/evidence.js';
export type { LogEventDocument } from './types/log-event.js';
export type { OptOutDocument } from './types/opt-out.js';
export type { PeopleDocument } from './types/people.js';
export type { PlanDocument } from './types/plan.js';
export type { PolicyDocument } from './types/policy.js';
export type { RoleDocument } from './types/role.js';
export type { AwsIamSettings } from './types/settings-aws-iam.js';
export type { GithubOrgSettings } from './types/settings-github-org.js';
export type { MemorySettings } from './types/settings-memory.js';
export type { OktaSettings } from './types/settings-okta.js';
export type { ScimSettings } from './types/settings-scim.js';
export type { SnapshotDocument } from './types/snapshot.js';
export type { SystemDocument } from './types/system.js';

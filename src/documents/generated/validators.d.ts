// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
import type { Validator } from '../validator.js';
export declare const validators: {
  readonly "opt-out": Validator;
  readonly "people": Validator;
  readonly "plan": Validator;
  readonly "policy": Validator;
  readonly "role": Validator;
  readonly "settings/aws-iam": Validator;
  readonly "settings/github-org": Validator;
  readonly "settings/memory": Validator;
  readonly "settings/okta": Validator;
  readonly "settings/scim": Validator;
  readonly "snapshot": Validator;
  readonly "system": Validator;
};

import type { Operation } from '../call.js';
import { actionOperations } from './operations/actions.js';
import { commentOperations } from './operations/comments.js';
import { databaseOperations } from './operations/database.js';
import { dispatchOperations } from './operations/dispatches.js';
import { fileOperations } from './operations/files.js';
import { issueOperations } from './operations/issues.js';
import { pullOperations } from './operations/pulls.js';
import { refOperations } from './operations/refs.js';
import { reviewOperations } from './operations/reviews.js';
import { ruleOperations } from './operations/rules.js';

/** What an embedded GitHub does with a repository whose Git objects are real. */
export const hostedOperations: readonly Operation[] = [
  ...fileOperations,
  ...refOperations,
  ...databaseOperations,
  ...pullOperations,
  ...reviewOperations,
  ...commentOperations,
  ...issueOperations,
  ...ruleOperations,
  ...actionOperations,
  ...dispatchOperations,
];

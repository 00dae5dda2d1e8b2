import { LeaverError } from '../errors.js';

/** GitHub answers 404 where a credential may read and not write; null stands for that. Any other failure is given back. */
export function refused(error: unknown): unknown {
  if (error !== null && !(error instanceof LeaverError && error.code === 'forbidden')) return error;
  const said = error === null ? 'the credential may not write to the policy repository' : error.message;
  const mend =
    'Give the job `contents: write` and `pull-requests: write`, and let Actions create pull requests (Settings, Actions).';
  return new LeaverError('forbidden', said, { mend, cause: error === null ? { status: 404 } : error.cause });
}

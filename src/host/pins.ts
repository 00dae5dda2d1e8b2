/** Pinning an issue to the top of the list ("Mutation: pinIssue"): REST has no way to. */
import { LeaverError, messageOf } from '../errors.js';
import type { HostIssues, Pinned } from '../ports/host-issues.js';
import type { HostSite } from './site.js';

/** GitHub pins no more ("Pinning an issue to your repository"). */
const MOST_PINNED = 3;

export const PINS = `query Pins($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { issue(number: $number) { id isPinned } pinnedIssues(first: 1) { totalCount } }
}`;

export const PIN = 'mutation PinIssue($issue: ID!) { pinIssue(input: { issueId: $issue }) { issue { number } } }';

interface Pins {
  readonly repository: {
    readonly issue: { readonly id: string; readonly isPinned: boolean | null };
    readonly pinnedIssues: { readonly totalCount: number } | null;
  };
}

export function pinAt({ client, repository }: HostSite): HostIssues['pin'] {
  return async ({ number }): Promise<Pinned> => {
    try {
      const { repository: found } = await client.query<Pins>(PINS, { ...repository, number });
      if (found.issue.isPinned === true) return { kind: 'there' };
      if ((found.pinnedIssues?.totalCount ?? 0) >= MOST_PINNED) {
        return { kind: 'refused', why: `${MOST_PINNED} issues are pinned already, and GitHub pins no more` };
      }
      // Asked again after a lost answer, it pins the same issue.
      const { errors } = await client.queryParts(PIN, { issue: found.issue.id });
      const [problem] = errors;
      return problem === undefined ? { kind: 'pinned' } : { kind: 'refused', why: problem.message };
    } catch (error) {
      if (error instanceof LeaverError) return { kind: 'refused', why: messageOf(error) };
      throw error;
    }
  };
}

/** Changes that Leaver proposes to the policy repository: always as a pull request, never to the default branch. */
export interface HostChanges {
  /** Opens a pull request on the branch, or brings the open one up to date; does nothing where it already says this. */
  propose(proposal: Proposal): Promise<Proposed>;
}

export interface Proposal {
  /** The branch of the proposal, Leaver's own: `leaver/prune`. */
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  /** The commit's message. */
  readonly message: string;
  /** The whole difference to the default branch. */
  readonly files: readonly { readonly path: string /** Null removes it. */; readonly text: string | null }[];
}

export interface Proposed {
  readonly kind: 'opened' | 'updated' | 'unchanged';
  readonly number: number;
  readonly url: string;
}

/** Changes that Leaver proposes to the policy repository: always as a pull request, never to the default branch. */
export interface HostChanges {
  /**
   * Opens a pull request on the branch, or brings the open one up to date; does nothing where it already says this.
   * Throws `forbidden` too where the branch holds somebody else's commits: they are never overwritten.
   */
  propose(proposal: Proposal): Promise<Proposed>;
}

export interface Proposal {
  /** The branch of the proposal, Leaver's own: `leaver/prune`. */
  readonly branch: string;
  /** What is said of it, told from the paths that it really changes: those left out are not among them. */
  readonly say: (paths: readonly string[]) => Said;
  /** The whole difference to the default branch. Paths are the host repository's. */
  readonly files: readonly ProposedFile[];
}

export interface Said {
  readonly title: string;
  readonly body: string;
  /** The commit's message. */
  readonly message: string;
}

export interface ProposedFile {
  readonly path: string;
  /** Null removes it. */
  readonly text: string | null;
  /** What was looked at: where the default branch holds anything else by now, the file is left out. Null: whatever it holds. */
  readonly seen: string | null;
}

/** Why a file of the proposal is not a part of it: it is so already, or the default branch has another one than was seen. */
export interface LeftOut {
  readonly path: string;
  readonly why: 'already' | 'changed';
}

export type Proposed = { readonly left: readonly LeftOut[] } & (
  | { readonly kind: 'opened' | 'updated' | 'unchanged'; readonly number: number; readonly url: string }
  /** Nothing is left to propose; `open` is a pull request of this branch that is open all the same. */
  | { readonly kind: 'nothing'; readonly open: { readonly number: number; readonly url: string } | null }
);

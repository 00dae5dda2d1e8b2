import type { Timestamp } from '../core/time.js';

/**
 * Issues of the policy repository that this credential's own account opened. An issue of somebody else that copies a marker
 * is never taken for one of them. Each method throws as every method of `Host`: `forbidden` where issues are switched off, or
 * the credential may not write them.
 */
export interface HostIssues {
  /** The latest of this identity, open or closed; null where there is none. A bounded number of requests. */
  find(identity: IssueIdentity): Promise<OwnIssue | null>;
  /** Opens one, whatever else there is; where an answer was lost, the one that was opened all the same. */
  open(identity: IssueIdentity, said: IssueText): Promise<OwnIssue>;
  /**
   * Opens it, or brings it up to date and opens it again where somebody closed it; requests nothing where it already says one of
   * the texts that are as good.
   */
  keep(identity: IssueIdentity, say: (before: IssueText | null) => KeptText): Promise<KeptIssue>;
  /** Sets whether it is open. */
  set(issue: OwnIssue, state: OwnIssue['state']): Promise<void>;
  /**
   * Comments unless such a comment of this credential's own is there already, also on one that somebody locked.
   * @param since nothing older is looked at: before that, what the comment tells had not happened
   */
  comment(issue: OwnIssue, marker: string, body: string, since: Timestamp | null): Promise<'created' | 'there'>;
  /** Whether there is such a comment. */
  hasComment(issue: OwnIssue, marker: string, since: Timestamp | null): Promise<boolean>;
  /** Pins it to the top of the repository's issues. Never throws: it is there without that, too. */
  pin(issue: OwnIssue): Promise<Pinned>;
}

/** By what an issue is found again. */
export interface IssueIdentity {
  /** The label that such issues have, so that few have to be looked through. */
  readonly label: string;
  /** An HTML comment that nobody sees, in the body's first line. */
  readonly marker: string;
}

export interface IssueText {
  readonly title: string;
  /** Without the marker. */
  readonly body: string;
}

export interface KeptText {
  readonly text: IssueText;
  /** Texts that are as good: where the issue says one of them, it is left alone. */
  readonly asGood: readonly IssueText[];
}

export interface OwnIssue extends IssueText {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'closed';
  readonly locked: boolean;
}

export type KeptIssue = OwnIssue & { readonly kept: 'opened' | 'updated' | 'unchanged' };

/** `refused`: the host pins no more, or this credential may not. */
export type Pinned = { readonly kind: 'pinned' | 'there' } | { readonly kind: 'refused'; readonly why: string };

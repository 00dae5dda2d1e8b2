/** What people are told of, outside of a run's own report: each item once for each channel. */
import type { Timestamp } from './time.js';

/** What a channel may be set to tell of. */
export const TOPICS = ['opt-outs', 'revocations', 'halts', 'failures', 'unseen'] as const;
export type Topic = (typeof TOPICS)[number];

export type NewsKind =
  | 'opt-out-requested'
  | 'opt-out-in-force'
  | 'opt-out-expiring'
  | 'opt-out-lapsed'
  | 'opt-out-reverted'
  | 'opt-out-refused'
  | 'revocation'
  | 'restoration'
  | 'halt'
  | 'halt-over'
  | 'failure'
  /** A system that no run has seen whole for a day. */
  | 'unseen';

export const TOPIC_OF: Readonly<Record<NewsKind, Topic>> = {
  'opt-out-requested': 'opt-outs',
  'opt-out-in-force': 'opt-outs',
  'opt-out-expiring': 'opt-outs',
  'opt-out-lapsed': 'opt-outs',
  'opt-out-reverted': 'opt-outs',
  'opt-out-refused': 'opt-outs',
  revocation: 'revocations',
  restoration: 'revocations',
  halt: 'halts',
  'halt-over': 'halts',
  failure: 'failures',
  unseen: 'unseen',
};

/** One thing to tell. Everything in it may be hostile text: each channel escapes it for its own form. */
export interface NewsItem {
  /** What makes it this one and no other: the same in each run that finds it still untold. */
  readonly key: string;
  readonly kind: NewsKind;
  readonly at: Timestamp;
  /** Whom or what it is about, by id: `opt-out ana-handover-prod`, `github/583231`, `system aws-prod`. */
  readonly subject: string;
  /** One plain sentence. */
  readonly sentence: string;
  /** Worth knowing beside it: `owner: kim.cho`, `until: …`. Never a justification. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** Where to read on; null where there is no such place. */
  readonly link: string | null;
}

/** All that one channel is told at once. */
export interface Message {
  /** Stable: the same items sent again have the same one, so that a receiver can drop what it knows. */
  readonly id: string;
  readonly at: Timestamp;
  readonly organization: string;
  /** `acme: 1 halt, 3 revocations`. */
  readonly title: string;
  /** Most urgent first; at least one. */
  readonly items: readonly NewsItem[];
  /** The run at its host; null outside of any. */
  readonly link: string | null;
}

/**
 * What a report says, before it is known where: a verdict, figures, groups of rows. Text and Markdown render the same
 * outline, so that a run reads alike in a terminal and in a job summary.
 */
export type Tone = 'good' | 'act' | 'hold' | 'look' | 'bad' | 'quiet';

export interface Row {
  readonly tone: Tone;
  /** One word in the first column: `revoke`, `exempt`, `verified`. */
  readonly mark: string;
  /** Whose account it is, or its name where it is nobody's. */
  readonly subject: string;
  readonly detail: string;
  /** A share from 0 to 1, drawn as a bar before the detail. */
  readonly bar?: number;
  /** Below the row, as plain sentences. */
  readonly facts?: readonly string[];
  /** Below the row, each behind its label, in a column. */
  readonly labelled?: readonly (readonly [label: string, text: string])[];
  /** Below the row: warnings, what is left to do. */
  readonly notes: readonly string[];
}

export interface Group {
  readonly title: string;
  readonly aside: string;
  readonly notes: readonly string[];
  /** What is as it should be and yet worth knowing: parts that the policy declares unreadable. */
  readonly asides: readonly string[];
  readonly rows: readonly Row[];
  /** What the columns of subject and detail hold, where it is not who and why. */
  readonly head?: readonly [subject: string, detail: string];
  /** Said instead of rows that are not worth a line each: `31 kept`. */
  readonly rest: string;
  /** What this kind of system holds that Leaver can't reach: said where somebody loses access. */
  readonly unreachable: readonly string[];
  /** Protected accounts with their owners: they stand outside, so every report names them. */
  readonly outside: readonly string[];
  /** The same in every report: Markdown folds it away behind its title. */
  readonly folded?: boolean;
}

export interface Outline {
  /** First of all: what must not be overlooked about how this was made. */
  readonly banner: string | null;
  readonly tone: Tone;
  readonly verdict: string;
  readonly figures: readonly { readonly label: string; readonly value: number }[];
  readonly groups: readonly Group[];
  /** Why this is not the whole truth, or what failed. */
  readonly problems: readonly string[];
  readonly footer: readonly string[];
}

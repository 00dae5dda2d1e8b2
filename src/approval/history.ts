/** What the clone tells of opt-outs: how each content came to the branch, and which there were before. */
import type { OptOut } from '../core/model.js';
import { type Instant, instantOf } from '../core/time.js';
import type { Clone, FileChange } from '../ports/clone.js';
import type { Landed, Version } from './case.js';
import { subjectOf } from './renewals.js';

/** An opt-out's file, and how its content came to the branch; a sentence where it did not. */
export type Landing =
  | { readonly kind: 'landed'; readonly landed: Landed; readonly age: number }
  | { readonly kind: 'uncommitted'; readonly why: string };

export interface History {
  landingOf(optOut: OptOut): Landing;
  /** Contents older than a landing, of the same subject. */
  earlierThan(optOut: OptOut, age: number): readonly Version[];
}

/** Reads an opt-out's text as it once was; null where it was none. */
export type ReadOptOut = (text: string, file: string) => OptOut | null;

/**
 * Reads the whole history of opt-outs: one look at the log, one at the contents.
 * @param current the text in force of each opt-out's file
 */
export async function readHistory(
  clone: Clone,
  current: ReadonlyMap<string, string>,
  readOptOut: ReadOptOut,
): Promise<History> {
  const changes = await clone.changesBelow('optouts');
  const newest = new Map<string, number>();
  for (const [index, { path }] of changes.entries()) if (!newest.has(path)) newest.set(path, index);
  const blobs = [...new Set(changes.flatMap(({ after }) => after ?? []))];
  const texts = new Map((await clone.textsOf(blobs)).map((text, index) => [blobs[index] ?? '', text]));
  const versions = versionsOf(changes, texts, readOptOut);

  return {
    landingOf: ({ file }) => {
      const age = newest.get(file);
      const change = age === undefined ? undefined : changes[age];
      if (age === undefined || change?.after == null) {
        return { kind: 'uncommitted', why: `${file} is not committed on the branch that is checked out` };
      }
      if (texts.get(change.after) !== current.get(file)) {
        return { kind: 'uncommitted', why: `${file} was changed here and not committed` };
      }
      return { kind: 'landed', landed: { commit: change.commit, blob: change.after }, age };
    },
    earlierThan: (optOut, age) =>
      (versions.get(subjectOf(optOut)) ?? []).filter((one) => one.age > age).map(({ version }) => version),
  };
}

interface Aged {
  readonly version: Version;
  /** How far back in the log it came. */
  readonly age: number;
}

/** All contents by subject. A content ended when the next change of its path came, if it had not lapsed before. */
function versionsOf(
  changes: readonly FileChange[],
  texts: ReadonlyMap<string, string | null>,
  readOptOut: ReadOptOut,
): ReadonlyMap<string, readonly Aged[]> {
  const ended = new Map<string, Instant>();
  const versions = new Map<string, Aged[]>();
  for (const [age, { commit, path, after }] of changes.entries()) {
    const at = instantOf(commit.committedAt);
    const text = after === null ? null : (texts.get(after) ?? null);
    const optOut = text === null ? null : readOptOut(text, path);
    if (optOut !== null) {
      const subject = subjectOf(optOut);
      const version = versionOf(optOut, at, ended.get(path));
      versions.set(subject, [...(versions.get(subject) ?? []), { version, age }]);
    }
    ended.set(path, at);
  }
  return versions;
}

function versionOf(optOut: OptOut, landed: Instant, replaced: Instant | undefined): Version {
  const { id, exempts, systems, startsAt, expiresAt } = optOut;
  return {
    id,
    subject: subjectOf(optOut),
    systems,
    entitlements: exempts.kind === 'person' ? exempts.entitlements : [],
    from: Math.max(landed, startsAt ?? 0) as Instant,
    until: Math.min(expiresAt, replaced ?? expiresAt) as Instant,
    expiresAt,
  };
}

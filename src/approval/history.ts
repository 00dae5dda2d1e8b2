/** What the clone tells of opt-outs: how each content came to the branch, and which there were before. */
import type { OptOut } from '../core/model.js';
import { type Instant, instantOf } from '../core/time.js';
import type { Clone, FileChange } from '../ports/clone.js';
import type { Landed, Version } from './case.js';
import { subjectOf } from './renewals.js';

/** An opt-out's file, and how its content came to the branch; a sentence where it did not, or where it can't be read. */
export type Landing =
  | { readonly kind: 'landed'; readonly landed: Landed; readonly age: number }
  | { readonly kind: 'uncommitted'; readonly why: string }
  | { readonly kind: 'unread'; readonly why: string };

export interface History {
  landingOf(optOut: OptOut): Promise<Landing>;
  /** Other contents that came before a landing, or with it: those of the same subject, and pauses. */
  besides(optOut: OptOut, age: number): readonly Version[];
}

/** Reads an opt-out's text as it once was; null where it was none. */
export type ReadOptOut = (text: string, file: string) => OptOut | null;

/** Bytes: no opt-out is larger, and whoever commits a larger file makes nobody read it. */
const MOST = 64 * 1024;
const OPT_OUT = /^optouts\/(?:[^/]+\/)?[^/]+\.yaml$/;

/**
 * Reads the whole history of opt-outs: one look at the log, one at the contents.
 * @param current the text in force of each opt-out's file
 */
export async function readHistory(
  clone: Clone,
  current: ReadonlyMap<string, string>,
  readOptOut: ReadOptOut,
): Promise<History> {
  const changes = (await clone.changesBelow('optouts')).filter(({ path }) => OPT_OUT.test(path));
  const newest = new Map<string, number>();
  for (const [index, { path }] of changes.entries()) if (!newest.has(path)) newest.set(path, index);
  const blobs = [...new Set(changes.flatMap(({ after }) => after ?? []))];
  const texts = new Map((await clone.textsOf(blobs, MOST)).map((text, index) => [blobs[index] ?? '', text]));
  const versions = versionsOf(changes, texts, readOptOut);

  async function landingOf({ file }: OptOut): Promise<Landing> {
    const age = newest.get(file);
    const change = age === undefined ? undefined : changes[age];
    if (age === undefined || change?.after == null) {
      return { kind: 'uncommitted', why: `${file} is not committed on the branch that is checked out` };
    }
    const text = texts.get(change.after) ?? null;
    if (text === null) return unreadable(clone, change);
    // What a checkout makes of line breaks changes nothing of what the file says.
    if (plain(text) !== plain(current.get(file) ?? '')) {
      return { kind: 'uncommitted', why: `${file} was changed here and not committed` };
    }
    return { kind: 'landed', landed: { commit: change.commit, blob: change.after }, age };
  }

  return {
    landingOf,
    besides: (optOut, age) => {
      const own = versions.get(subjectOf(optOut)) ?? [];
      const pauses = optOut.exempts.kind === 'person' ? (versions.get('pause') ?? []) : [];
      const together = oldestOf(changes, age);
      return [...own, ...pauses]
        .filter((one) => one.age > age || (one.age >= together && one.age !== age))
        .map(toVersion);
    },
  };
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** A content that is there and can't be an opt-out's was read (law 3); one that the clone lacks was not. */
async function unreadable(clone: Clone, { commit, path }: FileChange): Promise<Landing> {
  const [there] = await clone.objectsAt([{ commit: commit.oid, path }]);
  if (there == null) {
    return { kind: 'unread', why: `the clone lacks the content of ${path}: clone without a filter (--filter)` };
  }
  return { kind: 'uncommitted', why: `${path} is committed as something else than a text of 64 KiB at most` };
}

/** The first change in the log of the same commit: what came together is judged together. */
function oldestOf(changes: readonly FileChange[], age: number): number {
  let first = age;
  while (first > 0 && changes[first - 1]?.commit.oid === changes[age]?.commit.oid) first -= 1;
  return first;
}

interface Aged {
  readonly version: Version;
  /** How far back in the log it came. */
  readonly age: number;
}

const toVersion = ({ version }: Aged): Version => version;

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
    const replaced = ended.get(path);
    ended.set(path, at);
    // What was corrected within the hour, or in the same pull request, held nothing worth counting.
    if (optOut === null || (replaced !== undefined && replaced - at < AN_HOUR)) continue;
    const subject = subjectOf(optOut);
    const there = versions.get(subject) ?? [];
    there.push({ version: versionOf(optOut, at, replaced), age });
    versions.set(subject, there);
  }
  return versions;
}

const AN_HOUR = 3_600_000;

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

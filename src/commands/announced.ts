/** Which opt-outs a pull request opens or changes, by the repository's own policy and people. Read as data alone. */
import type { OptOutId } from '../core/model.js';
import type { OptOutRecord } from '../core/record.js';
import { type Entry, registerOf } from '../core/register.js';
import type { Instant } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { Files } from '../ports/ports.js';
import { exemptionOf } from '../report/register-outline.js';
import { readSide, type Side } from './preview/proposal.js';

/** What somebody asks for, as the log tells it. */
export type Asked = Omit<OptOutRecord, 'at' | 'run'>;

export interface AskedIn {
  readonly asked: readonly Asked[];
  /** What could not be read, as sentences. */
  readonly problems: readonly string[];
}

type Readable = Pick<Files, 'list' | 'read'>;

/** Valid ones and others: whoever opens one that nobody can read is told of, too. */
export async function askedIn(base: Readable, proposed: Readable, pullRequest: number, now: Instant): Promise<AskedIn> {
  try {
    const changed = await changedFiles(base, proposed);
    if (changed.size === 0) return { asked: [], problems: [] };
    const own = await readSide(withOptOutsOf(base, proposed), now);
    const entries = entriesIn(own, changed, now);
    if (entries === null) return { asked: [], problems: [unread(pullRequest, whyNot(own))] };
    // What only the pull request's own policy and people know is told by those, and that it is so.
    const hasInvalid = entries.some(({ terms }) => terms === null);
    const theirs = hasInvalid ? (entriesIn(await readSide(proposed, now), changed, now) ?? []) : [];
    const known = new Map(theirs.filter(({ terms }) => terms !== null).map((entry) => [entry.file, entry]));
    const drifted = new Set(own.desired?.optOuts.filter((optOut) => optOut.drifted).map(({ file }) => file));
    const told = (entry: Entry) => (drifted.has(entry.file) ? DRIFTED : '');
    return {
      asked: entries.map((entry) => askedBy(entry, known.get(entry.file), pullRequest, told(entry))),
      problems: [],
    };
  } catch (error) {
    if (!(error instanceof LeaverError)) throw error;
    return { asked: [], problems: [unread(pullRequest, error.message)] };
  }
}

function whyNot({ unreadable, findings }: Side): string {
  return unreadable ?? findings.find(({ severity }) => severity === 'error')?.message ?? 'no reason is known';
}

function unread(pullRequest: number, why: string): string {
  return `the opt-outs of pull request ${pullRequest} could not be read: ${why}`;
}

/** Files below optouts/ that the base has not, or with other bytes. */
async function changedFiles(base: Readable, proposed: Readable): Promise<ReadonlySet<string>> {
  const [before, after] = await Promise.all([base.list('optouts', ''), proposed.list('optouts', '')]);
  const sizes = new Map((before ?? []).map(({ path, bytes }) => [path, bytes]));
  const changed = new Set<string>();
  for (const { path, bytes } of after ?? []) {
    if (sizes.get(path) !== bytes || (await textOf(base, path)) !== (await textOf(proposed, path))) changed.add(path);
  }
  return changed;
}

/** Null for bytes that are no text: of the same length in both, they count as changed only where one of them is. */
async function textOf(files: Readable, path: string): Promise<string | null> {
  try {
    return await files.read(path);
  } catch (error) {
    if (error instanceof LeaverError && error.code === 'not-text') return null;
    throw error;
  }
}

/** The base, with the opt-outs of the proposal in place of its own. */
function withOptOutsOf(base: Readable, proposed: Readable): Readable {
  const from = (path: string) => (path === 'optouts' || path.startsWith('optouts/') ? proposed : base);
  return {
    list: (folder, ending) => from(folder).list(folder, ending),
    read: (path) => from(path).read(path),
  };
}

function entriesIn({ desired }: Side, changed: ReadonlySet<string>, now: Instant): readonly Entry[] | null {
  if (desired === null) return null;
  return registerOf(desired, [], now).optOuts.filter(({ file }) => changed.has(file));
}

const DRIFTED = "the default branch's policy or people speak against it as it is";
const INVALID = "it is not valid by the default branch's policy and people, and exempts nobody as it is";

function askedBy(entry: Entry, theirs: Entry | undefined, pullRequest: number, against: string): Asked {
  const terms = entry.terms ?? theirs?.terms ?? null;
  const asks = terms === null ? '' : `it asks that ${lowerFirst(exemptionOf(terms))}`;
  return {
    optOut: entry.id as OptOutId,
    transition: 'requested',
    standing: entry.terms === null ? 'invalid' : 'pending',
    person: terms?.person ?? null,
    systems: terms?.systems ?? [],
    owner: terms?.owner ?? null,
    requestedBy: terms?.requestedBy ?? null,
    approvedBy: [],
    pullRequest,
    expiresAt: terms?.expiresAt ?? null,
    why: [asks, entry.terms === null ? INVALID : against].filter((part) => part !== '').join('; '),
  };
}

function lowerFirst(text: string): string {
  return text.replace(/^Nothing/, 'nothing');
}

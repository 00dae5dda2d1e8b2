/**
 * Since when the roster says what it says of somebody: the time of the commit on the first-parent line that brought it there,
 * which is the merge. Git lets whoever pushes write any time into a commit; a merge made by the host has the host's own. It is
 * taken as it stands, but never a time to come: it makes figures, and decides nothing.
 */
import type { Revoke } from '../core/decision.js';
import type { DesiredState, Person, PersonId } from '../core/model.js';
import { type Instant, instantOf } from '../core/time.js';
import { type RosterEntry, rosterEntriesIn } from '../policy/roster-entries.js';
import type { Clone, FileChange } from '../ports/clone.js';

/** So many commits that changed the roster are looked at, and so many characters of rosters read; who was not found by then is `seen`. */
const MOST_COMMITS = 200;
const MOST_CHARACTERS = 256 * 1024 * 1024;
/** Commits whose files are read at once. */
const AT_ONCE = 10;
const LARGEST = 8 * 1024 * 1024;

export interface Landings {
  /** Since when the person's status is what it is; null where that is not known. */
  status(person: PersonId): Instant | null;
  /** Since when no role of its person grants this entitlement any more; null where that is not known. */
  role(decision: Revoke): Instant | null;
}

const UNKNOWN: Landings = { status: () => null, role: () => null };

/** What one commit made of one person: before and after, undefined where they were not there. */
interface Step {
  readonly at: Instant;
  readonly before: RosterEntry | undefined;
  readonly after: RosterEntry | undefined;
}

/** Reads the clone only where a decision needs it. Never throws: what can't be read is not known. */
export async function landingsOf(clone: Clone, desired: DesiredState, decisions: readonly Revoke[]): Promise<Landings> {
  const asked = decisions.filter(({ reason, stage }) => {
    return stage === 'suspend' && (reason === 'departed' || reason === 'suspended' || reason === 'role-changed');
  });
  const wanted = asked.flatMap(({ person }): PersonId[] => (person === null ? [] : [person]));
  return landingsFor(
    clone,
    desired,
    wanted,
    asked.filter(({ entitlement }) => entitlement !== null),
  );
}

/** The same of people, and of entitlements that they lost. */
export async function landingsFor(
  clone: Clone,
  desired: DesiredState,
  of: readonly PersonId[],
  lost: readonly Revoke[] = [],
): Promise<Landings> {
  const wanted = new Set(of);
  if (wanted.size === 0) return UNKNOWN;
  const people = new Map(desired.people.filter(({ id }) => wanted.has(id)).map((person) => [person.id, person]));
  try {
    const checkout = await clone.checkout();
    if (checkout === null || checkout.shallow) return UNKNOWN;
    return await walk(clone, desired, people, lost);
  } catch {
    return UNKNOWN;
  }
}

/** Newest first, until all are found. */
async function walk(
  clone: Clone,
  desired: DesiredState,
  people: ReadonlyMap<PersonId, Person>,
  lost: readonly Revoke[],
): Promise<Landings> {
  const search: Search = { desired, people, open: new Set(people.keys()), lost: new Set(lost), found: new Map() };
  const commits = byCommit(await clone.changesBelow('policies/people')).slice(0, MOST_COMMITS);
  let characters = 0;
  for (let first = 0; first < commits.length && characters <= MOST_CHARACTERS; first += AT_ONCE) {
    if (search.open.size + search.lost.size === 0) break;
    const batch = commits.slice(first, first + AT_ONCE);
    const entries = await entriesOf(clone, batch.flat(), people);
    for (const changes of batch) look(search, changes, entries.byBlob, changes === commits.at(-1));
    characters += entries.characters;
  }
  const { found } = search;
  return { status: (person) => found.get(person) ?? null, role: ({ id }) => found.get(id) ?? null };
}

interface Search {
  readonly desired: DesiredState;
  readonly people: ReadonlyMap<PersonId, Person>;
  /** Whose status is still looked for, and which entitlements' grants. */
  readonly open: Set<PersonId>;
  readonly lost: Set<Revoke>;
  /** By a person's id, or a decision's, which has a slash. */
  readonly found: Map<string, Instant | null>;
}

/** Looks at one commit for all that is still open. */
function look(
  { desired, people, open, lost, found }: Search,
  changes: readonly FileChange[],
  byBlob: EntriesByBlob,
  isOldest: boolean,
): void {
  for (const id of [...open]) {
    const landed = statusLanded(stepOf(changes, byBlob, id), people.get(id), isOldest);
    if (landed === undefined) continue;
    found.set(id, landed);
    open.delete(id);
  }
  for (const decision of [...lost]) {
    const step = stepOf(changes, byBlob, decision.person ?? '');
    if (!roleLanded(step, decision, desired)) continue;
    found.set(decision.id, step.at);
    lost.delete(decision);
  }
}

/** When it landed; null where the history does not say what today's roster says; undefined where it has to be looked for further back. */
function statusLanded(
  { at, before, after }: Step,
  person: Person | undefined,
  isOldest: boolean,
): Instant | null | undefined {
  if (person === undefined) return null;
  if (after === undefined) return before === undefined ? undefined : null;
  if (after.status !== person.status) return null;
  if (before?.status === after.status) return undefined;
  // Whoever has left when the roster begins left before that, and nobody knows when.
  if (before === undefined && isOldest) return null;
  // A commit without a time that a calendar has stands at the epoch.
  return at > 0 ? at : null;
}

/** Whether this commit took a role that grants it, by what the roles grant today. */
function roleLanded({ before, after }: Step, { system, entitlement }: Revoke, { roles }: DesiredState): boolean {
  if (before === undefined || after === undefined || entitlement === null) return false;
  const grants = (role: string) => roles.get(role)?.entitlements.get(system)?.has(entitlement) === true;
  return before.roles.some(grants) && !after.roles.some(grants);
}

function stepOf(changes: readonly FileChange[], byBlob: EntriesByBlob, id: string): Step {
  const find = (side: 'before' | 'after'): RosterEntry | undefined => {
    for (const change of changes) {
      const blob = change[side];
      const entry = blob === null ? undefined : byBlob.get(blob)?.get(id);
      if (entry !== undefined) return entry;
    }
    return undefined;
  };
  const at = instantOf((changes[0] as FileChange).commit.committedAt);
  return { at, before: find('before'), after: find('after') };
}

type EntriesByBlob = ReadonlyMap<string, ReadonlyMap<string, RosterEntry>>;

async function entriesOf(clone: Clone, changes: readonly FileChange[], people: ReadonlyMap<string, Person>) {
  const wanted = new Set(people.keys());
  const blobs = [...new Set(changes.flatMap(({ before, after }) => [before, after].filter((one) => one !== null)))];
  const texts = await clone.textsOf(blobs, LARGEST);
  let characters = 0;
  const byBlob = new Map<string, ReadonlyMap<string, RosterEntry>>();
  blobs.forEach((blob, at) => {
    const text = texts[at] ?? '';
    characters += text.length;
    byBlob.set(blob, rosterEntriesIn(text, wanted));
  });
  return { byBlob, characters };
}

/** Changes of one commit stand together. */
function byCommit(changes: readonly FileChange[]): FileChange[][] {
  const groups: FileChange[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last?.[0]?.commit.oid === change.commit.oid) last.push(change);
    else groups.push([change]);
  }
  return groups;
}

/** The roster's files, and the edits that a change comes to. */

import type { SystemId } from '../../core/model.js';
import type { RosterSync, SyncChange } from '../../core/sync/roster-sync.js';
import type { Instant } from '../../core/time.js';
import { LeaverError, messageOf } from '../../errors.js';
import { loadPolicy } from '../../policy/load.js';
import { editRoster, filesOfPeople, type RosterEdit } from '../../policy/roster-edit.js';
import type { Files } from '../../ports/ports.js';

type Readable = Pick<Files, 'list' | 'read'>;
type Texts = ReadonlyMap<string, string>;

/** Where people who joined are proposed. */
export const JOINERS = 'policies/people/joiners.yaml';
const FOLDER = 'policies/people';

/** The texts of the roster's files, by path. */
export async function rosterTexts(files: Readable): Promise<Texts> {
  const found = (await files.list(FOLDER, '.yaml')) ?? [];
  const names = found.map(({ path }) => path).filter((path) => /^[^/.][^/]*$/.test(path.slice(FOLDER.length + 1)));
  const texts = new Map<string, string>();
  for (const path of names) texts.set(path, await files.read(path));
  return texts;
}

/** What a change comes to in the files. */
export function editsOf(change: SyncChange, provider: SystemId): readonly RosterEdit[] {
  const { person } = change;
  const claimed = (): RosterEdit => {
    const { claim } = change as Extract<SyncChange, { readonly claim: unknown }>;
    return { kind: 'set-account', holder: { kind: 'person', id: person }, system: provider, claim };
  };
  switch (change.kind) {
    case 'leaver':
      return [{ kind: 'set-status', person, status: 'departed', comment: leaverComment(change, provider) }];
    case 'joiner': {
      const { name, email, claim } = change;
      const comment = `from ${provider}; check the name, add manager and roles`;
      const accounts = new Map([[provider, claim]]);
      return [{ kind: 'add-person', file: JOINERS, person: { id: person, name, email, accounts, comment } }];
    }
    case 'login':
    case 'pin':
      return [claimed()];
    case 'email':
      return [{ kind: 'set-email', person, email: change.to }];
  }
}

/** Source and time: `okta: suspended since 2026-11-23T09:12:00Z`. No time of this run, which the next one would change. */
function leaverComment({ how, since }: Extract<SyncChange, { kind: 'leaver' }>, provider: SystemId): string {
  return `${provider}: ${how}${since === null ? '' : ` since ${since}`}`;
}

export interface Edited {
  /** The files that change. */
  readonly texts: Texts;
  /** Those that are made, each with the files that it changes. */
  readonly made: readonly { readonly change: SyncChange; readonly file: string }[];
  /** Those that the text of their file does not allow, with the reason. */
  readonly refused: readonly { readonly change: SyncChange; readonly why: string }[];
}

/** Makes all the changes that can be made; one that can't be does not keep the others back. */
export function edited(before: Texts, { changes }: Pick<RosterSync, 'changes'>, provider: SystemId): Edited {
  const now = new Map(before);
  const made: SyncChange[] = [];
  const refused: { readonly change: SyncChange; readonly why: string }[] = [];
  const attempt = (some: readonly SyncChange[]): void => {
    if (some.length === 0) return;
    try {
      const edits = some.flatMap((change) => editsOf(change, provider));
      for (const [file, text] of editRoster(now, edits)) now.set(file, text);
      made.push(...some);
    } catch (error) {
      if (!(error instanceof LeaverError) || error.code !== 'not-supported') throw error;
      const [only, ...others] = some;
      if (only !== undefined && others.length === 0) refused.push({ change: only, why: messageOf(error) });
      else {
        const half = Math.ceil(some.length / 2);
        attempt(some.slice(0, half));
        attempt(some.slice(half));
      }
    }
  };
  attempt(changes);
  const texts = new Map([...now].filter(([file, text]) => before.get(file) !== text));
  const fileOf = filesOfPeople(before);
  return { texts, made: made.map((change) => ({ change, file: fileOf.get(change.person) ?? JOINERS })), refused };
}

/**
 * Throws `invalid-document` where the repository with these texts would not validate: then nothing is written or proposed.
 * What is wrong with it already is no matter here: it was loaded before.
 */
export async function refuseInvalid(files: Readable, texts: Texts, at: Instant): Promise<void> {
  const { desired, findings } = await loadPolicy(withTexts(files, texts), { at });
  if (desired !== null) return;
  const first = findings.find(({ severity, file }) => severity === 'error' && texts.has(file)) ?? findings[0];
  const where = first === undefined ? '' : ` ${first.file}:${first.line}:${first.column} ${first.message}`;
  throw new LeaverError(
    'invalid-document',
    `the roster would not validate afterwards, so nothing is changed:${where}`,
    {
      mend: 'Make this change by hand, and tell the makers of Leaver.',
    },
  );
}

function withTexts(files: Readable, texts: Texts): Readable {
  return {
    list: async (folder, ending) => {
      const found = (await files.list(folder, ending)) ?? [];
      const own = [...texts].filter(([path]) => path.startsWith(`${folder}/`) && path.endsWith(ending));
      const others = found.filter(({ path }) => !texts.has(path));
      const all = [...others, ...own.map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) }))];
      return all.sort((one, other) => (one.path < other.path ? -1 : 1));
    },
    read: async (path) => texts.get(path) ?? files.read(path),
  };
}

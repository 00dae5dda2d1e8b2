/** A seed is written by people: what is misspelt in it is named, and not silently left out of the world. */
import { didYouMean } from '../../documents/nearest.js';
import { LeaverError } from '../../errors.js';
import type { GroupSeed, ScimQuirks, ScimSeed, UserSeed } from './seed.js';

const USER_PARTS = Object.keys({
  userName: true,
  id: true,
  externalId: true,
  name: true,
  displayName: true,
  email: true,
  emails: true,
  active: true,
  title: true,
  userType: true,
  roles: true,
  entitlements: true,
  groups: true,
  enterprise: true,
  created: true,
  lastModified: true,
} satisfies Record<keyof UserSeed, true>);

const GROUP_PARTS = Object.keys({
  displayName: true,
  id: true,
  externalId: true,
  members: true,
  created: true,
  lastModified: true,
} satisfies Record<keyof GroupSeed, true>);

/** What each quirk may be; a number stands for any whole number. */
const QUIRKS: Readonly<Record<keyof ScimQuirks, readonly unknown[] | 'number' | 'list'>> = {
  activeFalse: ['suspends', 'deletes', 'refused'],
  delete: ['deletes', 'irreversible', 'deactivates', 'refused'],
  pageLimit: 'number',
  pageDefault: 'number',
  patch: ['any', 'pathless', 'with-path', 'refused'],
  put: ['replaces', 'refused'],
  refusesFilteredPaths: [true, false],
  removesByValue: [true, false],
  removingAbsent: ['noTarget', 'nothing'],
  patchAnswers: ['resource', 'nothing'],
  booleansAsText: [true, false],
  filters: ['all', 'ignored', 501, 403, 400],
  filterable: 'list',
  caseSensitiveFilter: [true, false],
  omitsInactive: [true, false],
  noGroups: [true, false],
  groupsNotInUser: [true, false],
  activeOmittedWhenTrue: [true, false],
  totalResultsOff: 'number',
  etag: [true, false, 'required'],
  noMeta: [true, false],
};

/** Throws `invalid-document`. The parts of the seed itself are known to whoever read it. */
export function checkSeed({ users = [], groups = [], quirks = {} }: ScimSeed): void {
  for (const user of users) if (typeof user !== 'string') checkUser(user);
  for (const group of groups) {
    if (typeof group !== 'string') checkParts(group, GROUP_PARTS, `group ${String(group.displayName)}`);
  }
  checkParts(quirks, Object.keys(QUIRKS), 'quirks');
  for (const [name, value] of Object.entries(quirks)) checkQuirk(name as keyof ScimQuirks, value);
}

function checkUser(user: UserSeed): void {
  const who = `user ${String(user.userName)}`;
  checkParts(user, USER_PARTS, who);
  const { active = true } = user;
  if (active !== null && typeof active !== 'boolean') throw invalidSeed(`active of ${who} is neither true nor false`);
}

function checkQuirk(name: keyof ScimQuirks, value: unknown): void {
  const allowed = QUIRKS[name];
  if (allowed === 'number') {
    if (!Number.isInteger(value)) throw invalidSeed(`quirks.${name} is not a whole number`);
  } else if (allowed === 'list') {
    if (!Array.isArray(value)) throw invalidSeed(`quirks.${name} is not a list`);
  } else if (!allowed.includes(value)) throw invalidSeed(`quirks.${name} is none of ${allowed.join(', ')}`);
}

function checkParts(record: object, known: readonly string[], what: string): void {
  const unknown = Object.keys(record).find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalidSeed(`${what} has no \`${unknown}\`.${didYouMean(unknown, known)}`);
}

export function invalidSeed(why: string): LeaverError {
  return new LeaverError('invalid-document', why);
}

/** Why import wrote nothing of an account, as a person reads it. */
import type { Left, LeftWhy } from '../core/import/model.js';

/** Under which heading an account is told. */
export type LeftKind = 'conflict' | 'orphan' | 'former' | 'outside';

const WHY: Readonly<Record<LeftWhy, readonly [LeftKind, string]>> = {
  'identity-conflict': ['conflict', 'the roster has its name with another id, or two match it'],
  'not-matched-by-id': [
    'conflict',
    "the roster pins it by its id, and the system's match leaves ids out: add id there",
  ],
  'ambiguous-person': ['conflict', 'more than one person fits its name: claim it for the right one'],
  'ambiguous-account': ['conflict', 'more than one account here fits the same person: claim the right one'],
  'has-another': ['conflict', 'its person has another account here: one is claimed for each'],
  'other-email': [
    'conflict',
    'its name fits somebody who has another e-mail address in that domain: claim it, or add its person',
  ],
  'may-be-known': [
    'conflict',
    'active at the identity provider under another e-mail address than somebody in the roster: claim it, or add its person',
  ],
  'departed-here': ['conflict', 'active at the identity provider, and the roster says that its person is not here'],
  'shared-email': ['conflict', 'several active accounts of the identity provider have its e-mail address'],
  'not-writable': [
    'conflict',
    'its id, or its person, can not be written into a roster: it holds characters that are refused',
  ],
  collides: ['conflict', 'with it in the roster, accounts would be matched otherwise than meant: claim it by hand'],
  'no-owner': [
    'conflict',
    'it looks like a service, and no designated owner is here to answer for it: name one in optOuts.owners',
  ],
  nobody: ['orphan', 'nothing tells whose it is'],
  'not-at-provider': ['orphan', 'nobody who is active at the identity provider fits'],
  'provider-unread': ['orphan', 'not judged: the identity provider was not seen whole'],
  'unmanaged-entitlements': [
    'orphan',
    "its person's roles do not grant what it holds, and a claim would take that away: give the person a role, then import again",
  ],
  suspended: ['former', 'suspended'],
  'inactive-at-provider': ['former', 'its person is inactive at the identity provider'],
  absent: ['former', 'it seems to be of somebody who departed, or is away, by the roster'],
  self: ['outside', "the runner's own identity"],
  protected: ['outside', 'protected by its system'],
  invited: ['outside', 'an invitation: it has no account yet'],
};

export function kindOfLeft({ why }: Left): LeftKind {
  return WHY[why][0];
}

/** The reason, with whom it is about and what it holds. */
export function sentenceOfLeft({ why, about, entitlements }: Left): string {
  const whom = about.length === 0 ? '' : ` (${named(about)})`;
  const what = entitlements.length === 0 ? '' : `: ${named(entitlements)}`;
  return `${WHY[why][1]}${whom}${what}`;
}

function named(names: readonly string[]): string {
  const more = names.length - 3;
  return more > 0 ? `${names.slice(0, 3).join(', ')} and ${more} more` : names.join(', ');
}

/** An address is a person's own: it stands in the roster, and in no output. The id names the account as well. */
export function accountWord({ id, name }: { readonly id: string; readonly name: string }): string {
  return name.includes('@') ? id : name;
}

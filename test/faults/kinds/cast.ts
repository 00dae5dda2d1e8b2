/** Who is in each world: the same people, whatever the system. */
import type { Written } from '../../fixtures/repositories.js';
import type { Kind } from '../matrix.js';

/**
 * Ana has departed and is to go. Ben works here. Eve has departed too, and an opt-out holds her revocation. Max's account is
 * protected: nobody claims it, and it is an administrator's.
 */
export const CAST = ['ana', 'ben', 'eve', 'max'] as const;
/** Who holds a membership and a credential. */
export const HOLDERS: readonly string[] = ['ana', 'ben', 'eve'];

/** The account of somebody: names are the same everywhere, ids are of the system's own form. */
export function accountOf(kind: Kind, name: string): { readonly id: string; readonly name: string } {
  switch (kind) {
    case 'memory':
      return { id: `id:${name}`, name };
    case 'github-org':
      return { id: String(numberOf(name)), name };
    case 'aws-iam':
      return { id: `AIDA${letters(name, 17)}`, name };
    case 'okta':
      return { id: `00u${letters(name, 17)}`, name };
    case 'scim':
      return { id: `u-${letters(name, 17)}`, name };
  }
}

/** GitHub's ids are numbers: made of the name, so that each has another one. */
export function numberOf(name: string): number {
  return [...name].reduce((sum, letter) => sum * 41 + (letter.charCodeAt(0) % 41), 7);
}

/** Capital letters made of a name, as AWS's ids are. */
export function letters(name: string, length: number): string {
  const plain = name.toUpperCase().replace(/[^A-Z]/g, (sign) => String.fromCharCode(65 + (sign.charCodeAt(0) % 26)));
  return plain.padEnd(length, 'Q').slice(0, length);
}

/** A person of the roster who claims that account, pinned. */
export function person(kind: Kind, name: string, more: Written = {}): Written {
  const id = `${name}.ruiz`;
  return { id, name: `${name} Ruiz`, email: `${id}@acme.example`, accounts: { hub: accountOf(kind, name) }, ...more };
}

export const DEPARTED = { status: 'departed' } as const;

export function castOf(kind: Kind): readonly Written[] {
  return [person(kind, 'ana', DEPARTED), person(kind, 'ben'), person(kind, 'eve', DEPARTED)];
}

/** An opt-out of somebody's departure in `hub`, until 1 December 2026. */
export function optOutFor(name: string, more: Written = {}): Written {
  return {
    id: `${name}-handover`,
    person: `${name}.ruiz`,
    systems: ['hub'],
    reason: 'handover',
    justification: 'Finishes the ledger migration.',
    requestedBy: 'sam.lee',
    owner: 'kim.cho',
    expiresAt: '2026-12-01T00:00:00Z',
    ...more,
  };
}

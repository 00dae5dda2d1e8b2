import type { Caller } from '../call.js';
import type { OpenedRepository } from '../hosted/opened.js';
import type { HostedRepository } from '../hosted/state.js';
import type { Area } from '../seed.js';
import { nodeId } from '../show.js';
import { lacks, notAccessible } from '../sign-in.js';
import type { GithubState, User } from '../state.js';
import { type Field, FieldError, field, type GraphObject, plain } from './execute.js';

/** From what a query is answered, and for whom. */
export interface Scene {
  readonly state: GithubState;
  readonly caller: Caller;
  readonly now: Date;
  readonly shortPage: number | null;
  /** The hosted repository, open for reading until the query is answered, after what was pushed is known. */
  open(repository: HostedRepository): Promise<OpenedRepository>;
  /** Logs a change of state. */
  changed(object: string): void;
}

export function missing(what: string, by: string, value: unknown): FieldError {
  return new FieldError('NOT_FOUND', `Could not resolve to ${what} with the ${by} of '${String(value)}'.`);
}

/** A field that the caller's permissions may close. @param reads whether it only tells something */
export function guarded(scene: Scene, area: Area, open: Field, reads = true): Field {
  return field(open.takes, (given) => {
    if (lacks(scene.caller, area, reads)) throw new FieldError('FORBIDDEN', notAccessible(scene.caller));
    return open.resolve(given);
  });
}

/** GitHub's `query` arguments search: a login that begins like another's finds both. */
export function matches(wanted: unknown, ...texts: readonly (string | null)[]): boolean {
  if (wanted === undefined || wanted === null || wanted === '') return true;
  const text = String(wanted).toLowerCase();
  return texts.some((one) => one?.toLowerCase().includes(text));
}

export function user(one: User): GraphObject {
  return {
    type: 'User',
    fields: {
      id: plain(nodeId('U', one.id)),
      databaseId: plain(one.id),
      login: plain(one.login),
      name: plain(one.name),
      email: plain(one.emailVisible ? (one.email ?? '') : ''),
    },
  };
}

/** What is recorded before the first step, and how it is read again. */
import type { EntitlementId } from '../../core/model.js';
import { LeaverError } from '../../errors.js';
import type { Lost } from '../connector.js';
import type { Live } from './accounts.js';
import { type Fields, isFields } from './shapes.js';
import type { Site } from './site.js';

/** Ids and what was held, nothing else of the person: no address, no number, no title. */
export function evidenceOf(site: Site, { user, account }: Live, entitlement: EntitlementId | null): Fields {
  return {
    system: site.identity,
    account: { id: user.id, name: user.userName, active: user.active },
    entitlement,
    held: account.entitlements.map(({ id, role }) => ({ id, name: role ?? null })),
  };
}

export interface Held {
  readonly id: string;
  readonly name: string | null;
}

/** The user as it was before the first attempt, with what only later ones saw. */
export interface Before {
  readonly active: boolean;
  readonly held: readonly Held[];
}

/** Throws `journal` where a record is not one of this account in this system, or there is none. */
export function beforeOf(site: Site, { account, evidence }: Lost): Before {
  const [first, ...later] = evidence.map((record) => read(site, record, account.id));
  if (first === undefined) throw new LeaverError('journal', `nothing was recorded of ${account.name}`);
  const held = new Map<string, Held>();
  for (const one of [first, ...later].flatMap((record) => record.held)) if (!held.has(one.id)) held.set(one.id, one);
  return { active: first.active, held: [...held.values()] };
}

function read(site: Site, record: Fields, id: string): Before {
  const account = record['account'];
  if (!isFields(account) || account['id'] !== id) {
    throw new LeaverError('journal', `the record in the journal is not one of the account ${id}`);
  }
  if (record['system'] !== site.identity) {
    throw new LeaverError('journal', `the record is of another system than ${site.identity}`);
  }
  const held = Array.isArray(record['held']) ? record['held'].filter(isFields) : [];
  return {
    // What is not known to have been more counts as the lesser.
    active: account['active'] === true,
    held: held.flatMap(({ id: one, name }) =>
      typeof one === 'string' ? [{ id: one, name: typeof name === 'string' ? name : null }] : [],
    ),
  };
}

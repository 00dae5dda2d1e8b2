/**
 * What may be closed of an account that no fresh look shows any more. What was held stands in the journal alone then, and
 * others may have written there: it only says where to look. What a listing of this moment does not show as this very
 * account's is left alone (laws 1 and 12).
 */
import type { Entitlement, ObservedAccount } from '../../core/observation.js';
import { isFatal, whyOf } from '../../github/failures.js';
import type { Remainder } from '../connector.js';
import { readSeat } from './accounts.js';
import {
  codespace,
  deployKey,
  inRepository,
  OUTSIDE,
  PREFIX,
  repositoryInvitation,
  SEAT,
  seat,
  sso,
  token,
  tokenRequest,
} from './entitlements.js';
import * as listings from './listings.js';
import type { DeployKey, RepositoryInvitation } from './shapes.js';
import { type Site, sameLogin } from './site.js';

export interface Proved {
  /** The account with what is there at this moment and is its own; never more than was recorded. */
  readonly account: ObservedAccount;
  /** Recorded, and nobody knows whether it is there or whose it is, since it could not be read. */
  readonly unread: readonly { readonly entitlement: Entitlement; readonly why: string }[];
  /** What is there and can't be shown to be this account's: only a person may take it away. */
  readonly others: readonly Remainder[];
  /** False where the record and GitHub do not speak of the same account: nothing may be done at all. */
  readonly same: boolean;
}

/** Something that is there at this moment, and whether it is the account's. */
interface Found {
  readonly entitlement: Entitlement;
  readonly own: boolean;
}

/** Looks for what was recorded, and asks of each whose it is. `login` is the one that the account's id has now, if any. */
export async function prove(site: Site, recorded: ObservedAccount, login: string | null): Promise<Proved> {
  // People are matched to accounts by names and addresses too, so that those of a record count only where GitHub has them.
  const same = recorded.email === null && (login === null || sameLogin(login, recorded.name));
  const unread: Proved['unread'][number][] = [];
  const own: Entitlement[] = recorded.entitlements.filter(({ id }) => id === OUTSIDE);
  const others: Remainder[] = [];
  for (const part of partsOf(site, recorded, login)) {
    const wanted = recorded.entitlements.filter(({ id }) => part.covers(id));
    if (wanted.length === 0) continue;
    try {
      for (const found of await foundOf(part, wanted)) {
        if (found.own && same) own.push(found.entitlement);
        else others.push(leftAlone(found.entitlement.id, recorded));
      }
    } catch (error) {
      if (isFatal(error)) throw error;
      unread.push(...wanted.map((entitlement) => ({ entitlement, why: whyOf(error) })));
    }
  }
  const account: ObservedAccount = {
    ...recorded,
    status: 'active',
    admin: false,
    suspendedAt: null,
    entitlements: own,
  };
  return { account, unread, others, same };
}

/** Those of the recorded holdings that are there at this moment. Throws what the listing threw. */
async function foundOf({ read, hides }: Part, wanted: readonly Entitlement[]): Promise<readonly Found[]> {
  const there = new Map((await read(wanted)).map((one): [string, Found] => [one.entitlement.id, one]));
  return wanted.flatMap(({ id }) => {
    const hidden = hides === true && NUMBERED.test(id) ? [found({ kind: 'credential', id }, true)] : [];
    const one = there.get(id);
    return one === undefined ? hidden : [one];
  });
}

/** What only the journal says, for a person to look at. */
export function leftAlone(what: string, { id, name }: ObservedAccount): Remainder {
  return {
    kind: 'manual',
    what: `${what} stands in the journal under account ${id} (${name}), and GitHub does not show that it is that account's`,
    todo: `See whose ${what} is. Take it away by hand if it is the leaver's; if not, find out who wrote to the journal.`,
  };
}

/** One sort of holding: which ids it covers, and how to see what is there of those recorded. */
interface Part {
  readonly covers: (id: string) => boolean;
  readonly read: (wanted: readonly Entitlement[]) => Promise<readonly Found[]>;
  /**
   * GitHub lists no SSO authorization of whoever is no member, though it goes on holding. One that the whole listing
   * does not show is no member's, so that removing it by its id touches none; leaving it could leave a door open.
   */
  readonly hides?: true;
}

/** Written as GitHub writes it: nothing that could be read as another number. */
const NUMBERED = /:[1-9]\d*$/;

function partsOf(site: Site, { id: account }: ObservedAccount, login: string | null): readonly Part[] {
  const byId = (owner: { readonly id: number | bigint } | null) => owner !== null && String(owner.id) === account;
  const byLogin = (other: string | null | undefined) => login !== null && sameLogin(login, other);
  const starting = (prefix: string) => (id: string) => id.startsWith(prefix);
  return [
    {
      covers: starting(PREFIX.sso),
      hides: true,
      read: async () =>
        (await listings.whole(listings.ssoCredentials(site))).map((one) => found(sso(one), byLogin(one.login))),
    },
    {
      covers: starting(PREFIX.token),
      read: async () => (await listings.whole(listings.tokens(site))).map((one) => found(token(one), byId(one.owner))),
    },
    {
      covers: starting(PREFIX.tokenRequest),
      read: async () =>
        (await listings.whole(listings.tokenRequests(site))).map((one) => found(tokenRequest(one), byId(one.owner))),
    },
    {
      covers: (id) => id === SEAT,
      read: async () => (login === null ? [] : (await readSeat(site, login)).map((one) => found(seat(one), true))),
    },
    {
      covers: starting(PREFIX.codespace),
      read: async () =>
        login === null || site.client.signIn === 'app'
          ? []
          : (await listings.whole(listings.codespaces(site, login))).map((one) => found(codespace(one), true)),
    },
    {
      covers: starting(PREFIX.repositoryInvitation),
      read: (wanted) => invitationsIn(site, repositoriesOf(wanted, PREFIX.repositoryInvitation), byId),
    },
    {
      covers: starting(PREFIX.deployKey),
      read: (wanted) => keysIn(site, repositoriesOf(wanted, PREFIX.deployKey), byLogin),
    },
  ];
}

function found(entitlement: Entitlement, own: boolean): Found {
  return { entitlement, own };
}

/** Names of repositories, each once: what is recorded may name one that is gone. */
function repositoriesOf(wanted: readonly Entitlement[], prefix: string): ReadonlySet<string> {
  return new Set(wanted.map(({ id }) => inRepository(id.slice(prefix.length)).repository));
}

/** Those of the named repositories that there are. */
async function present(site: Site, named: ReadonlySet<string>): Promise<readonly string[]> {
  const all = await listings.whole(listings.repositories(site));
  return all.map(({ name }) => name).filter((name) => named.has(name));
}

async function invitationsIn(
  site: Site,
  named: ReadonlySet<string>,
  isOwn: (owner: RepositoryInvitation['invitee']) => boolean,
): Promise<readonly Found[]> {
  const all: Found[] = [];
  for (const name of await present(site, named)) {
    const there = await listings.whole(listings.ofRepository<RepositoryInvitation>(site, name, 'invitations'));
    all.push(...there.map((one) => found(repositoryInvitation(name, one), isOwn(one.invitee))));
  }
  return all;
}

/** GitHub tells only the login of who added a key; a key of which it tells none is nobody's here. */
async function keysIn(
  site: Site,
  named: ReadonlySet<string>,
  isOwn: (login: DeployKey['added_by']) => boolean,
): Promise<readonly Found[]> {
  const all: Found[] = [];
  for (const name of await present(site, named)) {
    const there = await listings.whole(listings.ofRepository<DeployKey>(site, name, 'keys'));
    all.push(...there.map((one) => found(deployKey(name, one), isOwn(one.added_by))));
  }
  return all;
}

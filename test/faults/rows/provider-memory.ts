import { LeaverError } from '../../../src/errors.js';
import { brokenAfter } from '../../commands/troubles.js';
import { broken, UNREAD } from '../broken-provider.js';
import type { Case } from '../matrix.js';
import { soundAndMass } from './provider-cases.js';

const refused = async (): Promise<never> => {
  throw new LeaverError('wrong-credential', 'the system refuses the credential', { mend: 'Give it another one.' });
};

/** Providers of kind `memory`. */
export const memoryProviders: readonly Case[] = [
  ...soundAndMass('memory'),
  broken({
    name: 'the second page fails',
    kind: 'memory',
    strike: ({ provider }) => provider.disturb((live) => ({ ...live, page: brokenAfter(live, 5) })),
    says: [UNREAD, 'idp was not seen whole'],
  }),
  broken({
    name: 'the credential is refused',
    kind: 'memory',
    strike: ({ provider }) => provider.disturb((live) => ({ ...live, page: refused, byId: refused, byName: refused })),
    there: [],
    says: [UNREAD, 'the system refuses the credential'],
  }),
  broken({
    name: 'an empty listing: nobody is taken for gone, and its own system halts',
    kind: 'memory',
    strike: ({ provider }) =>
      provider.disturb((live) => ({ ...live, page: async () => ({ accounts: [], next: null }) })),
    there: [],
    status: 3,
    says: ['Halted by a guard in idp'],
  }),
  broken({
    name: 'a listing that is behind calls somebody inactive who is active again',
    kind: 'memory',
    strike: ({ provider }) =>
      provider.disturb((live) => ({
        ...live,
        byId: async (id) => {
          const found = await live.byId(id);
          return found === null || id !== 'id:cat' ? found : { ...found, status: 'active', suspendedAt: null };
        },
      })),
    status: 0,
    says: ['hub 6 seen whole: 1 verified, 4 kept'],
  }),
];

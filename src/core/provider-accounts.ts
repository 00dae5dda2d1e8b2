/** Whose account at the identity provider is meant, where its event knows the provider's ids and logins alone. */
import type { AccountId, DesiredState, PersonId } from './model.js';
import { matcher } from './roster.js';

export interface AccountHolders {
  /** Each once, in order of id. */
  readonly people: readonly PersonId[];
  readonly services: readonly string[];
}

/**
 * Who claims an account at the provider, by the same rule as the plan: each text is an id, a name or an e-mail, as the system's
 * `match` has it. Where several people claim it, all are named: each is judged by what is theirs. Nobody without a provider.
 */
export function holdersAtProvider(desired: DesiredState, texts: readonly string[]): AccountHolders {
  const system = desired.systems.find(({ id }) => id === desired.identityProvider);
  if (system === undefined) return { people: [], services: [] };
  const match = matcher(system, desired.people, desired.services);
  const claimants = texts.flatMap((text) => {
    // As an invitation's, the text may be a name alone, which contradicts no pin.
    const found = match({
      id: text as AccountId,
      name: text,
      email: text.includes('@') ? text : null,
      status: 'invited',
    });
    return found.kind === 'nobody' ? [] : found.kind === 'one' ? [found.claimant] : found.claimants;
  });
  const people = claimants.flatMap((one) => (one.kind === 'person' ? [one.id] : []));
  const services = claimants.flatMap((one) => (one.kind === 'service' ? [one.id] : []));
  return { people: [...new Set(people)].sort(), services: [...new Set(services)].sort() };
}

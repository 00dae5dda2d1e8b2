/**
 * Opt-outs that leave the identity provider out: its suspend closes sign-in everywhere behind it, and so defeats what they keep.
 * The one rule for `validate`, previews, the register and `optout`.
 */
import type { DesiredState, OptOut, Reason, SystemId } from './model.js';

type Asked = Pick<OptOut, 'id' | 'exempts' | 'systems' | 'holds' | 'startsAt' | 'expiresAt'>;
type World = Pick<DesiredState, 'identityProvider' | 'people' | 'systems'> & { readonly optOuts: readonly Asked[] };

type Finder = (optOut: Asked) => SystemId | null;

/** Reasons for which an account at the provider is suspended, by Leaver or by others. */
const AWAY: ReadonlySet<Reason> = new Set<Reason>(['departed', 'suspended', 'idp-inactive']);

/** The provider that would defeat an opt-out, or null: {@link defeats} for one. */
export function defeatedBy(world: World, optOut: Asked): SystemId | null {
  return defeats(world)(optOut);
}

/**
 * Finds the provider that would defeat an opt-out. Null where there is none; where it is one of the opt-out's own systems, or
 * another opt-out holds there for as long; where the opt-out holds nothing that the provider acts on; and where the person has no
 * account there. Building it is linear in the roster.
 */
export function defeats({ identityProvider: provider, people, systems, optOuts }: World): Finder {
  // By e-mail anybody may have an account: the roster need not say so.
  const mailed = systems.find(({ id }) => id === provider)?.match.includes('email') ?? false;
  const there = new Set<string>(
    provider === null ? [] : people.filter(({ accounts }) => mailed || accounts.has(provider)).map(({ id }) => id),
  );
  const keeping = new Map<string, Asked[]>();
  for (const optOut of optOuts) {
    if (provider === null || !optOut.systems.includes(provider)) continue;
    const whose = keeperOf(optOut);
    if (whose !== null) keeping.set(whose, [...(keeping.get(whose) ?? []), optOut]);
  }

  return (optOut) => {
    const { exempts, holds } = optOut;
    if (provider === null || exempts.kind === 'guards' || optOut.systems.includes(provider)) return null;
    const away = holds.filter((reason) => AWAY.has(reason));
    if (away.length === 0 || (exempts.kind === 'person' && !there.has(exempts.person))) return null;
    const own = exempts.kind === 'person' ? (keeping.get(exempts.person) ?? []) : [];
    const kept = [...own, ...(keeping.get(EVERYBODY) ?? [])].some((other) => outlasts(other, optOut, away));
    return kept ? null : provider;
  };
}

/** No person's id. */
const EVERYBODY = '';

/** Whose whole accounts it keeps; null where it keeps none as a whole. */
function keeperOf({ exempts }: Asked): string | null {
  if (exempts.kind === 'pause') return EVERYBODY;
  return exempts.kind === 'person' && exempts.entitlements.length === 0 ? exempts.person : null;
}

/** Whether it holds as much for all of the other's time. Its own approval is its own matter. */
function outlasts(one: Asked, other: Asked, away: readonly Reason[]): boolean {
  if (!away.every((reason) => one.holds.includes(reason))) return false;
  return one.expiresAt >= other.expiresAt && (one.startsAt ?? 0) <= (other.startsAt ?? 0);
}

/** What that means, as a sentence without its first capital and full stop. */
export function defeatWords(provider: SystemId): string {
  return `it leaves out ${provider}, the identity provider: a suspend there defeats whatever is behind single sign-on, and so what this opt-out keeps`;
}

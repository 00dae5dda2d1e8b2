/** What a guard's limits allow, in exact numbers. */
import type { GuardClass, Violation } from './decision.js';
import type { GuardLimits, System } from './model.js';

/**
 * A rule whose halt somebody took upon himself, for this run and this digest. A hollow listing is no matter of how many:
 * nobody can take it upon himself.
 */
export type AcceptedRule = Exclude<Violation['rule'], 'emptySystem'>;

/** Of the caps: somebody may take its halt upon himself. */
export type Exceeded = Violation & { readonly rule: AcceptedRule };

/** @param observed how many accounts the fraction is of; null where it is not applied */
export function violationsOf(
  group: GuardClass,
  actual: number,
  limits: GuardLimits,
  observed: number | null,
): Exceeded[] {
  const violations: Exceeded[] = [];
  if (actual > limits.maxRevocations) {
    violations.push({ rule: 'maxRevocations', class: group, limit: limits.maxRevocations, actual });
  }
  if (observed !== null) {
    const limit = allowedOf(limits.maxRevokedFraction, observed);
    if (actual > limit) violations.push({ rule: 'maxRevokedFraction', class: group, limit, actual });
  }
  return violations;
}

/**
 * How many of `observed` accounts a fraction allows: max(1, ⌊fraction × observed⌋), in exact decimals, so that 0.29 of
 * 100 is 29. A fraction of 0 allows none.
 */
export function allowedOf(fraction: number, observed: number): number {
  if (fraction === 0) return 0;
  const [digits = '0', exponent = '0'] = fraction.toExponential().split('e');
  const [whole = '0', decimals = ''] = digits.split('.');
  const scale = decimals.length - Number(exponent);
  const numerator = BigInt(whole + decimals) * BigInt(observed);
  const share = scale >= 0 ? numerator / 10n ** BigInt(scale) : numerator * 10n ** BigInt(-scale);
  return Math.max(1, Number(share));
}

/** The limits, as they are. Throws `RangeError` where one is not a number in its range: no value switches a cap off by accident. */
export function checked(system: System, limits: GuardLimits): GuardLimits {
  const { maxRevocations, maxRevokedFraction, minAdmins, window } = limits;
  const whole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  const fraction = maxRevokedFraction >= 0 && maxRevokedFraction <= 1;
  if (!whole(maxRevocations) || !whole(minAdmins) || !fraction || !whole(window) || window === 0) {
    throw new RangeError(`the guards of ${system.id} are out of range: ${JSON.stringify(limits)}`);
  }
  return limits;
}

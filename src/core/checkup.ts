/** What `leaver doctor` looked at, and how it found it. */

/** `error`: a promise of Leaver does not hold. `warning`: it may not. `info`: as it is meant, and worth knowing. */
export type CheckSeverity = 'error' | 'warning' | 'info';

export interface CheckFinding {
  readonly severity: CheckSeverity;
  /** The check's id, as `part/name`: `host/code-owner-review`. */
  readonly check: string;
  /** A file with its line, a branch, a system. */
  readonly where: string;
  readonly what: string;
  /** Why it matters. */
  readonly why: string;
  readonly mend: string;
}

/** A check that found what it looked for. */
export interface CheckPassed {
  readonly check: string;
  readonly where: string;
  readonly what: string;
}

export type Checked =
  | ({ readonly kind: 'passed' } & CheckPassed)
  | ({ readonly kind: 'found' } & CheckFinding)
  /** It says neither yes nor no: nothing is passed in silence. */
  | ({ readonly kind: 'not-checked' } & CheckFinding);

/** A check's outcome where it has one of two: `good` is what is said where all is well. */
export function judged(well: boolean, { good, ...finding }: CheckFinding & { readonly good: string }): Checked {
  const { check, where } = finding;
  return well ? { kind: 'passed', check, where, what: good } : { kind: 'found', ...finding };
}

export function found(finding: CheckFinding): Checked {
  return { kind: 'found', ...finding };
}

export function passed(check: string, where: string, what: string): Checked {
  return { kind: 'passed', check, where, what };
}

/** One finding for many things of a kind, the first ten of them named; passed where there is none. */
export function judgedEach(
  names: readonly string[],
  { what, ...rest }: Omit<CheckFinding, 'what'> & { readonly good: string; readonly what: (names: string) => string },
): Checked {
  return judged(names.length === 0, { ...rest, what: what(listed(names)) });
}

const NAMED = 10;

/** `a, b and 3 more`: at most ten names. */
export function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ');
}

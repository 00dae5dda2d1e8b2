import type { Plan } from '../core/decision.js';
import type { Finding } from '../policy/finding.js';
import { incompleteness } from './exit-status.js';
import { findingSentences } from './load.js';

/** What was not done or is not known, as sentences: an opt-out that is invalid is named once, with its reason. */
export function problemsOf(plan: Plan, findings: readonly Finding[]): string[] {
  const invalid = new Set(plan.invalidOptOuts);
  const errors = findings.filter(({ severity, file }) => severity === 'error' && invalid.has(file));
  const told = new Set(errors.map(({ file }) => file));
  const overlong = plan.invalidOptOuts
    .filter((file) => !told.has(file))
    .map((file) => `${file} lasts longer than its reason allows, counted from its merge: it exempts nobody`);
  return [...findingSentences(errors), ...overlong, ...incompleteness({ ...plan, invalidOptOuts: [] })];
}

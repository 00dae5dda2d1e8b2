/** `leaver optout list`: the register of every standing exception. */
import { narrowed, registerOf } from '../../core/register.js';
import type { Instant } from '../../core/time.js';
import { outlineOfRegister } from '../../report/register-outline.js';
import { proveApprovals } from '../approvals.js';
import { type Context, type Narrowing, scopeOf } from '../context.js';
import { findingSentences, load } from '../load.js';
import type { CommandResult } from '../result.js';

/** Ends with 4 where an opt-out is invalid or its approval could not be verified. */
export async function optOutList(context: Context, narrowing: Narrowing, at: Instant | null): Promise<CommandResult> {
  const now = at ?? context.clock.now();
  const loaded = await load(context, narrowing, now);
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const { approvals } = await proveApprovals(context, desired);
  const { systems, people } = scopeOf(narrowing);
  const register = narrowed(registerOf(desired, approvals, now), systems, people);
  const invalid = new Set(register.optOuts.filter(({ standing }) => standing === 'invalid').map(({ file }) => file));
  const unverifiable = register.optOuts.filter(({ standing }) => standing === 'unverifiable');
  const problems = [
    ...findingSentences(findings.filter(({ file }) => invalid.has(file))),
    ...unverifiable.map(({ id }) => `the approval of opt-out ${id} could not be verified`),
  ];
  return {
    status: invalid.size > 0 || unverifiable.length > 0 ? 4 : 0,
    told: { kind: 'outline', outline: outlineOfRegister(register, problems, at !== null) },
    json: { ...register, problems },
    findings,
  };
}

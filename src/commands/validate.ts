/** `leaver validate`: needs neither Git nor network. */
import type { Instant } from '../core/time.js';
import { loadPolicy } from '../policy/load.js';
import type { Inventory } from '../report/findings.js';
import type { Context, Narrowing } from './context.js';
import { checkNarrowing } from './load.js';
import type { CommandResult } from './result.js';

/**
 * All findings in one go; an invalid opt-out is an error here. A narrowing is checked and changes nothing else: the
 * repository is valid as a whole or not at all.
 */
export async function validate(
  { files, clock }: Pick<Context, 'files' | 'clock'>,
  at: Instant | null,
  narrowing: Narrowing = { systems: [], people: [] },
): Promise<CommandResult> {
  const { desired, findings } = await loadPolicy(files, { at: at ?? clock.now() });
  if (desired !== null) checkNarrowing(desired, narrowing);
  const failed = findings.some(({ severity }) => severity === 'error');
  const inventory: Inventory | null =
    desired === null
      ? null
      : {
          people: desired.people.length,
          services: desired.services.length,
          systems: desired.systems.length,
          optOuts: desired.optOuts.length,
          approvalSource: desired.optOutPolicy.approvalSource,
        };
  return {
    status: failed ? 1 : 0,
    told: { kind: 'findings', findings, inventory },
    json: { version: 1, valid: !failed, findings, ...(inventory === null ? {} : { inventory }) },
    findings,
  };
}

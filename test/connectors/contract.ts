/**
 * The one suite that every connector passes. A kind's test calls `connectorContract` with a function that starts a live
 * system (an embedded one, over its real protocol) and a connector to it; see `contract/harness.ts` for what it needs.
 */
import { afterEach, describe } from 'vitest';
import { faultCases } from './contract/faults.js';
import type { ContractHarness } from './contract/harness.js';
import { interruptionCases } from './contract/interruptions.js';
import { readingCases } from './contract/reading.js';
import { restoringCases } from './contract/restoring.js';
import { restoringFaultCases } from './contract/restoring-faults.js';
import { revokingCases } from './contract/revoking.js';
import { safetyCases } from './contract/safety.js';

export type { ContractHarness, Leaver, NotOffered, Offered, Someone } from './contract/harness.js';

/**
 * Declares the suite's cases. `open` starts a fresh live system each time it is called, the same one every time, with
 * `crowd` more accounts that hold nothing besides those that the harness names.
 */
export function connectorContract(kind: string, open: (crowd: number) => Promise<ContractHarness>): void {
  describe(`connector contract of ${kind}`, () => {
    const started: ContractHarness[] = [];
    afterEach(async () => {
      for (const harness of started.splice(0)) await harness.stop();
    });
    async function start(crowd = 0): Promise<ContractHarness> {
      const harness = await open(crowd);
      started.push(harness);
      return harness;
    }
    readingCases(start);
    revokingCases(start);
    safetyCases(start);
    faultCases(start);
    interruptionCases(start);
    restoringCases(start);
    restoringFaultCases(start);
  });
}

/** What is promised of a provider of any kind. */
import { broken } from '../broken-provider.js';
import type { Case } from '../matrix.js';
import { type ProviderKind, WORKING } from '../provider-scene.js';

/** An undisturbed run, so that the others show a difference; and a broken sync, which calls nearly everybody inactive. */
export function soundAndMass(kind: ProviderKind): readonly Case[] {
  const mass = { kind, inactive: WORKING, status: 3, says: ['Halted by a guard in hub'] } as const;
  return [
    broken({
      ...{ name: 'not broken: who is inactive there goes behind it too', kind, status: 0 },
      ...{ behind: ['ana', 'cat'], says: ['inactive at the identity provider'] },
    }),
    broken({
      ...{ name: 'four people inactive at once where three may be: none of them goes', ...mass },
      guards: { maxRevocations: 3 },
    }),
    broken({
      ...{ name: 'most of the people inactive at once: none of them goes', ...mass },
      guards: { maxRevokedFraction: 0.5 },
    }),
  ];
}

/** Imports of small worlds: who is new, and what is told. */
import type { ImportInput, RosterImport } from '../../../src/core/import/model.js';
import { importRoster } from '../../../src/core/import/roster-import.js';
import type { ObservedAccount } from '../../../src/core/observation.js';
import { account, desired, NOW, observation, person, system } from '../../fixtures/builders.js';

export const kim = person({ id: 'kim.cho', name: 'Kim Cho', email: 'kim@acme.example', accounts: {} });

type Given = Readonly<Record<string, readonly ObservedAccount[]>>;

export function imported(
  of: Parameters<typeof desired>[0],
  live: Given,
  more: Partial<ImportInput> = {},
): RosterImport {
  const systems = of?.systems ?? Object.keys(live).map((id) => system({ id }));
  const observations = Object.entries(live).map(([id, accounts]) => observation({ system: id, accounts }));
  const writable = (text: string) => !/[\n\r\t]/.test(text) && text !== '';
  return importRoster({
    desired: desired({ people: [kim], ...of, systems }),
    observations,
    now: NOW,
    writable,
    ...more,
  });
}

export const claims = ({ findings }: RosterImport) =>
  findings.map(({ holder, system: id, account: { name }, by }) => `${holder.id} ${id}/${name} ${by}`);
export const left = (found: RosterImport) =>
  found.left.map(({ system: id, account: { name }, why }) => `${id}/${name} ${why}`);
export const mailed = (name: string, more: Parameters<typeof account>[0] = {}) =>
  account({ name, email: `${name}@acme.example`, ...more });

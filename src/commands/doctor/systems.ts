/** Whether each system can be reached, read whole, and with the right credential. */
import type { Connector } from '../../connectors/connector.js';
import { type Checked, found, judged, passed } from '../../core/checkup.js';
import type { System } from '../../core/model.js';
import type { Observation } from '../../core/observation.js';
import { messageOf } from '../../errors.js';
import { count } from '../../report/words.js';
import type { Context } from '../context.js';
import { attempt, mendOf } from './part.js';

export interface CheckedSystem {
  readonly checks: readonly Checked[];
  readonly requests: number;
}

/** Never throws: whatever goes wrong in one system, the others are looked at. */
export async function checkSystem(context: Context, system: System): Promise<CheckedSystem> {
  const where = `system ${system.id}`;
  context.progress(`${system.id}: observing …`);
  let connector: Connector | null = null;
  try {
    connector = await context.connect(system);
    const observation = await connector.observe();
    const credential = await credentialOf(connector, system, where);
    const requests = connector.requests();
    context.progress(`${system.id}: ${count(observation.accounts.length, 'account')}, ${count(requests, 'request')}`);
    return { checks: [...seen(observation, where), ...gaps(observation, connector, where), ...credential], requests };
  } catch (error) {
    const unreachable = found({
      severity: 'error',
      check: 'system/reachable',
      where,
      what: messageOf(error),
      why: 'What is not read is not judged: whoever left keeps their access there, and every run ends with 4.',
      mend: mendOf(error) || 'Check the settings, the credential and the network.',
    });
    return { checks: [unreachable], requests: connector?.requests() ?? 0 };
  }
}

function seen({ completeness, accounts, identity, requests }: Observation, where: string): readonly Checked[] {
  const reached = identity === null ? '' : ` as ${identity}, which the settings name`;
  const told = `answers${reached}: ${count(accounts.length, 'account')} in ${count(requests, 'request')}`;
  return [
    passed('system/reachable', where, told),
    judged(completeness.kind !== 'partial', {
      severity: 'error',
      check: 'system/seen-whole',
      where,
      what: `not every account could be listed: ${completeness.kind === 'partial' ? completeness.gaps.join('; ') : ''}`,
      why: 'Nobody is revoked on the word of a partial listing, so that whoever left may stay unseen.',
      mend: 'Mend what the reason names; where it is a permission, the README of the connector lists it.',
      good: 'every account was listed',
    }),
  ];
}

function gaps({ gaps: all }: Observation, connector: Connector, where: string): readonly Checked[] {
  const open = all.filter(({ declared }) => !declared);
  const check = 'system/parts-readable';
  if (open.length === 0) return [passed(check, where, 'every part is readable, or declared not to be')];
  return open.map(({ part, why }) => {
    const permission = connector.permissionFor(part);
    const grant = permission === null ? 'If it can be read at all, grant it' : `Grant ${permission}`;
    return found({
      severity: 'error',
      check,
      where,
      what: `${part} could not be read: ${why}`,
      why: 'What a person holds there is neither seen nor revoked, and every run ends with 4.',
      mend: `${grant}; or declare ${part} under unavailable in the system's file.`,
    });
  });
}

async function credentialOf(connector: Connector, system: System, where: string): Promise<readonly Checked[]> {
  const check = 'system/credential-excessive';
  const read = await attempt(
    {
      check,
      where,
      what: 'what the credential may do',
      why: 'A credential that can do more than it needs is a prize.',
      permission: null,
    },
    () => connector.examine(system.mode === 'enforce' ? 'revoking' : 'reading'),
  );
  if ('unread' in read) return [read.unread];
  if (read.value.length === 0) return [passed(check, where, 'nothing is wrong with the credential')];
  return read.value.map((finding) => found({ ...finding, where }));
}

import { describe, expect, test } from 'vitest';
import { type DoctorOptions, doctor } from '../../../src/commands/doctor/index.js';
import type { RevokingConnector } from '../../../src/connectors/connector.js';
import { LeaverError } from '../../../src/errors.js';
import { accountOf, memorySystem } from '../../fixtures/repositories.js';
import { textOf, worldOf } from '../world.js';
import { documentOf, findingOf, found, parts } from './world.js';

const SYSTEMS = [memorySystem([accountOf('dan', { id: '104' })]), memorySystem([], { id: 'other', mode: 'report' })];
const ALL: DoctorOptions = { offline: false, verbose: false, systems: [] };

/** The check-up of two systems, where the connector of `hub` is another one. */
async function checked(
  change: (connector: RevokingConnector) => Partial<RevokingConnector>,
  options: Partial<DoctorOptions> = {},
  more: object = {},
) {
  const world = worldOf(parts({ systems: SYSTEMS.map((one) => (one.id === 'hub' ? { ...one, ...more } : one)) }), {
    connect: (system, open) => {
      const connector = open() as RevokingConnector;
      return system.id === 'hub' ? { ...connector, ...change(connector) } : connector;
    },
  });
  const result = await doctor(world.context, { ...ALL, ...options });
  return { result, world };
}

const ofSystems = (all: readonly string[]) => all.filter((one) => one.includes('system/'));

describe('each system', () => {
  test('that is as it should be is counted, with how many requests it took', async () => {
    const { result } = await checked(() => ({}));
    expect(ofSystems(found(result, 'info'))).toEqual([]);
    expect(documentOf(result).passed).toContainEqual({
      check: 'system/reachable',
      where: 'system hub',
      what: 'answers: 1 account in 1 request',
    });
    expect(documentOf(result).requests).toMatchObject({ 'system hub': 1, 'system other': 1 });
  });

  test.each([
    ['refuses the credential', 'wrong-credential'],
    ['is another one than the settings name', 'wrong-system'],
    ['does not answer', 'unreachable'],
  ] as const)('when one %s, that is one error with its mend, and the others are looked at', async (_, code) => {
    const observe = async () => {
      throw new LeaverError(code, 'no, not so', { mend: 'Do this.' });
    };
    const { result } = await checked(() => ({ observe }));
    expect(ofSystems(found(result))).toEqual(['error system/reachable']);
    expect(findingOf(result, 'system/reachable')).toMatchObject({ what: 'no, not so', mend: 'Do this.' });
    expect(documentOf(result).passed).toContainEqual(expect.objectContaining({ where: 'system other' }));
    expect(result.status).toBe(1);
  });

  test('when it can only be read in part, that is an error', async () => {
    const { result } = await checked((connector) => ({
      observe: async () => ({
        ...(await connector.observe()),
        completeness: { kind: 'partial', gaps: ['page 7: 502'] },
      }),
    }));
    expect(findingOf(result, 'system/seen-whole').what).toContain('page 7: 502');
  });

  test('when a part can not be read, the permission is named; a declared one is no fault', async () => {
    const gaps = [
      { part: 'keys', why: 'status 403', declared: false },
      { part: 'seats', why: 'status 403', declared: true },
    ];
    const { result } = await checked((connector) => ({
      observe: async () => ({ ...(await connector.observe()), gaps }),
      permissionFor: (part) => `${part}: read`,
    }));
    expect(ofSystems(found(result))).toEqual(['error system/parts-readable']);
    expect(findingOf(result, 'system/parts-readable').mend).toMatch(/^Grant keys: read; or declare keys/);
  });

  test('what is wrong with the credential is told; an enforced system asks what revoking needs', async () => {
    const uses: string[] = [];
    const examine: RevokingConnector['examine'] = async (use) => {
      uses.push(use);
      return [{ severity: 'warning', check: 'system/credential-excessive', what: 'too much', why: 'w', mend: 'm' }];
    };
    const { result } = await checked(() => ({ examine }));
    expect(findingOf(result, 'system/credential-excessive')).toMatchObject({ where: 'system hub', what: 'too much' });
    await checked(() => ({ examine }), {}, { mode: 'report' });
    expect(uses).toEqual(['revoking', 'reading']);
  });

  test('when the credential can not be examined, that is not passed', async () => {
    const examine = async () => {
      throw new LeaverError('rate-limited', 'not now');
    };
    const { result } = await checked(() => ({ examine }));
    expect(findingOf(result, 'system/credential-excessive')).toMatchObject({ checked: false, severity: 'warning' });
  });

  test('when a fault of ours is thrown in one, the others are looked at all the same', async () => {
    const { result } = await checked(() => {
      throw new TypeError('x is not a function');
    });
    expect(ofSystems(found(result))).toEqual(['error system/reachable']);
  });

  test('only those that are named are asked; an unknown one is a fault of the command line', async () => {
    const { world } = await checked(() => ({}), { systems: ['other'] });
    expect(world.connected).toEqual(['other']);
    await expect(checked(() => ({}), { systems: ['huh'] })).rejects.toMatchObject({ code: 'usage' });
  });

  test('what a system says is shown as text', async () => {
    const observe = async () => {
      throw new LeaverError('unreachable', '\u001b[2J::error::gone <b>');
    };
    const { result } = await checked(() => ({ observe }));
    expect(textOf(result)).not.toContain('\u001b');
    expect(textOf(result)).not.toMatch(/(^|\s)::/);
  });
});

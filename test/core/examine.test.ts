import { describe, expect, test } from 'vitest';
import { examine } from '../../src/core/examine.js';
import { DAY, desired, later, NOW, person } from '../fixtures/builders.js';
import { approval, optOut, pause } from '../fixtures/opt-outs.js';

const left = (id: string) => person({ id, name: id, status: 'departed' });
const PEOPLE = ['ana.ruiz', 'sam.lee', 'kim.cho', 'dan.fox'].map(left);
const FREEZE = pause({ id: 'freeze', expiresAt: later(DAY) });
const BY_DAN = approval({ optOut: 'freeze', by: ['dan.fox'] });

/** Who loses access when the pause lapses, and by what somebody is held on. */
function losing(optOuts = [FREEZE], proofs = [BY_DAN]) {
  const state = desired({ people: PEOPLE, optOuts });
  return examine(state, proofs, FREEZE, NOW).lapse.people.map(({ person: id, heldBy }) => `${id} ${heldBy}`);
}

describe('what the lapse of a pause brings', () => {
  test('nothing for its requester, its owner and its approvers, whom it never held', () => {
    expect(losing()).toEqual(['ana.ruiz null']);
  });

  test('another pause holds on whom it covers', () => {
    const later2 = pause({ id: 'longer', expiresAt: later(2 * DAY), requestedBy: 'boss.man', owner: 'eve.hall' });
    expect(losing([FREEZE, later2], [BY_DAN, approval({ optOut: 'longer', by: ['dan.fox'] })])).toEqual([
      'ana.ruiz longer',
    ]);
  });

  test('but not who has a part in it', () => {
    const longer = (of: Parameters<typeof pause>[0]) =>
      pause({ id: 'longer', expiresAt: later(2 * DAY), requestedBy: 'boss.man', owner: 'eve.hall', ...of });
    const held = (of: Parameters<typeof pause>[0], by: string) =>
      losing([FREEZE, longer(of)], [BY_DAN, approval({ optOut: 'longer', by: [by] })]);
    expect(held({ requestedBy: 'ana.ruiz' }, 'dan.fox')).toEqual(['ana.ruiz null']);
    expect(held({ owner: 'ana.ruiz' }, 'dan.fox')).toEqual(['ana.ruiz null']);
    expect(held({}, 'ana.ruiz')).toEqual(['ana.ruiz null']);
    expect(held({}, 'dan.fox')).toEqual(['ana.ruiz longer']);
  });

  test('an opt-out of their own holds a person on, whoever asked for it', () => {
    const own = optOut({ id: 'own', expiresAt: later(2 * DAY), requestedBy: 'ana.ruiz' });
    expect(losing([FREEZE, own], [BY_DAN, approval({ optOut: 'own' })])).toEqual(['ana.ruiz own']);
  });
});

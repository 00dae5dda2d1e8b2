/** The act about forged opt-outs: three that are in the repository, and hold nothing. */
import { storyTime } from './clock.js';
import { registerOf } from './opt-outs.js';
import { bodyOf, done, is, type Played, type Stage } from './stage.js';

const TOMAS = 'tomas.novak';

/** Tomas left and can still write to the repository. The embedded host lets everything in, as an administrator could. */
export async function playForgeries(stage: Stage): Promise<Played> {
  const { clock, host } = stage;
  clock.leapTo(storyTime('2026-11-23T16:08:00Z'));
  await host.push(TOMAS, { title: 'Small fix', files: forged('tomas-access', ['aws-prod', 'github']) });
  clock.leapTo(storyTime('2026-11-23T16:09:00Z'));
  const alone = await propose(stage, 'tomas-ledger', ['aws-prod']);
  await host.merge(TOMAS, alone);
  clock.leapTo(storyTime('2026-11-23T16:11:00Z'));
  const among = await propose(stage, 'tomas-review', ['github']);
  await host.approve('omar.farouk', among);
  await host.merge(TOMAS, among);
  await stage.checkOut();
  const { body, entries, json } = await registerOf(stage, TOMAS);
  const why = (id: string): string => {
    const entry = entries.find((one) => one.id === id);
    return entry?.standing === 'unapproved' ? entry.why : '';
  };
  return {
    body: bodyOf(
      done(
        '16:08  tomas.novak pushes an opt-out for himself straight to main.',
        `16:09  He merges another, in pull request ${alone}, that nobody reviewed.`,
        `16:11  He merges a third, in pull request ${among}: his colleague Omar approved it.`,
      ),
      body,
    ),
    proofs: [],
    checks: [
      is('the register shows three opt-outs of his', entries.length === 3),
      is('the push is refused as one', why('tomas-access').includes('without a pull request (a direct push)')),
      is('the unreviewed merge is refused as one', why('tomas-ledger').includes('was approved by nobody')),
      is("Omar's word is refused", why('tomas-review').includes('omar.farouk was no designated owner of github')),
    ],
    results: [json],
  };
}

function propose({ host }: Stage, id: string, systems: readonly string[]): Promise<number> {
  return host.propose(TOMAS, { branch: id, title: 'Small fix', files: forged(id, systems) });
}

/** In order by every rule of the file itself, with other people's names in it. */
function forged(id: string, systems: readonly string[]): Readonly<Record<string, string>> {
  const lines = [
    `id: ${id}`,
    `person: ${TOMAS}`,
    `systems: [${systems.join(', ')}]`,
    'reason: handover',
    'justification: Still needed.',
    'requestedBy: mei.tanaka',
    'owner: kim.cho',
    'expiresAt: 2026-12-04T17:00:00Z',
  ];
  return { [`optouts/${id}.yaml`]: `${lines.join('\n')}\n` };
}

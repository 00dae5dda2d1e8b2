/** The acts about runs: what should be and what is, the plan, what is revoked, and the proof from outside. */
import type { Decision, Plan } from '../../core/decision.js';
import type { Snapshot } from '../../core/observation.js';
import { count } from '../../report/words.js';
import { observeCommand, planCommand } from '../plan.js';
import { reconcile } from '../reconcile.js';
import { tell } from '../tell.js';
import { validate } from '../validate.js';
import { storyTime } from './clock.js';
import {
  bodyOf,
  EVERYTHING,
  is,
  notedBefore,
  type Played,
  playRun,
  rowsOnly,
  type Stage,
  shown,
  tellCut,
  withoutLimits,
} from './stage.js';

/** Access keys of the story's people: see the world file. */
const KEYS = {
  tomas: 'AKIATOMASNOVAEXAMPLE',
  ana: 'AKIAANARUIZ22EXAMPLE',
  luis: 'AKIALUISORTEGEXAMPLE',
  jonas: 'AKIAJONASBERGEXAMPLE',
} as const;

export async function playBeginning(stage: Stage): Promise<Played> {
  const { paint } = stage;
  const valid = await validate(stage.open(), null);
  const seen = await observeCommand(stage.open(), EVERYTHING, null);
  const { systems = [], approvals = [] } = seen.json as Partial<Snapshot>;
  stage.membersBefore = await stage.outsider.members();
  const lines = systems.map(({ system, accounts, requests, completeness }) => {
    const gaps = completeness.kind === 'partial' ? `: ${completeness.gaps.join('; ')}` : '';
    const whole = completeness.kind === 'complete' ? 'seen whole' : `NOT seen whole${gaps}`;
    return `  ${system.padEnd(10)}  ${count(accounts.length, 'account')} in ${count(requests, 'request')}, ${whole}\n`;
  });
  const approved = approvals.filter(({ verdict }) => verdict === 'approved');
  lines.push(
    `  opt-outs    ${approved.length} of ${approvals.length} proved to be approved, each in its pull request\n`,
  );
  const whole = systems.length === 4 && systems.every(({ completeness }) => completeness.kind === 'complete');
  return {
    body: bodyOf(shown('validate', tell(valid, 'text', paint), paint), shown('observe', lines.join(''), paint)),
    proofs: [],
    checks: [
      is('the sample organization validates', valid.status === 0),
      is('all four systems are seen whole', whole && seen.status === 0),
      is('each opt-out is proved to be approved', approved.length === approvals.length && approved.length > 0),
    ],
    results: [valid.json, seen.json],
  };
}

export async function playPlan(stage: Stage): Promise<Played> {
  const { clock, paint } = stage;
  clock.leapTo(storyTime('2026-11-23T16:15:00Z'));
  const result = await planCommand(stage.open(), { narrowing: EVERYTHING, at: null, from: null, out: null });
  const { warnings = [], decisions = [] } = result.json as Partial<Plan>;
  const exempt = decisions.filter(({ kind }) => kind === 'exempt');
  const text = tellCut(result, paint, (outline) => ({ ...outline, groups: outline.groups.map(withoutLimits) }));
  return {
    body: shown('plan', text, paint),
    proofs: [],
    checks: [
      is(`the plan holds revocations, and no guard halts it (status 2, not ${result.status})`, result.status === 2),
      is(
        "it warns of the leaver's key in use",
        warnings.some(({ entitlement }) => entitlement === `key:${KEYS.tomas}`),
      ),
      is(`four opt-outs hold accounts, not ${exempt.length}`, exempt.length === 4),
      is(
        'the forged ones hold none',
        decisions.filter(isOf('tomas.novak')).every(({ kind }) => kind === 'revoke'),
      ),
    ],
    results: [result.json],
  };
}

function isOf(wanted: string): (decision: Pick<Decision, 'person'>) => boolean {
  return ({ person }) => (person as string | null) === wanted;
}

export async function playProof({ outsider, membersBefore, gone }: Stage): Promise<Played> {
  const tomas = await outsider.memberStatus('tomasnovak');
  const refused = await outsider.callerOf(KEYS.tomas);
  const invited = await outsider.invited();
  const ines = await outsider.memberStatus('inesmartin');
  const diego = await outsider.memberStatus('diegosantos');
  const ana = await outsider.callerOf(KEYS.ana);
  const others = membersBefore.filter((login) => !gone.includes(login));
  const untouched = (await outsider.members()).join() === others.join();
  const proofs = [
    is(`tomas.novak left: GitHub answers ${tomas} when asked for the member tomasnovak`, tomas === 404),
    is(`and AWS answers ${refused} to his access key`, refused === 'InvalidClientTokenId'),
    is('zara.ahmed never began: her invitation is gone', invited.length === 0),
    is('diego.santos left, with an opt-out until 18:00 UTC: still a member', diego === 204),
    is('ines.martin is on leave, with an opt-out for GitHub: still a member', ines === 204),
    is('ana.ruiz left, with an opt-out for a handover: her access key still works', isHeldBy('ana.ruiz', ana)),
    is(`nobody else was touched: the other ${others.length} members are all there`, untouched),
  ];
  return { body: '', proofs, checks: [], results: [] };
}

export async function playFive(stage: Stage): Promise<Played> {
  const { outsider, clock } = stage;
  const before = await Promise.all([outsider.callerOf(KEYS.jonas), outsider.callerOf(KEYS.luis)]);
  clock.leapTo(storyTime('2026-11-23T17:00:00Z'));
  const played = await playRun(stage, 5);
  const after = await Promise.all([outsider.callerOf(KEYS.jonas), outsider.callerOf(KEYS.luis)]);
  const worked = isHeldBy('jonas.berg', before[0]) && isHeldBy('luis.ortega', before[1]);
  const refused = after.every((answer) => answer === 'InvalidClientTokenId');
  const ana = await outsider.callerOf(KEYS.ana);
  const proofs = [
    is('the access keys of both worked until 17:00, and AWS refuses them now', worked && refused),
    is("ana.ruiz's opt-out runs on until 27 November: her access key still works", isHeldBy('ana.ruiz', ana)),
  ];
  return { ...played, proofs };
}

function isHeldBy(user: string, answer: string | undefined): boolean {
  return answer?.endsWith(`:user/${user}`) === true;
}

const DIEGO = 'diego.santos';
const SIX = storyTime('2026-11-23T18:00:00Z');

/** The last second in which an opt-out holds, and the first in which it does not. */
export async function playSix(stage: Stage): Promise<Played> {
  const { outsider, clock, paint } = stage;
  clock.leapTo(storyTime('2026-11-23T17:59:59Z'));
  const held = await reconcile(stage.open(), EVERYTHING);
  const { plan, results = [] } = held.json as { readonly plan?: Plan; readonly results?: readonly unknown[] };
  const exempt = plan?.decisions.some((decision) => isOf(DIEGO)(decision) && decision.kind === 'exempt') === true;
  const stillIn = await outsider.memberStatus('diegosantos');
  const inTime = clock.now() < SIX;
  clock.leapTo(SIX);
  const played = await playRun(stage, 1);
  const after = await outsider.memberStatus('diegosantos');
  const text = tellCut(held, paint, (outline) => ({
    ...notedBefore(rowsOnly(outline, ({ subject }) => subject.startsWith(DIEGO))),
    figures: [],
  }));
  return {
    body: bodyOf('At 17:59:59:', shown('reconcile', text, paint), 'At 18:00:00:', played.body),
    proofs: [
      is(`at 17:59:59 GitHub answered ${stillIn} when asked for the member diegosantos`, stillIn === 204 && inTime),
      is(`at 18:00:00, after the run, it answers ${after}`, after === 404),
    ],
    checks: [
      ...played.checks,
      is(
        'the run at 17:59:59 finds him exempt, revokes nothing and ends with 0',
        exempt && results.length === 0 && held.status === 0,
      ),
    ],
    results: [held.json, ...played.results],
  };
}

export async function playEnd(stage: Stage): Promise<Played> {
  const played = await playRun(stage, 0);
  const valid = await validate(stage.open(), null);
  return { ...played, checks: [...played.checks, is('the repository is valid still', valid.status === 0)] };
}

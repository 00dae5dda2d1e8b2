/** The acts of the story, in order. Each plays a real command, and says what must have come of it. */
import type { Plan } from '../core/decision.js';
import type { Snapshot } from '../core/observation.js';
import { type Instant, parseInstant } from '../core/time.js';
import { count } from '../report/words.js';
import { type Act, EVERYTHING, is, type Played, playRun, type Stage, tellCut, withoutLimits } from './demo-stage.js';
import { observeCommand, planCommand } from './plan.js';
import { tell } from './tell.js';
import { validate } from './validate.js';

export const STORY_BEGINS = instant('2026-11-23T16:00:00Z');
const LAST_HOUR = instant('2026-11-23T17:00:00Z');

/** Access keys of the story's people: see the world file. */
const KEYS = {
  tomas: 'AKIATOMASNOVAEXAMPLE',
  ana: 'AKIAANARUIZ22EXAMPLE',
  luis: 'AKIALUISORTEGEXAMPLE',
  jonas: 'AKIAJONASBERGEXAMPLE',
} as const;

export const ACTS: readonly Act[] = [
  {
    title: 'The policy repository is valid',
    said: 'policies/ says who works at acme and in which systems. optouts/ says whose revocation is held back, and until when. All of it is YAML in Git, changed by pull requests.',
    play: playValidate,
  },
  {
    title: 'What is live, read over HTTP',
    said: 'A GitHub organization and an AWS account run inside this program and speak the real protocols. Leaver lists who has an account there.',
    play: playObserve,
  },
  {
    title: 'The plan: who should not be there any more',
    said: 'Each account gets one decision, with its reason. Nothing is changed yet.',
    play: playPlan,
  },
  {
    title: 'Revoked, and read back',
    said: 'Sign-in first, then keys and tokens, then memberships. Each step is on record before it is made, and each account is read again afterwards. What cannot end at once is told, with its end.',
    play: (stage) => playRun(stage, 8),
  },
  {
    title: 'Proof from outside',
    said: "Not Leaver's own word: these are plain requests to the two systems.",
    play: playProof,
  },
  {
    title: 'An hour later: somebody leaves, an opt-out lapses',
    said: "The story's clock moves to 17:00 UTC: jonas.berg's last hour, as the roster says, and the end of luis.ortega's opt-out. Nobody has to remember either.",
    play: playLastHour,
  },
  {
    title: 'Nothing is left to do',
    said: 'A third run looks at the same systems again.',
    play: (stage) => playRun(stage, 0),
  },
];

async function playValidate({ context, paint }: Stage): Promise<Played> {
  const result = await validate(context, null);
  const checks = [is('the sample organization validates', result.status === 0)];
  return { body: tell(result, 'text', paint), proofs: [], checks, json: result.json };
}

async function playObserve(stage: Stage): Promise<Played> {
  const result = await observeCommand(stage.context, EVERYTHING, null);
  const { systems = [] } = result.json as Partial<Snapshot>;
  stage.membersBefore = await stage.outsider.members();
  const lines = systems.map(({ system, accounts, requests, completeness }) => {
    const gaps = completeness.kind === 'partial' ? `: ${completeness.gaps.join('; ')}` : '';
    const whole = completeness.kind === 'complete' ? 'seen whole' : `NOT seen whole${gaps}`;
    return `  ${system.padEnd(8)}  ${count(accounts.length, 'account')} in ${count(requests, 'request')}, ${whole}\n`;
  });
  const whole = systems.length === 2 && systems.every(({ completeness }) => completeness.kind === 'complete');
  const checks = [is('both systems are seen whole', whole && result.status === 0)];
  return { body: lines.join(''), proofs: [], checks, json: result.json };
}

async function playPlan({ context, paint }: Stage): Promise<Played> {
  const result = await planCommand(context, { narrowing: EVERYTHING, at: null, from: null, out: null });
  const { warnings = [], decisions = [] } = result.json as Partial<Plan>;
  const exempt = decisions.filter(({ kind }) => kind === 'exempt');
  return {
    body: tellCut(result, paint, (outline) => ({ ...outline, groups: outline.groups.map(withoutLimits) })),
    proofs: [],
    checks: [
      is(`the plan holds revocations, and no guard halts it (status 2, not ${result.status})`, result.status === 2),
      is(
        "it warns of the leaver's key in use",
        warnings.some(({ entitlement }) => entitlement === `key:${KEYS.tomas}`),
      ),
      is(`three opt-outs hold accounts, not ${exempt.length}`, exempt.length === 3),
    ],
    json: result.json,
  };
}

async function playProof({ outsider, membersBefore, gone }: Stage): Promise<Played> {
  const tomas = await outsider.memberStatus('tomasnovak');
  const refused = await outsider.callerOf(KEYS.tomas);
  const invited = await outsider.invited();
  const ines = await outsider.memberStatus('inesmartin');
  const ana = await outsider.callerOf(KEYS.ana);
  const others = membersBefore.filter((login) => !gone.includes(login));
  const untouched = (await outsider.members()).join() === others.join();
  const proofs = [
    is(`tomas.novak left: GitHub answers ${tomas} when asked for the member tomasnovak`, tomas === 404),
    is(`and AWS answers ${refused} to his access key`, refused === 'InvalidClientTokenId'),
    is('zara.ahmed never began: her invitation is gone', invited.length === 0),
    is('ines.martin is on leave, with an opt-out for GitHub: still a member', ines === 204),
    is('ana.ruiz left, with an opt-out for a handover: her access key still works', isHeldBy('ana.ruiz', ana)),
    is(`nobody else was touched: the other ${others.length} members are all there`, untouched),
  ];
  return { body: '', proofs, checks: [], json: null };
}

async function playLastHour(stage: Stage): Promise<Played> {
  const { outsider, clock } = stage;
  const before = await Promise.all([outsider.callerOf(KEYS.jonas), outsider.callerOf(KEYS.luis)]);
  clock.leapTo(LAST_HOUR);
  const played = await playRun(stage, 3);
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

function instant(text: string): Instant {
  const found = parseInstant(text);
  if (found === null) throw new RangeError(`not an RFC 3339 time: ${text}`);
  return found;
}

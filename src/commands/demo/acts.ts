/** The acts of the story, in order. Each plays real commands, and says what must have come of them. */
import { storyTime } from './clock.js';
import { playForgeries } from './forgeries.js';
import { playLog } from './log.js';
import { playApproval, playPrune, playRequest } from './opt-outs.js';
import { playProvider, playSync } from './provider.js';
import { playBeginning, playEnd, playFive, playPlan, playProof, playSix } from './runs.js';
import { type Act, playRun } from './stage.js';

export const STORY_BEGINS = storyTime('2026-11-23T16:00:00Z');

export const ACTS: readonly Act[] = [
  {
    title: 'What should be, and what is',
    said: 'policies/ says who works at acme and in which systems. optouts/ says whose revocation is held back, and until when. All of it is YAML in Git, changed by pull requests. The systems run inside this program and speak the real protocols: an Okta organization, which is the identity provider, a GitHub organization, an AWS account, and the dashboard of the data platform, by SCIM.',
    play: playBeginning,
  },
  {
    title: 'An opt-out is asked for',
    said: 'diego.santos has left, and a run would revoke his GitHub account now. His manager needs him there for two hours more. She writes an opt-out, and opens a pull request.',
    play: playRequest,
  },
  {
    title: 'A designated owner approves it',
    said: 'Who may approve stands in the policy, as it was before the pull request. Whoever asks for it, writes a part of it or profits by it has no say. Once merged it is in force, and called expiring, since its end is less than a week away.',
    play: playApproval,
  },
  {
    title: 'Three that are forged',
    said: 'tomas.novak has left too, and can still write to the repository. Nothing at this host stops him: three opt-outs for himself reach main, in the names of his manager and of an owner. Leaver trusts no merge. It asks at each run, of each opt-out, who approved this very text.',
    play: playForgeries,
  },
  {
    title: 'The plan: who should not be there any more',
    said: 'Each account gets one decision, with its reason. Nothing is changed yet.',
    play: playPlan,
  },
  {
    title: 'Revoked, and read back',
    said: 'Sign-in first, then keys and tokens, then memberships. Each step is on record before it is made, and each account is read again afterwards. What cannot end at once is told, with its end.',
    play: (stage) => playRun(stage, 12),
  },
  {
    title: 'Proof from outside',
    said: "Not Leaver's own word: these are plain requests to the systems.",
    play: playProof,
  },
  {
    title: 'The identity provider says that somebody left',
    said: 'yusuf.demir stands in the roster as active, and nobody has opened a pull request. What Okta says counts all the same: whoever is inactive there has left everywhere. Its event starts a run for him alone.',
    play: playProvider,
  },
  {
    title: 'The roster follows',
    said: 'The repository is brought up to the provider by one pull request: who left is marked, with time and source, and who joined is proposed. A person merges.',
    play: playSync,
  },
  {
    title: '17:00: somebody leaves, an opt-out lapses',
    said: "The story's clock moves to jonas.berg's last hour, as the roster says, and the end of luis.ortega's opt-out. Nobody has to remember either.",
    play: playFive,
  },
  {
    title: "18:00: Diego's opt-out lapses, to the second",
    said: 'Two runs, a second apart: it holds until its last second, and not one longer.',
    play: playSix,
  },
  {
    title: 'What lapsed is cleared away',
    said: 'A lapsed file exempts nobody, and need not lie about. Leaver proposes to remove those that lapsed more than a day ago; a person merges.',
    play: playPrune,
  },
  {
    title: 'Nothing is left to do',
    said: 'A last run looks at the same systems again.',
    play: playEnd,
  },
  {
    title: 'The log, and somebody who bends it',
    said: 'All that happened stands in one log, each event chained to the one before it. An auditor need not take its word.',
    play: playLog,
  },
];

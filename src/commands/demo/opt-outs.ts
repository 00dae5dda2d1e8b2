/** The acts about opt-outs: one that is asked for and approved, and what has lapsed cleared away. */
import type { Register } from '../../core/register.js';
import { nodeFiles } from '../../ports/node.js';
import type { Outline } from '../../report/outline.js';
import type { DraftFlags } from '../optout/flags.js';
import { optOutList } from '../optout/list.js';
import { optOutNew } from '../optout/new.js';
import { pruneCommand } from '../optout/prune.js';
import { PREVIEW_MARKER, previewCommand } from '../preview/index.js';
import { storyTime } from './clock.js';
import { bodyOf, done, is, notedBefore, type Played, rowsOnly, type Stage, shown, tellCut } from './stage.js';

const WANTED = {
  id: 'diego-handover-apps',
  person: 'diego.santos',
  pause: false,
  guards: [],
  systems: ['github'],
  entitlements: [],
  reason: 'handover',
  justification: 'Hands the apps he registered to Sam, in a call at five.',
  ticket: null,
  requestedBy: 'priya.nair',
  owner: 'kim.cho',
  starts: null,
  expires: '2026-11-23T18:00:00Z',
  renewalOf: null,
} as const satisfies DraftFlags;

const FILE = `optouts/github/${WANTED.id}.yaml`;

const TYPED = `optout new --id ${WANTED.id} --person ${WANTED.person} \\
    --system github --reason ${WANTED.reason} --requested-by ${WANTED.requestedBy} \\
    --owner ${WANTED.owner} --expires ${WANTED.expires} \\
    --justification "${WANTED.justification}"`;

/** Diego's manager writes the opt-out in a clone of her own, and opens a pull request; Leaver comments on it. */
export async function playRequest(stage: Stage): Promise<Played> {
  const { repository, host, paint } = stage;
  const clone = await repository.clone('of-priya');
  const drafted = await optOutNew(stage.open(clone), WANTED, null, false);
  const files = { [FILE]: drafted.text ?? '' };
  const title = "Opt-out for Diego's handover";
  stage.asked = await host.propose('priya.nair', { branch: `optout/${WANTED.id}`, title, files });
  const proposed = nodeFiles(clone);
  const preview = await previewCommand(stage.open(), { proposed, comment: stage.asked, head: null });
  const said = tellCut(preview, paint, (outline) => outline);
  const comments = await host.comments(stage.asked);
  return {
    body: bodyOf(
      shown(TYPED, tellCut(drafted, paint, withoutNext), paint),
      done(`priya.nair pushes it to a branch and opens pull request ${stage.asked}. A workflow comments there:`),
      shown(`preview --proposed its-checkout --comment ${stage.asked}`, said, paint),
    ),
    proofs: [
      is(
        `pull request ${stage.asked} has that as a comment`,
        comments.some((text) => text.startsWith(PREVIEW_MARKER) && text.includes('kim.cho or sam.lee')),
      ),
    ],
    checks: [
      is('the opt-out is written', drafted.status === 0 && drafted.text !== null),
      is(
        'the preview says who keeps what, and whose approval is missing',
        PREVIEWED.every((what) => said.includes(what)),
      ),
      is(`it ends with status 0, not ${preview.status}`, preview.status === 0),
    ],
    results: [drafted.json, preview.json],
  };
}

const PREVIEWED = [
  '1 opt-out needs approval',
  '1 revocation is held back',
  'diego.santos keeps github',
  'kim.cho or sam.lee',
];

/** Without the steps to a pull request, which the story takes itself. */
function withoutNext(outline: Outline): Outline {
  return { ...outline, groups: outline.groups.filter(({ title }) => title !== 'Next') };
}

/** Kim approves, Priya merges; from then on it is in force. */
export async function playApproval(stage: Stage): Promise<Played> {
  const { clock, host, asked } = stage;
  clock.leapTo(storyTime('2026-11-23T16:05:00Z'));
  await host.approve('kim.cho', asked);
  clock.leapTo(storyTime('2026-11-23T16:06:00Z'));
  await host.merge('priya.nair', asked);
  await stage.checkOut();
  const { body, entries, status, json } = await registerOf(stage, WANTED.person);
  const [entry] = entries;
  const holds = entry?.standing === 'active' || entry?.standing === 'expiring';
  return {
    body: bodyOf(done(`16:05  kim.cho approves pull request ${asked}.`, '16:06  priya.nair merges it.'), body),
    proofs: [],
    checks: [
      is('the register shows the one opt-out, in force', entries.length === 1 && holds && status === 0),
      is(
        'approved by kim.cho in its pull request',
        entry?.approvedBy.join() === 'kim.cho' && entry.pullRequest === asked,
      ),
    ],
    results: [json],
  };
}

/** `optout list` of one person: opt-outs alone, since a person's register holds nothing else. */
export async function registerOf(stage: Stage, person: string) {
  const result = await optOutList(stage.open(), { systems: [], people: [person] }, null);
  const { optOuts: entries = [] } = result.json as Partial<Register>;
  const text = tellCut(result, stage.paint, (outline) => ({ ...notedBefore(outline), footer: [] }));
  const body = shown(`optout list --person ${person}`, text, stage.paint);
  return { body, entries, status: result.status, json: result.json };
}

const DAY = 86_400_000;

/** What lapsed more than a day ago goes, by a pull request that a person merges. */
export async function playPrune(stage: Stage): Promise<Played> {
  const { host, clock, paint } = stage;
  clock.leapTo(storyTime('2026-11-23T18:10:00Z'));
  const result = await pruneCommand(stage.open(), { olderThan: DAY, write: false });
  const { outcome } = result.json as { readonly outcome: { readonly kind: string; readonly number?: number } };
  const number = outcome.number ?? 0;
  const opened = outcome.kind === 'opened';
  if (opened) await host.merge('kim.cho', number);
  await stage.checkOut();
  const left = await optOutFiles(stage);
  return {
    body: bodyOf(
      shown(
        'optout prune',
        tellCut(result, paint, (outline) => rowsOnly(outline, () => true)),
        paint,
      ),
      done(`kim.cho merges pull request ${number}.`),
    ),
    proofs: [],
    checks: [
      is('the prune opens a pull request', opened),
      is('what lapsed weeks ago is gone', !left.includes('optouts/peter-handover-billing.yaml')),
      is('what lapsed today is still there, for the record', left.includes(FILE)),
    ],
    results: [result.json],
  };
}

async function optOutFiles(stage: Stage): Promise<readonly string[]> {
  const found = (await stage.open().files.list('optouts', '.yaml')) ?? [];
  return found.map(({ path }) => path);
}

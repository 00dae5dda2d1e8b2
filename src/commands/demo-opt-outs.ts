/** The acts about opt-outs: one that is asked for and approved, three that are forged, and what has lapsed cleared away. */
import type { Register } from '../core/register.js';
import { nodeFiles } from '../ports/node.js';
import { storyTime } from './demo-clock.js';
import { bodyOf, done, is, type Played, rowsOnly, type Stage, shown, tellCut } from './demo-stage.js';
import type { DraftFlags } from './optout-flags.js';
import { optOutList } from './optout-list.js';
import { optOutNew } from './optout-new.js';
import { pruneCommand } from './optout-prune.js';
import { PREVIEW_MARKER, previewCommand } from './preview.js';

const WANTED = {
  id: 'diego-handover-apps',
  person: 'diego.santos',
  pause: false,
  guards: [],
  systems: ['github'],
  entitlements: [],
  reason: 'handover',
  justification: 'Hands the apps that he registered to Sam, in a call at five.',
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
  const comments = await host.comments(stage.asked);
  const told = comments.some((text) => text.startsWith(PREVIEW_MARKER) && text.includes('kim.cho'));
  return {
    body: bodyOf(
      shown(
        TYPED,
        tellCut(drafted, paint, (outline) => ({
          ...outline,
          groups: outline.groups.filter(({ title }) => title !== 'Next'),
        })),
        paint,
      ),
      done(`priya.nair pushes it to a branch and opens pull request ${stage.asked}. There, a workflow says:`),
      shown(
        `preview --proposed its-checkout --comment ${stage.asked}`,
        tellCut(preview, paint, (outline) => outline),
        paint,
      ),
    ),
    proofs: [is(`pull request ${stage.asked} has that as a comment`, told)],
    checks: [
      is('the opt-out is written', drafted.status === 0 && drafted.text !== null),
      is(`the preview ends with status 0, not ${preview.status}`, preview.status === 0),
    ],
    results: [drafted.json, preview.json],
  };
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

const TOMAS = 'tomas.novak';

/** Tomas left and can still write to the repository. The embedded host lets everything in, as an administrator could. */
export async function playForgeries(stage: Stage): Promise<Played> {
  const { clock, host } = stage;
  clock.leapTo(storyTime('2026-11-23T16:08:00Z'));
  await host.push(TOMAS, { title: 'Small fix', files: forged('tomas-small-fix', ['aws-prod', 'github']) });
  clock.leapTo(storyTime('2026-11-23T16:09:00Z'));
  const alone = await propose(stage, 'tomas-ledger-access', ['aws-prod']);
  await host.merge(TOMAS, alone);
  clock.leapTo(storyTime('2026-11-23T16:11:00Z'));
  const among = await propose(stage, 'tomas-review-access', ['github']);
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
      is('the push is refused as one', why('tomas-small-fix').includes('without a pull request (a direct push)')),
      is('the unreviewed merge is refused as one', why('tomas-ledger-access').includes('was reviewed by nobody')),
      is(
        "Omar's word is refused",
        why('tomas-review-access').includes('omar.farouk was no designated owner of github'),
      ),
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

/** `optout list` of one person: opt-outs alone, since a person's register holds nothing else. */
async function registerOf(stage: Stage, person: string) {
  const result = await optOutList(stage.open(), { systems: [], people: [person] }, null);
  const { optOuts: entries = [] } = result.json as Partial<Register>;
  const text = tellCut(result, stage.paint, (outline) => ({ ...outline, footer: [] }));
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

/** Proposals as pull requests, through the host's Git data alone: a runner needs no clone that it may push from. */
import { LeaverError, messageOf } from '../errors.js';
import type { HostChanges, Proposal, Proposed, Said } from '../ports/host-changes.js';
import { type Branches, branchesOf, type Moved, type Tip } from './branches.js';
import { type OpenPull, type Pulls, pullsOf } from './pulls.js';
import type { HostSite } from './site.js';
import { type Difference, differenceTo, folderReader, isJust, type ReadFolder } from './tree.js';

/** How often the host is looked at anew before a proposal is given up: each write may be lost, or another run be faster. */
const ROUNDS = 6;

export function changesAt(site: HostSite): HostChanges {
  return { propose: (proposal) => propose(site, proposal) };
}

/** What the host holds at one moment. */
interface Scene {
  readonly base: Tip;
  readonly tip: Tip | null;
  readonly pull: OpenPull | null;
  readonly difference: Difference;
}

interface Work {
  readonly proposal: Proposal;
  readonly branches: Branches;
  readonly pulls: Pulls;
  readonly read: ReadFolder;
  /** The name of the default branch. */
  readonly trunk: string;
}

/** What this run has done so far: it may be found only when it is looked at again. */
type Wrote = 'opened' | 'updated' | null;

type Round =
  | { readonly kind: 'end'; readonly proposed: Proposed }
  | { readonly kind: 'again'; readonly wrote: Wrote; readonly why: LeaverError | null };

/**
 * Looks, makes the writes that are missing, and looks again where an answer was lost or another run was faster. So a run
 * that was killed after any write, and two runs at once, all come to the same end.
 */
async function propose(site: HostSite, proposal: Proposal): Promise<Proposed> {
  const branches = branchesOf(site);
  const trunk = await branches.defaultBranch();
  checkName(proposal.branch, trunk);
  const work: Work = { proposal, branches, pulls: pullsOf(site, trunk), read: folderReader(site), trunk };
  let wrote: Wrote = null;
  let why: LeaverError | null = null;
  for (let count = 1; count <= ROUNDS; count += 1) {
    const round = await oneRound(work, wrote);
    if (round.kind === 'end') return round.proposed;
    ({ wrote, why } = round);
    await site.client.pause(count);
  }
  const said = why === null ? '' : `: ${messageOf(why)}`;
  throw new LeaverError('unreachable', `the proposal on ${proposal.branch} could not be brought to an end${said}`, {
    mend: 'Run again: what was done is found again, and nothing is done twice.',
    cause: why,
  });
}

async function oneRound(work: Work, before: Wrote): Promise<Round> {
  const scene = await look(work);
  const { pull, difference } = scene;
  const { left, changes } = difference;
  if (changes.length === 0) {
    const open = pull === null ? null : { number: pull.number, url: pull.url };
    return { kind: 'end', proposed: { kind: 'nothing', open, left } };
  }
  const said = work.proposal.say(changes.map(({ path }) => path));
  let wrote = before;
  if (!(await isUpToDate(work, scene))) {
    const moved = await bringUp(work, scene, said);
    if (pull !== null && moved !== 'not') wrote ??= 'updated';
    if (moved !== 'moved') return { kind: 'again', wrote, why: null };
  }
  if (pull !== null && isSaid(pull, said)) {
    return { kind: 'end', proposed: { kind: wrote ?? 'unchanged', number: pull.number, url: pull.url, left } };
  }
  const written = await (pull === null ? work.pulls.open(work.proposal.branch, said) : work.pulls.tell(pull, said));
  // Another run's pull request is no work of this one.
  if (written.kind === 'refused') return { kind: 'again', wrote, why: written.why };
  const kind = wrote ?? (pull === null ? 'opened' : 'updated');
  if (written.kind === 'lost') return { kind: 'again', wrote: kind, why: null };
  return { kind: 'end', proposed: { kind, number: written.number, url: written.url, left } };
}

async function look({ proposal, branches, pulls, read, trunk }: Work): Promise<Scene> {
  const base = await branches.tip(trunk);
  if (base === null) throw new LeaverError('unreachable', `the default branch ${trunk} has no commit`);
  const [tip, pull] = [await branches.tip(proposal.branch), await pulls.find(proposal.branch)];
  return { base, tip, pull, difference: await differenceTo(base.tree, proposal.files, read) };
}

/** Whether the branch holds just the difference, on the default branch as it is now: also where somebody merged that in. */
async function isUpToDate({ read }: Work, { base, tip, difference }: Scene): Promise<boolean> {
  if (tip === null || !tip.parents.includes(base.oid)) return false;
  return isJust(tip.tree, base.tree, difference.changes, read);
}

/** Builds the branch on the default branch's head. */
async function bringUp(
  { proposal, branches }: Work,
  { base, tip, difference }: Scene,
  { message }: Said,
): Promise<Moved> {
  if (tip !== null && !isOwn(tip, proposal.branch)) throw taken(proposal.branch);
  const tree = await branches.makeTree(base.tree, difference.changes);
  if (tree === null) return 'not';
  const trailers = trailersOf(proposal.branch, base.oid, tree);
  const commit = await branches.makeCommit(`${message.trim()}\n\n${trailers.join('\n')}`, tree, base.oid);
  if (commit === null) return 'not';
  // The host moves a branch without regard to where it was: looked at once more, as late as can be.
  const now = await branches.tip(proposal.branch);
  if (now?.oid !== tip?.oid) return 'not';
  return branches.move(proposal.branch, commit, tip !== null);
}

/** Name base and tree, so that a commit that was changed or moved by somebody else is not taken for Leaver's. */
function trailersOf(branch: string, base: string, tree: string): readonly string[] {
  return [`Leaver-Proposal: ${branch}`, `Leaver-Base: ${base}`, `Leaver-Tree: ${tree}`];
}

/** Whether the branch ends in a commit that Leaver made, as it made it, right on the default branch of then. */
function isOwn({ parents, tree, message }: Tip, branch: string): boolean {
  const [base] = parents;
  if (base === undefined || parents.length !== 1) return false;
  const trailers = trailersOf(branch, base, tree);
  return message.trimEnd().split('\n').slice(-trailers.length).join('\n') === trailers.join('\n');
}

function taken(branch: string): LeaverError {
  return new LeaverError(
    'forbidden',
    `the branch ${branch} holds commits that are not Leaver's: it was left as it is`,
    {
      mend: `Merge or close its pull request and delete the branch ${branch}; then run again.`,
    },
  );
}

function isSaid({ title, body }: OpenPull, said: Said): boolean {
  return plain(title) === plain(said.title) && plain(body) === plain(said.body);
}

/** The host may change line breaks, and white space at the ends. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

/** Never the default branch, whatever it is called. */
function checkName(branch: string, trunk: string): void {
  if (/^leaver\/[a-z0-9]+(-[a-z0-9]+)*$/.test(branch) && branch.toLowerCase() !== trunk.toLowerCase()) return;
  throw new LeaverError('usage', `${branch} is no branch for a proposal: those begin with leaver/`);
}

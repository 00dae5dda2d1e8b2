/** What pruning lapsed opt-outs came to, and what its pull request says. */
import type { Duration, Timestamp } from '../core/time.js';
import { markdown } from '../text/escape.js';
import { cut } from './markdown.js';
import type { Outline, Row } from './outline.js';
import { UNPROVEN_BANNER } from './plan-outline.js';
import { count, span, when } from './words.js';

/** A lapsed opt-out whose file goes. */
export interface PrunedOptOut {
  readonly id: string;
  readonly file: string;
  /** `Ana Ruiz (ana.ruiz)`, `pause`, `guards`. */
  readonly whom: string;
  readonly systems: readonly string[];
  readonly lapsedAt: Timestamp;
  /** Who approved it, or why nobody is named: `unapproved`, `not asked`. */
  readonly approval: string;
  readonly pullRequest: number | null;
  /** Opt-outs that renew this one. */
  readonly renewedBy: readonly string[];
}

export type PruneOutcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'written' }
  | { readonly kind: 'opened' | 'updated' | 'unchanged'; readonly number: number; readonly url: string }
  | { readonly kind: 'nothing'; readonly open: { readonly number: number; readonly url: string } | null };

export interface PruneTold {
  readonly pruned: readonly PrunedOptOut[];
  readonly left: readonly { readonly optOut: PrunedOptOut; readonly why: 'already' | 'changed' }[];
  readonly outcome: PruneOutcome;
  readonly olderThan: Duration;
  readonly approvalSource: 'github' | 'none';
}

export function outlineOfPrune(told: PruneTold): Outline {
  const { pruned, left, outcome, approvalSource } = told;
  const rows = [...pruned.map((one) => rowOf(one, outcome.kind)), ...left.map(leftRow)];
  const group = { title: 'Lapsed opt-outs', aside: count(rows.length, 'file'), rows };
  return {
    banner: approvalSource === 'none' ? UNPROVEN_BANNER : null,
    tone: 'good',
    verdict: verdictOf(told),
    figures: [],
    groups:
      rows.length === 0
        ? []
        : [
            {
              ...group,
              notes: [],
              asides: [],
              rest: '',
              unreachable: [],
              outside: [],
              head: ['opt-out', 'whose, and when it lapsed'],
            },
          ],
    problems: [],
    footer: footerOf(outcome),
  };
}

function verdictOf({ pruned, outcome, olderThan }: PruneTold): string {
  const files = count(pruned.length, 'lapsed opt-out');
  switch (outcome.kind) {
    case 'none':
      return `Nothing to prune: no opt-out lapsed ${olderThan === 0 ? 'yet' : `${span(olderThan)} ago or before`}.`;
    case 'written':
      return `Removed ${files} from the working tree.`;
    case 'opened':
      return `Opened pull request ${outcome.number}, which removes ${files}.`;
    case 'updated':
      return `Brought pull request ${outcome.number} up to date: it removes ${files}.`;
    case 'unchanged':
      return `Pull request ${outcome.number} already removes ${files}: nothing was changed.`;
    case 'nothing': {
      const open = outcome.open === null ? '' : ` Pull request ${outcome.open.number} is still open: close it.`;
      return `Nothing was proposed: the default branch holds none of these files as they are here.${open}`;
    }
  }
}

function footerOf(outcome: PruneOutcome): readonly string[] {
  if (outcome.kind === 'written') return ['Commit this, and open a pull request.'];
  if ('url' in outcome) return [outcome.url];
  return outcome.kind === 'nothing' && outcome.open !== null ? [outcome.open.url] : [];
}

function rowOf({ id, renewedBy, ...rest }: PrunedOptOut, kind: PruneOutcome['kind']): Row {
  const notes = renewedBy.map((other) => `${other} renews it: validate will warn, which is in order`);
  return {
    tone: 'quiet',
    mark: kind === 'written' ? 'removed' : 'proposed',
    subject: id,
    detail: detailOf(rest),
    notes,
  };
}

function leftRow({ optOut: { id, ...rest }, why }: PruneTold['left'][number]): Row {
  const note =
    why === 'already'
      ? 'the default branch does not hold it any more'
      : 'the default branch holds another content than this clone: fetch, and run again';
  return { tone: 'look', mark: 'left', subject: id, detail: detailOf(rest), notes: [note] };
}

function detailOf({ whom, systems, lapsedAt, approval, pullRequest }: Omit<PrunedOptOut, 'id' | 'renewedBy'>): string {
  const where = pullRequest === null ? '' : ` in pull request ${pullRequest}`;
  return `${whom}, ${systems.join(', ')} · lapsed ${when(lapsedAt)} · approval: ${approval}${where}`;
}

/** Below GitHub's limit for a pull request's body, which counts characters. */
const BODY_BYTES = 60_000;

/** What the pull request that removes these says; every name in it is shown as text. */
export function pruneProposal(pruned: readonly PrunedOptOut[]): { title: string; body: string; message: string } {
  const title = `Remove ${count(pruned.length, 'lapsed opt-out')}`;
  const rows = pruned.map(({ id, whom, systems, lapsedAt, approval, pullRequest }) => {
    const cells = [id, whom, systems.join(', '), when(lapsedAt), approval].map(markdown);
    return `| ${[...cells, pullRequest === null ? '' : `#${pullRequest}`].join(' | ')} |`;
  });
  const renewed = pruned.flatMap(({ id, renewedBy }) => renewedBy.map((other) => ({ id, other })));
  const body = [
    "These opt-outs have lapsed and hold nothing back any more. Merging this changes nobody's access.",
    '',
    '| opt-out | whom | systems | lapsed | approved by | pull request |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...renewed.map(
      ({ id, other }) => `- ${markdown(other)} renews ${markdown(id)}: \`validate\` will warn, which is in order.`,
    ),
  ];
  return { title, body: cut(body, BODY_BYTES), message: `${title}\n\n${pruned.map(({ id }) => id).join('\n')}` };
}

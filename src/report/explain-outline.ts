import type { Plan } from '../core/decision.js';
import type { Explanation } from '../core/explain.js';
import { instantOf } from '../core/time.js';
import type { Group, Outline } from './outline.js';
import { rowOf, UNPROVEN_BANNER } from './plan-outline.js';
import { NO_PROOFS } from './proofs.js';
import { relative, when } from './words.js';

export function outlineOfExplanation(explanation: Explanation, source: Plan['approvalSource']): Outline {
  const now = instantOf(explanation.at);
  const accounts: Group = {
    title: 'Accounts',
    aside: 'and what a run would do with them now',
    notes: [],
    asides: [],
    unreachable: [],
    outside: [],
    rows: explanation.decisions.map((decision) => {
      const row = rowOf(decision, { warnings: new Map(), now, halted: new Set(), about: new Map(), proofs: NO_PROOFS });
      return { ...row, subject: decision.id, detail: row.detail === '' ? decision.account.name : row.detail };
    }),
    rest: explanation.decisions.length === 0 ? 'None is live in the systems that were read.' : '',
  };
  const optOuts: Group = {
    title: 'Opt-outs',
    aside: '',
    notes: [],
    asides: [],
    unreachable: [],
    outside: [],
    rows: explanation.optOuts.map(({ optOut, systems, reason, owner, expiresAt, standing, approval }) => ({
      tone: standing === 'in force' ? 'hold' : 'quiet',
      mark: standing,
      subject: optOut,
      detail: `${reason} for ${systems.join(', ')} until ${when(expiresAt)}; owner ${owner}; approval ${approval}`,
      notes: [],
    })),
    rest: explanation.optOuts.length === 0 ? 'None names this person.' : '',
  };
  const coming: Group = {
    title: 'To come',
    aside: '',
    notes: [],
    asides: [],
    unreachable: [],
    outside: [],
    rows: explanation.coming.map(({ at, why, changes }) => ({
      tone: 'look',
      mark: when(at),
      subject: relative(at, now),
      detail: why,
      notes: changes.map(({ decision, from, to }) => `${decision}: ${from} -> ${to}`),
    })),
    rest: explanation.coming.length === 0 ? 'Nothing changes by itself.' : '',
  };
  return {
    banner: source === 'none' ? UNPROVEN_BANNER : null,
    tone: 'quiet',
    verdict: `${explanation.name} (${explanation.person}): ${statusOf(explanation)}`,
    figures: [],
    groups: [accounts, optOuts, coming],
    problems: [],
    footer: [claimsOf(explanation)],
  };
}

function statusOf({ status, leavesAt, departure, at, roles }: Explanation): string {
  const parts: string[] = [status];
  if (leavesAt !== null) parts.push(`${leavesAt <= at ? 'left' : 'leaves'} ${when(leavesAt)}`);
  if (departure === 'immediate') parts.push('immediate departure: no opt-out holds anything');
  if (roles.length > 0) parts.push(`roles ${roles.join(', ')}`);
  return parts.join(', ');
}

function claimsOf({ claims }: Explanation): string {
  if (claims.length === 0) return 'The roster claims no account for them.';
  return `The roster claims ${claims.map(({ system, id, name }) => `${system} ${name ?? ''}${id === null ? ' (not pinned)' : ` (${id})`}`).join(', ')}.`;
}

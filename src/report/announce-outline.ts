/** What `announce` did: which opt-outs of a pull request were told of, and to whom. */
import type { OptOutRecord } from '../core/record.js';
import type { Outline, Row } from './outline.js';
import { count, when } from './words.js';

export interface Announced {
  readonly pullRequest: number;
  /** Ids. */
  readonly channels: readonly string[];
  readonly told: readonly Omit<OptOutRecord, 'at' | 'run'>[];
  readonly remarks: readonly string[];
  readonly problems: readonly string[];
}

export function outlineOfAnnouncement({ pullRequest, channels, told, remarks, problems }: Announced): Outline {
  const rows = told.map(rowOf);
  const about = { notes: [], asides: [], rest: '', unreachable: [], outside: [] };
  const head = ['opt-out', 'who asks for what'] as const;
  return {
    banner: null,
    tone: problems.length > 0 ? 'bad' : told.length > 0 ? 'look' : 'quiet',
    verdict: verdictOf(pullRequest, channels, told.length, problems.length),
    figures: [],
    groups: rows.length === 0 ? [] : [{ title: `Pull request ${pullRequest}`, aside: '', rows, head, ...about }],
    problems,
    footer: remarks,
  };
}

function verdictOf(pullRequest: number, channels: readonly string[], told: number, problems: number): string {
  if (channels.length === 0) return 'The policy names no channel (notify), so nobody was told.';
  if (told > 0)
    return `Pull request ${pullRequest} opens ${count(told, 'opt-out')}: on record, for ${channels.join(', ')}.`;
  return problems > 0
    ? `What pull request ${pullRequest} opens could not be told.`
    : `Pull request ${pullRequest} opens no opt-out that was not told of.`;
}

function rowOf({ optOut, standing, owner, requestedBy, expiresAt, why }: Announced['told'][number]): Row {
  const facts = [
    requestedBy === null ? '' : `asked for by ${requestedBy}`,
    owner === null ? '' : `${owner} answers for it`,
    expiresAt === null ? '' : `until ${when(expiresAt)}`,
  ].filter((fact) => fact !== '');
  const isInvalid = standing === 'invalid';
  return {
    tone: isInvalid ? 'bad' : 'look',
    mark: isInvalid ? 'invalid' : 'opened',
    subject: optOut,
    detail: why,
    facts: facts.length === 0 ? [] : [facts.join(', ')],
    notes: [],
  };
}

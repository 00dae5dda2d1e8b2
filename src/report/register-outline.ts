/** The register of every standing exception: who keeps what, until when, on whose word, and what stands outside. */
import type { Entry, Register, Terms } from '../core/register.js';
import type { Standing } from '../core/standing.js';
import { instantOf } from '../core/time.js';
import type { Group, Outline, Row, Tone } from './outline.js';
import { UNPROVEN_BANNER } from './plan-outline.js';
import { count, oneLine, relative, span, when } from './words.js';

const TONES: Readonly<Record<Standing, Tone>> = {
  invalid: 'bad',
  unverifiable: 'bad',
  unapproved: 'act',
  expiring: 'hold',
  active: 'good',
  pending: 'look',
  lapsed: 'quiet',
};

export const STANDING_TONES = TONES;

const KINDS: readonly (readonly [kind: Terms['kind'], title: string, aside: string])[] = [
  ['person', 'Opt-outs of people', 'each holds back revocations of one person'],
  ['pause', 'Pauses', 'each holds back every revocation in its systems'],
  ['guards', 'Raised guards', 'each lets a run revoke more than the policy allows'],
];

/** @param then whether this is how it will stand at another time than now */
export function outlineOfRegister(register: Register, problems: readonly string[], then: boolean): Outline {
  const { optOuts, approvalSource, at } = register;
  const rows = (entries: readonly Entry[]) => entries.map((entry) => rowOf(entry, register));
  const invalid = optOuts.filter(({ terms }) => terms === null);
  return {
    banner: approvalSource === 'none' ? UNPROVEN_BANNER : null,
    tone: problems.length > 0 ? 'bad' : holding(optOuts) > 0 ? 'hold' : 'good',
    verdict: verdictOf(register, then),
    figures: figuresOf(optOuts),
    groups: [
      ...group('Invalid files', 'nothing in them counts', rows(invalid)),
      ...KINDS.flatMap(([kind, title, aside]) =>
        group(title, aside, rows(optOuts.filter(({ terms }) => terms?.kind === kind))),
      ),
      ...standingOutside(register),
    ],
    problems,
    footer: [
      `Register of ${when(at)}`,
      ...(optOuts.length > 0 ? ['leaver optout check ID explains one of them.'] : []),
    ],
  };
}

function verdictOf({ optOuts, organization, at }: Register, then: boolean): string {
  const holds = holding(optOuts);
  const number = holds === 0 ? 'No opt-out' : count(holds, 'opt-out');
  const unknown = optOuts.filter(({ standing }) => standing === 'unverifiable').length;
  const more = unknown === 0 ? '' : ` ${unknown}${holds === 0 ? '' : ' more'} may be: see below.`;
  if (then) return `${number} will be in force in ${organization} at ${when(at)}, as things stand now.${more}`;
  return `${number} ${holds > 1 ? 'are' : 'is'} ${unknown === 0 ? '' : 'known to be '}in force in ${organization}.${more}`;
}

function holding(optOuts: readonly Entry[]): number {
  return optOuts.filter(({ standing }) => standing === 'active' || standing === 'expiring').length;
}

const FIGURES: readonly Standing[] = [
  'active',
  'expiring',
  'pending',
  'lapsed',
  'unapproved',
  'unverifiable',
  'invalid',
];

function figuresOf(optOuts: readonly Entry[]): Outline['figures'] {
  return FIGURES.map((label) => ({
    label,
    value: optOuts.filter(({ standing }) => standing === label).length,
  })).filter(({ value }) => value > 0);
}

function rowOf(entry: Entry, { at }: Register): Row {
  const { id, file, standing, why, terms, warnings } = entry;
  const common = { tone: TONES[standing], mark: standing, subject: id };
  if (terms === null) return { ...common, detail: file, facts: [why], notes: [] };
  const unsettled = standing === 'unapproved' || standing === 'unverifiable' || standing === 'invalid';
  return {
    ...common,
    ...(standing === 'lapsed' ? {} : { bar: terms.left }),
    detail: timeOf(terms, standing, at),
    facts: [
      `${exemptionOf(terms)}: ${oneLine(terms.justification)}`,
      `${partsOf(entry)}${terms.ticket === null ? '' : `; ticket ${terms.ticket}`}`,
      ...(standing === 'pending' && !waits(terms, at) ? [`Not in force: ${why}.`] : []),
    ],
    notes: [...(unsettled ? [why] : []), ...warnings],
  };
}

function waits({ startsAt }: Terms, at: Register['at']): boolean {
  return startsAt !== null && instantOf(startsAt) > instantOf(at);
}

function timeOf({ startsAt, expiresAt }: Terms, standing: Standing, at: Register['at']): string {
  const now = instantOf(at);
  if (standing === 'lapsed') return `lapsed ${when(expiresAt)}, ${relative(expiresAt, now)}`;
  if (startsAt !== null && instantOf(startsAt) > now)
    return `from ${when(startsAt)}, ${relative(startsAt, now)}, until ${when(expiresAt)}`;
  return `${span(instantOf(expiresAt) - now)} left, until ${when(expiresAt)}`;
}

/** `ana.ruiz keeps aws-prod (handover)`. */
export function exemptionOf({ kind, person, entitlements, guards, systems, reason }: Terms): string {
  const where = systems.join(', ');
  if (kind === 'guards') {
    const raised = Object.entries(guards ?? {}).map(([name, value]) => `${name} ${guardValue(name, value)}`);
    return `${raised.join(', ')} in ${where}`;
  }
  if (kind === 'pause') return `Nothing is revoked in ${where} (${reason})`;
  const what = entitlements.length === 0 ? where : `${entitlements.join(', ')} in ${where}`;
  return `${person} keeps ${what} (${reason})`;
}

export function guardValue(name: string, value: number): string {
  return name === 'window' ? `PT${Math.round(value / 1000)}S` : String(value);
}

function partsOf({ terms, verdict, approvedBy, pullRequest }: Entry): string {
  const asked = `Asked for by ${terms?.requestedBy}, answered for by ${terms?.owner}`;
  const where = pullRequest === null ? '' : ` in #${pullRequest}`;
  if (verdict === null) return `${asked}; approval not checked`;
  if (verdict === 'unverifiable') return `${asked}; approval not known`;
  const by = approvedBy.length === 0 ? 'nobody' : approvedBy.join(', ');
  return `${asked}, approved by ${by}${where}`;
}

const OPT_OUT = ['opt-out', 'until when, for what, on whose word'] as const;
const ACCOUNT = ['account', 'why, and who answers for it'] as const;
const SYSTEM = ['', 'what that means'] as const;
const SERVICE = ['service', 'who answers for it'] as const;

/** What is no opt-out and is left alone all the same. */
function standingOutside({ protectedAccounts, reportMode, services }: Register): Group[] {
  const owned = (owner: string, departed: boolean) => ({
    detail: `owner ${owner}`,
    notes: departed ? [`${owner} has departed: name a new owner`] : [],
  });
  return [
    ...group(
      'Protected accounts',
      'never revoked',
      protectedAccounts.map(({ system, account, owner, ownerDeparted, reason }) => {
        const { detail, notes } = owned(owner, ownerDeparted);
        return { tone: 'look', mark: system, subject: account, detail: `${reason}; ${detail}`, notes };
      }),
      ACCOUNT,
    ),
    ...group(
      'Systems in report mode',
      'nothing is revoked there',
      reportMode.map((system) => ({
        tone: 'look',
        mark: system,
        subject: '',
        detail: 'every revocation is a review',
        notes: [],
      })),
      SYSTEM,
    ),
    ...group(
      'Services',
      'kept as long as they stand in the roster',
      services.map(({ service, owner, ownerDeparted, systems }) => ({
        ...{ tone: ownerDeparted ? 'hold' : 'quiet', mark: systems.join(', '), subject: service },
        ...owned(owner, ownerDeparted),
      })),
      SERVICE,
    ),
  ];
}

function group(title: string, aside: string, rows: readonly Row[], head: Group['head'] = OPT_OUT): Group[] {
  if (rows.length === 0) return [];
  return [{ title, aside, rows, notes: [], asides: [], rest: '', unreachable: [], outside: [], head }];
}

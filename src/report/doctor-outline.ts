/** What `doctor` found, for people and as a document. */
import type { Checked, CheckFinding, CheckPassed, CheckSeverity } from '../core/checkup.js';
import type { Group, Outline, Row, Tone } from './outline.js';
import { UNPROVEN_BANNER } from './plan-outline.js';
import { count } from './words.js';

export interface Checkup {
  readonly checks: readonly Checked[];
  /** `none`: opt-outs count as approved without proof, and that is said first. Null where the policy is not valid. */
  readonly approvalSource: 'github' | 'none' | null;
  /** Whether neither the host nor any system was asked. */
  readonly offline: boolean;
  /** How many requests each was asked. */
  readonly requests: Readonly<Record<string, number>>;
}

type Told = Exclude<Checked, { readonly kind: 'passed' }>;

const GROUPS: readonly (readonly [severity: CheckSeverity, title: string, tone: Tone])[] = [
  ['error', 'Errors', 'bad'],
  ['warning', 'Warnings', 'hold'],
  ['info', 'Worth knowing', 'look'],
];
const VERBOSE = 'What is as it should be: --verbose lists it.';
const OFFLINE = 'Offline: neither the host nor any system was asked, so nothing is known of them.';

function findingsOf({ checks }: Checkup): readonly Told[] {
  return checks.filter((one): one is Told => one.kind !== 'passed');
}

/** @param verbose whether what is as it should be is listed, not only counted */
export function outlineOfCheckup(checkup: Checkup, verbose: boolean): Outline {
  const findings = findingsOf(checkup);
  const good = checkup.checks.filter(({ kind }) => kind === 'passed') as readonly CheckPassed[];
  const of = (severity: CheckSeverity) => findings.filter((one) => one.severity === severity);
  const [errors, warnings] = [of('error').length, of('warning').length];
  const groups = GROUPS.flatMap(([severity, title, tone]) => {
    const rows = of(severity).map((finding) => rowOf(finding, tone));
    return rows.length === 0 ? [] : [groupOf(title, rows)];
  });
  const passed = good.map(({ check, where, what }): Row => {
    return {
      tone: 'good',
      mark: 'ok',
      subject: what,
      detail: '',
      notes: [],
      labelled: [['where', `${where} (${check})`]],
    };
  });
  return {
    banner: checkup.approvalSource === 'none' ? UNPROVEN_BANNER : null,
    tone: errors > 0 ? 'bad' : warnings > 0 ? 'hold' : 'good',
    verdict: verdictOf(errors, warnings, checkup.offline),
    figures: [
      { label: errors === 1 ? 'error' : 'errors', value: errors },
      { label: warnings === 1 ? 'warning' : 'warnings', value: warnings },
      { label: 'worth knowing', value: of('info').length },
      { label: 'as they should be', value: good.length },
    ],
    groups: [...groups, ...(verbose && passed.length > 0 ? [groupOf('As it should be', passed)] : [])],
    problems: [],
    footer: [...footerOf(checkup), ...(verbose || passed.length === 0 ? [] : [VERBOSE])],
  };
}

function verdictOf(errors: number, warnings: number, offline: boolean): string {
  const seen = offline ? ', as far as it can be told offline' : '';
  if (errors > 0) return `Leaver can't keep its promises here: ${count(errors, 'error')} to mend${seen}.`;
  if (warnings > 0) return `Leaver works here, with ${count(warnings, 'warning')} to look at${seen}.`;
  return `All is as Leaver assumes${seen}.`;
}

function footerOf({ offline, requests }: Checkup): string[] {
  if (offline) return [OFFLINE];
  const counts = Object.entries(requests).map(([who, number]) => `${who} ${number.toLocaleString('en-US')}`);
  return counts.length === 0 ? [] : [`Requests: ${counts.join(', ')}.`];
}

function rowOf({ check, where, what, why, mend, severity, kind }: Told, tone: Tone): Row {
  const labelled: Row['labelled'] = [
    ['where', `${where} (${check})`],
    ['why', why],
    ['mend', mend],
  ];
  const mark = kind === 'not-checked' ? '?' : MARKS[severity];
  return { tone, mark, subject: what, detail: '', notes: [], labelled: labelled.filter(([, text]) => text !== '') };
}

const MARKS: Readonly<Record<CheckSeverity, string>> = { error: 'x', warning: '!', info: 'i' };

function groupOf(title: string, rows: readonly Row[]): Group {
  const head = ['what', 'where, why, and the mend'] as const;
  return { title, aside: '', notes: [], asides: [], rows, rest: '', unreachable: [], outside: [], head };
}

/** The document of `--format json`. */
export function documentOfCheckup(checkup: Checkup): object {
  const findings = findingsOf(checkup).map((one): CheckFinding & { readonly checked: boolean } => {
    const { kind, severity, check, where, what, why, mend } = one;
    return { severity, check, where, what, why, mend, checked: kind === 'found' };
  });
  const of = (severity: CheckSeverity) => findings.filter((one) => one.severity === severity).length;
  const passed = checkup.checks.filter(({ kind }) => kind === 'passed') as readonly CheckPassed[];
  return {
    version: 1,
    offline: checkup.offline,
    approvalSource: checkup.approvalSource,
    errors: of('error'),
    warnings: of('warning'),
    infos: of('info'),
    findings: GROUPS.flatMap(([severity]) => findings.filter((one) => one.severity === severity)),
    passed: passed.map(({ check, where, what }) => ({ check, where, what })),
    requests: checkup.requests,
  };
}

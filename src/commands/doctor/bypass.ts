/** Who may go around the rules of a branch. */
import { type Checked, type CheckFinding, found, listed, passed } from '../../core/checkup.js';
import type { BranchProtection, BranchRule, HostInspection, Ruleset } from '../../ports/host-inspection.js';
import { attempt } from './part.js';

const CHECK = 'host/bypass';
const WHY =
  'They can change the roster and the policy alone. Leaver proves each approval itself, so that they can forge no opt-out; nothing else stops them.';
const MEND = 'Take them off the bypass list, or leave them on purpose and watch what they merge.';

/** Reads each ruleset that one of the rules comes from: a request each. */
export async function checkBypass(
  inspection: HostInspection,
  { rules, protection }: { readonly rules: readonly BranchRule[]; readonly protection: BranchProtection | null },
  where: string,
): Promise<readonly Checked[]> {
  const ids = new Set(rules.filter(({ kind }) => kind !== 'other').map(({ ruleset }) => ruleset));
  const checks = await Promise.all([...ids].map((id) => ofRuleset(inspection, id)));
  return [...checks.flat(), ...(protection === null ? [] : ofProtection(protection, where))];
}

async function ofRuleset(inspection: HostInspection, id: number): Promise<readonly Checked[]> {
  const where = `ruleset ${id}`;
  const about = { check: CHECK, where, what: 'who may go around this ruleset', why: WHY, permission: 'Metadata: read' };
  const read = await attempt(about, () => inspection.ruleset(id));
  return 'unread' in read ? [read.unread] : [...actorsOf(read.value), ...ownOf(read.value)];
}

function actorsOf({ name, bypass }: Ruleset): readonly Checked[] {
  const where = `ruleset ${name}`;
  if (bypass === null) {
    return [
      {
        kind: 'not-checked',
        severity: 'info',
        check: CHECK,
        where,
        what: 'who may go around this ruleset could not be checked: the host tells it only to who may edit it',
        why: WHY,
        mend: 'Run doctor with a credential that has Administration: write, or look into its bypass list yourself.',
      },
    ];
  }
  if (bypass.length === 0) return [passed(CHECK, where, 'nobody may go around it')];
  const common: CheckFinding = { severity: 'warning', check: CHECK, where, what: '', why: WHY, mend: MEND };
  const named = (mode: string) => bypass.filter((one) => one.mode === mode).map((one) => one.name);
  const told: readonly (readonly [readonly string[], Omit<CheckFinding, 'where' | 'check' | 'why' | 'mend'>])[] = [
    [named('always'), { severity: 'warning', what: 'may go around it at any time' }],
    [named('exempt'), { severity: 'warning', what: 'are exempt from it, which leaves no trace' }],
    [named('pull_request'), { severity: 'info', what: 'may merge a pull request against it' }],
  ];
  return told
    .filter(([names]) => names.length > 0)
    .map(([names, { severity, what }]) => found({ ...common, severity, what: `${listed(names)}: ${what}` }));
}

function ownOf({ name, own }: Ruleset): readonly Checked[] {
  if (own === null || own === 'never') return [];
  return [
    found({
      severity: 'warning',
      check: 'host/own-bypass',
      where: `ruleset ${name}`,
      what: 'the credential that doctor runs with may go around it itself',
      why: 'Whoever gets hold of it can change the policy without a review.',
      mend: 'Give the runner a credential that is on no bypass list; run doctor with one that only reads.',
    }),
  ];
}

function ofProtection({ administrators, bypass }: BranchProtection, where: string): readonly Checked[] {
  const common = { severity: 'warning' as const, check: CHECK, where, why: WHY };
  const held = "the branch's own protection holds for administrators too";
  return [
    administrators
      ? passed(CHECK, where, held)
      : found({
          ...common,
          what: "the branch's own protection does not hold for administrators",
          mend: 'Turn on "Do not allow bypassing the above settings".',
        }),
    ...(bypass.length === 0
      ? []
      : [found({ ...common, what: `${listed(bypass)}: may merge without the reviews`, mend: MEND })]),
  ];
}

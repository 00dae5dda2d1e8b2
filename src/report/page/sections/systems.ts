import { instantOf } from '../../../core/time.js';
import { relative, violationSentence } from '../../words.js';
import { type Markup, markup, type Part } from '../markup.js';
import type { PageModel, PageSystem } from '../model.js';
import { pill, time } from '../words.js';
import { id, ids, note, section, table, two } from './table.js';

/** What was seen of each system, and when. */
export function systemsSection({ systems, at }: PageModel): Markup {
  if (systems.length === 0) return section('systems', 'Systems', 0, [note('The policy names no system.')]);
  const now = instantOf(at);
  const columns = [
    { head: 'System', heads: true },
    { head: 'Seen' },
    { head: 'Observed' },
    { head: 'Accounts', number: true },
    { head: 'To be revoked', number: true },
    { head: 'Guard' },
    { head: 'Mode' },
    { head: 'Designated owners' },
  ];
  const rows = systems.map((system) => [
    two(id(system.system), system.kind),
    seen(system),
    system.observedAt === null ? 'not at all' : two(time(system.observedAt), relative(system.observedAt, now)),
    system.accounts.toLocaleString('en-US'),
    system.revocations.toLocaleString('en-US'),
    guardOf(system),
    two(system.mode === 'enforce' ? 'enforce' : pill('look', 'report'), `orphans: ${system.orphans}`),
    system.owners.length === 0 ? "the policy's" : ids(system.owners),
  ]);
  return section('systems', 'Systems and their last observation', systems.length, [table('Systems', columns, rows)]);
}

function seen({ completeness, gaps }: PageSystem): Part {
  const whole =
    completeness.kind === 'complete'
      ? pill('good', 'whole')
      : completeness.kind === 'scoped'
        ? pill('quiet', 'in part, as asked')
        : pill('bad', 'not whole');
  const missing = completeness.kind === 'partial' ? completeness.gaps : [];
  return [
    whole,
    missing.map((text) => markup`<span class="warning">${text}</span>`),
    gaps.map(({ part, why, declared }) =>
      declared
        ? markup`<span class="second">${part}: not readable, as declared</span>`
        : markup`<span class="warning">${part}: ${why}</span>`,
    ),
  ];
}

function guardOf({ guard }: PageSystem): Part {
  if (guard.kind === 'pass') return 'passes';
  return [
    pill('bad', 'halts'),
    guard.violations.map((one) => markup`<span class="warning">${violationSentence(one)}</span>`),
  ];
}

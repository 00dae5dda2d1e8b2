/** Whether CODEOWNERS routes each change to the owners that the policy names, and the host can use every line of it. */
import type { CodeownersFinding } from '../../approval/codeowners-file.js';
import { type Checked, found, judged, passed } from '../../core/checkup.js';
import type { DesiredState } from '../../core/model.js';
import type { Instant } from '../../core/time.js';
import type { Host } from '../../ports/host.js';
import { inspectCodeowners } from '../codeowners.js';
import type { Context } from '../context.js';
import { attempt } from './part.js';

const FILE = '.github/CODEOWNERS';
const ROUTES = 'It decides whose review a change needs: what it does not name, anybody may approve.';

/** By the files at hand. @param prefix where the policy repository lies in the clone */
export async function checkCodeowners(
  context: Context,
  desired: DesiredState,
  now: Instant,
  prefix: string,
): Promise<readonly Checked[]> {
  const about = {
    check: 'codeowners/matches',
    where: FILE,
    what: 'whether CODEOWNERS matches the policy',
    why: ROUTES,
  };
  const read = await attempt({ ...about, permission: null }, async () => {
    if (prefix !== '') throw new Error(`the policy repository is the folder ${prefix} of its clone`);
    return inspectCodeowners(context.files.read, desired, now, prefix);
  });
  if ('unread' in read) return [read.unread];
  const { present, wanted, findings } = read.value;
  const stale = judged(present !== null && present === wanted, {
    severity: 'error',
    check: 'codeowners/matches',
    where: FILE,
    what: present === null ? 'there is no CODEOWNERS' : 'CODEOWNERS does not say what the policy says',
    why: ROUTES,
    mend: 'Run `leaver codeowners`, and commit the file.',
    good: 'each path is routed to the owners that the policy names',
  });
  return [stale, ...findings.map(toldOf)];
}

function toldOf({ severity, line, message, mend }: CodeownersFinding): Checked {
  const where = line === null ? FILE : `${FILE}:${line}`;
  return found({ severity, check: 'codeowners/lines', where, what: message, why: ROUTES, mend });
}

/** By the host, which skips in silence what it can't use: an owner without write access, a pattern that is none. */
export async function checkCodeownersAtHost({ inspection }: Host): Promise<readonly Checked[]> {
  const check = 'codeowners/valid';
  const about = { check, where: FILE, what: 'whether the host can use every line', why: ROUTES };
  const read = await attempt({ ...about, permission: 'Contents: read' }, () => inspection.codeownersErrors());
  if ('unread' in read) return [read.unread];
  if (read.value === null) {
    const [what, mend] = ['the default branch has no CODEOWNERS', 'Run `leaver codeowners`, and merge the file.'];
    return [found({ severity: 'error', check, where: FILE, what, why: ROUTES, mend })];
  }
  if (read.value.length === 0) return [passed(check, FILE, 'the host can use every line')];
  return read.value.map(({ path, line, kind, suggestion }) =>
    found({
      severity: 'error',
      check,
      where: `${path}:${line}`,
      what: `the host skips this line: ${kind}`,
      why: `${ROUTES} A skipped line names nobody.`,
      mend: suggestion ?? 'Correct the pattern, or give that owner write access to the repository.',
    }),
  );
}

/** The acts about the identity provider: its word is enough, and the roster follows. */
import type { JournalEvent } from '../../audit/event.js';
import type { RevocationResult } from '../../core/outcome.js';
import { formatInstant } from '../../core/time.js';
import { count } from '../../report/words.js';
import { reconcile } from '../reconcile.js';
import { syncCommand } from '../sync/index.js';
import { storyTime } from './clock.js';
import { bodyOf, done, is, type Played, resultsOnly, rowsOnly, type Stage, shown, tellCut } from './stage.js';

const YUSUF = { person: 'yusuf.demir', login: 'yusuf@acme.example', github: 'yusufdemir', key: 'AKIAYUSUFDEMIREXAMPL' };
/** The name of his API token at the provider. */
const TOKEN = 'directory export';
const SUSPENDED = storyTime('2026-11-23T16:40:00Z');

/** What the act reads of the run's JSON. */
interface Ran {
  readonly results: readonly RevocationResult[];
}

/** HR ends somebody's work; nobody has touched the roster; the event starts a run for one person. */
export async function playProvider(stage: Stage): Promise<Played> {
  const { clock, outsider, paint } = stage;
  clock.leapTo(SUSPENDED);
  const id = await outsider.suspendAtProvider(YUSUF.login);
  const worked = await outsider.providerTokenStatus(TOKEN);
  clock.leapTo(storyTime('2026-11-23T16:40:20Z'));
  const context = stage.open(undefined, { LEAVER_TRIGGERED_AT: formatInstant(SUSPENDED) });
  const result = await reconcile(context, { systems: [], people: [], accounts: [id] });
  stage.gone.push(YUSUF.github);
  const { results = [] } = result.json as Partial<Ran>;
  const acts = actsIn(await stage.journal(), YUSUF.person);
  const text = tellCut(result, paint, resultsOnly);
  const [member, caller, dashboard, token] = await Promise.all([
    outsider.memberStatus(YUSUF.github),
    outsider.callerOf(YUSUF.key),
    outsider.dashboardStatus(YUSUF.login),
    outsider.providerTokenStatus(TOKEN),
  ]);
  const order = acts.map(({ system }) => system);
  const door = order.lastIndexOf('okta') < order.findIndex((system) => system !== 'okta');
  return {
    body: bodyOf(
      done(`The HR system suspends ${YUSUF.login} in Okta. An event hook tells the repository's workflow.`),
      shown(`reconcile --account ${id}`, text, paint),
    ),
    proofs: [
      is(
        `the door first: ${count(acts.length, 'act')} on record, those at the identity provider before all others`,
        door,
      ),
      is(
        `his API token at Okta worked on after the suspend (${worked}), and is refused now (${token})`,
        worked === 200 && token === 401,
      ),
      is(`GitHub answers ${member}, AWS ${caller}, the dashboard ${dashboard}`, gone(member, caller, dashboard)),
    ],
    checks: [
      is(`four accounts are revoked, one in each system, not ${results.length}`, systemsOf(results).size === 4),
      is(
        'each is done and read back',
        results.every(({ outcome }) => outcome.kind === 'verified' || outcome.kind === 'residual'),
      ),
      is(`the run ends with status 0, not ${result.status}`, result.status === 0),
    ],
    results: [result.json],
  };
}

function gone(member: number, caller: string, dashboard: number): boolean {
  return member === 404 && caller === 'InvalidClientTokenId' && dashboard === 403;
}

function systemsOf(results: readonly RevocationResult[]): ReadonlySet<string> {
  return new Set(results.map(({ decision }) => decision.system));
}

/** The intents of somebody's revocations, in the order of the journal. */
function actsIn(events: readonly JournalEvent[], person: string) {
  const own = new Map(
    events.flatMap((event): [string, string][] =>
      event.type === 'begun' && event.decision.person === person ? [[event.revocation, event.decision.system]] : [],
    ),
  );
  return events.flatMap((event) => {
    const system = event.type === 'intent' && event.revocation !== null ? own.get(event.revocation) : undefined;
    return system === undefined ? [] : [{ system }];
  });
}

/** The roster is brought up to the provider by a pull request that a person merges. */
export async function playSync(stage: Stage): Promise<Played> {
  const { clock, host, paint } = stage;
  clock.leapTo(storyTime('2026-11-23T16:50:00Z'));
  const result = await syncCommand(stage.open(), { write: false });
  const { outcome } = result.json as { readonly outcome?: { readonly kind: string; readonly number?: number } };
  const number = outcome?.number ?? 0;
  const opened = outcome?.kind === 'opened';
  if (opened) await host.merge('priya.nair', number);
  await stage.checkOut();
  const again = await syncCommand(stage.open(), { write: false });
  const { outcome: second } = again.json as { readonly outcome?: { readonly kind: string } };
  return {
    body: bodyOf(
      shown(
        'sync',
        tellCut(result, paint, (outline) => rowsOnly(outline, () => true)),
        paint,
      ),
      done(`priya.nair merges pull request ${number}.`),
    ),
    proofs: [],
    checks: [
      is('the sync opens a pull request', opened),
      is(`asked again, it has nothing to propose, not ${second?.kind}`, second?.kind === 'none'),
    ],
    results: [result.json, again.json],
  };
}

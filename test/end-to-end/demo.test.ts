import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JournalEvent } from '../../src/audit/event.js';
import type { Decision, Plan } from '../../src/core/decision.js';
import type { Snapshot } from '../../src/core/observation.js';
import type { RevocationResult } from '../../src/core/outcome.js';
import type { Entry } from '../../src/core/register.js';
import { finished, homeWithSettings, leaver, PATIENCE, root } from './program.js';
import {
  type ActToldInJson,
  APPROVED,
  BEGINNING,
  END,
  FIVE,
  FORGED,
  PLANNED,
  PROVIDER,
  playHere,
  REVOKED,
  type Run,
  SIX,
  SYNCED,
} from './story.js';

describe('the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leaver-test-'));
  const sample = () => ['policies', 'optouts', 'src/sandbox/worlds'].map((path) => contentsOf(join(root, path)));
  const before = sample();
  const journalBefore = existsSync(join(root, '.leaver'));
  const usual = process.env.TMPDIR;
  let first: Awaited<ReturnType<typeof playHere>>;
  let second: Awaited<ReturnType<typeof playHere>>;

  beforeAll(async () => {
    process.env.TMPDIR = join(folder, 'tmp');
    mkdirSync(process.env.TMPDIR);
    first = await playHere();
    second = await playHere();
  }, PATIENCE);

  afterAll(() => {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    rmSync(folder, { recursive: true, force: true });
  });

  const acts = () => (first.json as { acts: readonly ActToldInJson[] }).acts;
  /** What the last command of an act told, or the one at that place. */
  const told = <Told>(act: number, at = -1) => acts()[act - 1]?.results.at(at) as Told;
  const revoked = (act: number) =>
    told<Run>(act)
      .results.map(({ decision }) => `${decision.system} ${decision.account.name}`)
      .sort();
  const decisionsOn = (plan: Plan, person: string) =>
    plan.decisions.filter((decision: Decision) => (decision.person as string | null) === person);

  test('when played, comes as it promises in all its acts', () => {
    const broken = acts().flatMap(({ checks }) => checks.filter(({ holds }) => !holds));
    expect(broken).toEqual([]);
    expect(first.status).toBe(0);
    expect(acts().map(({ act }) => act)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  test("when the sample's opt-outs are asked who approved them, each is proved, by as many as its reason needs", () => {
    const { approvals } = told<Snapshot>(BEGINNING);
    expect(approvals.map(({ optOut, verdict, by }) => `${optOut} ${verdict}: ${by.join(', ')}`).sort()).toEqual([
      'ana-handover-prod approved: kim.cho',
      'contractors-year-end approved: priya.nair, sam.lee',
      'ines-leave-github approved: sam.lee',
      'luis-handover-runbooks approved: ben.carter',
      'peter-handover-billing approved: kim.cho',
    ]);
    expect(first.text).not.toContain('approvalSource');
  });

  test('when one opt-out is followed from request to lapse, every step stands in the text, in order', () => {
    const steps = [
      '$ leaver optout new --id diego-handover-apps',
      'Whose approval it needs  1 approval',
      'priya.nair pushes it to a branch and opens pull request 6.',
      'needs one\n                              approval: kim.cho or sam.lee for github.',
      'only once diego-handover-apps is approved',
      '16:05  kim.cho approves pull request 6.',
      '16:06  priya.nair merges it.',
      '1 opt-out is in force in acme.',
      'kim.cho in #6',
      'approved by kim.cho in #6, merged 2026-11-23 16:06 UTC',
      'diego.santos left, with an opt-out until 18:00 UTC: still a member',
      'At 17:59:59:',
      'expiring  diego.santos',
      '1 second left, until 2026-11-23 18:00 UTC',
      'At 18:00:00:',
      'verified  diego.santos  github (diegosantos): departed; opt-out',
      '✓ at 17:59:59 GitHub answered 204',
      '✓ at 18:00:00, after the run, it answers 404',
      'Nothing to revoke in acme;',
    ];
    let from = 0;
    for (const step of steps) {
      const at = first.text.indexOf(step, from);
      expect(at, `${step} is missing, or not after the step before`).toBeGreaterThanOrEqual(from);
      from = at + step.length;
    }
    const [entry] = told<{ optOuts: readonly Entry[] }>(APPROVED).optOuts;
    expect(entry).toMatchObject({ standing: 'expiring', approvedBy: ['kim.cho'], pullRequest: 6 });
  });

  test('when an opt-out lapses at 18:00:00, a run at 17:59:59 keeps to it, and one at 18:00:00 does not', () => {
    const [before, after] = [told<Run>(SIX, 0), told<Run>(SIX, 1)];
    expect(before.plan.at).toBe('2026-11-23T17:59:59Z');
    expect(decisionsOn(before.plan, 'diego.santos')).toMatchObject([
      { kind: 'exempt', optOut: 'diego-handover-apps', expiresAt: '2026-11-23T18:00:00Z' },
    ]);
    expect(before).toMatchObject({ status: 0, results: [] });
    expect(after.plan.at).toBe('2026-11-23T18:00:00Z');
    expect(after.results).toMatchObject([
      { decision: { person: 'diego.santos', lapsedOptOut: 'diego-handover-apps' }, outcome: { kind: 'verified' } },
    ]);
  });

  test('when opt-outs are forged, each is refused with its own sentence, and holds nothing', () => {
    const { optOuts } = told<{ optOuts: readonly Entry[] }>(FORGED);
    expect(optOuts.map(({ id, standing, approvedBy }) => [id, standing, approvedBy])).toEqual([
      ['tomas-access', 'unapproved', []],
      ['tomas-ledger', 'unapproved', []],
      ['tomas-review', 'unapproved', []],
    ]);
    expect(optOuts.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^[0-9a-f]{12} brought it to the branch without a pull request \(a direct push\)$/),
      '#7 was approved by nobody and merged all the same by @tomasnovak',
      'omar.farouk was no designated owner of github in the policy before #8',
    ]);
    const plan = told<Plan>(PLANNED);
    expect(decisionsOn(plan, 'tomas.novak').map(({ kind, system }) => `${kind} ${system}`)).toEqual([
      'revoke aws-prod',
      'revoke databricks',
      'revoke github',
      'revoke okta',
    ]);
    for (const id of ['tomas-access', 'tomas-ledger', 'tomas-review']) {
      expect(first.text).toMatch(new RegExp(`refused +${id} +exempts nobody`));
    }
  });

  test('when people have left, revokes theirs and nobody else: not those whom an opt-out holds', () => {
    expect(revoked(REVOKED)).toEqual([
      'aws-prod emil.larsen',
      'aws-prod ines.martin',
      'aws-prod legacy-etl',
      'aws-prod tomas.novak',
      'databricks emil@acme.example',
      'databricks ines@acme.example',
      'databricks tomas@acme.example',
      'github anaruiz',
      'github tomasnovak',
      'github zaraahmed',
      'okta ines@acme.example',
      'okta tomas@acme.example',
    ]);
  });

  test('when a last hour comes and opt-outs lapse, revokes just those, and then nothing more', () => {
    expect(revoked(FIVE)).toEqual([
      'aws-prod jonas.berg',
      'aws-prod luis.ortega',
      'databricks jonas@acme.example',
      'github jonasberg',
      'okta jonas@acme.example',
    ]);
    expect(revoked(SIX)).toEqual(['github diegosantos']);
    expect(revoked(END)).toEqual([]);
    expect(first.text).toMatch(/luis\.ortega +aws-prod: departed; opt-out luis-handover-runbooks\s+lapsed/);
  });

  test('when somebody left at the provider alone, one run for that person revokes in all four systems, and nobody else', () => {
    const run = told<Run>(PROVIDER);
    expect(run.results.map(({ decision, outcome }) => [decision.person, decision.reason, outcome.kind])).toEqual(
      Array(4).fill(['yusuf.demir', 'idp-inactive', 'verified']),
    );
    expect(revoked(PROVIDER)).toEqual([
      'aws-prod yusuf.demir',
      'databricks yusuf@acme.example',
      'github yusufdemir',
      'okta yusuf@acme.example',
    ]);
    expect(run.status).toBe(0);
    // The roster has him as active still: the provider's word alone is the reason.
    expect(decisionsOn(told<Plan>(PLANNED), 'yusuf.demir').map(({ kind }) => kind)).toEqual(Array(4).fill('keep'));
  });

  test('law 8: the log has the door closed and read back before any window, then keys before memberships', () => {
    const acts = actsOf(first.journals[PROVIDER - 1] ?? [], 'yusuf.demir');
    const at = (wanted: string) => acts.indexOf(wanted);
    expect(acts.slice(0, 3)).toEqual(['okta revoke sessions', 'okta revoke API token', 'okta ended']);
    expect(acts.slice(3).filter((act) => act.startsWith('okta'))).toEqual([]);
    expect(acts.filter((act) => act.startsWith('aws-prod'))).toEqual([
      'aws-prod TagUser',
      'aws-prod AttachUserPolicy',
      'aws-prod UpdateAccessKey',
      'aws-prod RemoveUserFromGroup',
      'aws-prod UntagUser',
      'aws-prod ended',
    ]);
    expect(at('databricks set active to false')).toBeLessThan(at('databricks remove'));
    expect(acts.filter((act) => act.startsWith('github'))).toEqual(['github remove membership', 'github ended']);
  });

  test('when the roster follows, one pull request marks who left with time and source, and proposes who joined', () => {
    expect(told(SYNCED, 0)).toMatchObject({
      outcome: { kind: 'opened', number: 9 },
      changes: [
        { kind: 'leaver', person: 'yusuf.demir', how: 'suspended', since: '2026-11-23T16:40:00Z' },
        { kind: 'joiner', person: 'nadia.silva', email: 'nadia@acme.example' },
      ],
    });
    const { message, files, lines } = first.synced;
    expect(message).toMatch(
      /^Bring the roster up to okta: 1 leaver, 1 joiner\n\nleaver yusuf\.demir\njoiner nadia\.silva\n/,
    );
    expect(files).toEqual(['policies/people/backend.yaml', 'policies/people/joiners.yaml']);
    expect(lines).toEqual([
      '+    status: departed   # okta: suspended since 2026-11-23T16:40:00Z',
      '+# yaml-language-server: $schema=../../schemas/people.schema.json',
      '+people:',
      '+  - id: nadia.silva   # from okta; check the name, add manager and roles',
      '+    name: Nadia Silva',
      '+    email: nadia@acme.example',
      '+    accounts:',
      expect.stringMatching(/^\+ {6}okta: \{ id: 00u\w{17}, name: nadia@acme\.example \}$/),
    ]);
    expect(told(SYNCED)).toMatchObject({ outcome: { kind: 'none' }, changes: [] });
    expect(first.text).toContain('1 leaver · 1 joiner');
  });

  test('when the roster has followed, later runs find him departed there, and settled', () => {
    const { plan } = told<Run>(END);
    expect(
      decisionsOn(plan, 'yusuf.demir').map((one) => [one.system, one.kind, 'reason' in one ? one.reason : null]),
    ).toEqual([
      ['aws-prod', 'settled', 'departed'],
      ['databricks', 'settled', 'departed'],
      ['okta', 'settled', 'departed'],
    ]);
    expect(decisionsOn(plan, 'nadia.silva')).toMatchObject([{ system: 'okta', kind: 'keep' }]);
  });

  test('when opt-outs are soon to lapse, those who answer for them are reminded once', () => {
    const reminded = first.text.match(/Opt-out diego-handover-apps lapses in/g);
    expect(reminded).toHaveLength(1);
    expect(first.text).toContain('kim.cho and priya.nair were reminded on pull request 6.');
  });

  test('when a leaver holds everything, closes all of it', () => {
    const steps = (system: string) =>
      told<Run>(REVOKED).results.find(({ decision }) => decision.id.startsWith(system) && isOf(decision, 'tomas.novak'))
        ?.steps;
    expect(steps('github')).toHaveLength(5);
    expect(steps('aws-prod')).toEqual(
      expect.arrayContaining(['AttachUserPolicy policy/AWSDenyAll', 'UpdateAccessKey key/AKIATOMASNOVAEXAMPLE']),
    );
  });

  test("when the story's clock is not the machine's, no answer is taken for one to be asked for again", () => {
    expect(told<Plan>(PLANNED).at).toMatch(/^2026-11-23T16:15:0\d(\.\d+)?Z$/);
  });

  test('when told, fits into 80 columns, has no colour of its own, and names no path of the machine', () => {
    expect(first.text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
    expect(first.text).not.toContain('\u001b');
    expect(first.text).not.toContain(root);
    expect(first.text).not.toContain(folder);
    expect(first.text).not.toContain('127.0.0.1');
  });

  test('when played again, says the same to the letter', () => {
    expect(second.text).toBe(first.text);
    expect(second.status).toBe(0);
  });

  test('when over, has left nothing behind and changed nothing in the clone', () => {
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
    expect(existsSync(join(root, '.leaver'))).toBe(journalBefore);
    expect(sample()).toEqual(before);
  });

  test(
    "when started as a program in another folder, with a user's own Git settings, tells the same story and ends with 0",
    async () => {
      const elsewhere = join(folder, 'elsewhere');
      mkdirSync(elsewhere);
      const home = homeWithSettings(folder);
      const told = await finished(leaver(['demo'], elsewhere, { HOME: home, GIT_DIR: join(folder, 'nowhere') }));
      expect(told.stdout).toBe(first.text);
      expect(told.status).toBe(0);
      expect(told.stderr).toContain('github: observing …');
      expect(readdirSync(elsewhere)).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'when there is no git, says so in one message, begins no story and leaves nothing behind',
    async () => {
      const [path, temporary] = [join(folder, 'no-programs'), join(folder, 'tmp-without-git')];
      for (const one of [path, temporary]) mkdirSync(one);
      const told = await finished(leaver(['demo', '--quiet'], root, { PATH: path, TMPDIR: temporary }));
      expect(told).toMatchObject({ status: 1, stdout: '' });
      expect(told.stderr).toMatch(/^[^\n]*The demo needs git, and it could not be started/);
      expect(told.stderr).toContain('Install git 2.38 or later');
      expect(told.stderr).not.toContain('    at ');
      expect(readdirSync(temporary).filter((name) => name.startsWith('leaver'))).toEqual([]);
    },
    PATIENCE,
  );
});

/** What was done about somebody, in the order of the log: the system with each act's action, and where it ended. */
function actsOf(events: readonly JournalEvent[], person: string): readonly string[] {
  const systems = new Map(
    events.flatMap((event): [string, string][] =>
      event.type === 'begun' && event.decision.person === person ? [[event.revocation, event.decision.system]] : [],
    ),
  );
  return events.flatMap((event) => {
    if (event.type !== 'intent' && event.type !== 'ended') return [];
    const system = systems.get(event.revocation ?? '');
    return system === undefined ? [] : [`${system} ${event.type === 'ended' ? 'ended' : event.action}`];
  });
}

function isOf({ person }: RevocationResult['decision'], id: string): boolean {
  return person === id;
}

function contentsOf(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    paths.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../src/core/decision.js';
import type { Snapshot } from '../../src/core/observation.js';
import type { RevocationResult } from '../../src/core/outcome.js';
import type { Entry } from '../../src/core/register.js';
import { finished, homeWithSettings, leaver, PATIENCE, root } from './program.js';
import {
  APPROVED,
  actsIn,
  BEGINNING,
  decisionsOn,
  END,
  FIVE,
  FORGED,
  PLANNED,
  playHere,
  REVOKED,
  type Run,
  revokedIn,
  SIX,
  toldIn,
} from './story.js';
import { tellsOfTheProvider } from './story-provider.js';

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

  const acts = () => actsIn(first);
  const told = <Told>(act: number, at = -1) => toldIn<Told>(first, act, at);
  const revoked = (act: number) => revokedIn(first, act);

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
      { system: 'github', kind: 'exempt', optOut: 'diego-handover-apps', expiresAt: '2026-11-23T18:00:00Z' },
      // HR closed it on the day he left: what he keeps is not behind single sign-on.
      { system: 'okta', kind: 'settled', reason: 'departed' },
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

  tellsOfTheProvider(() => first);

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

function isOf({ person }: RevocationResult['decision'], id: string): boolean {
  return person === id;
}

function contentsOf(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    paths.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

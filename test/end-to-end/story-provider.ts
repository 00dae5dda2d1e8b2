/** What the demo tells of the identity provider: somebody who left there alone, and the roster that follows. */
import { expect, test } from 'vitest';
import type { JournalEvent } from '../../src/audit/event.js';
import type { Plan } from '../../src/core/decision.js';
import { decisionsOn, END, PLANNED, PROVIDER, type Run, revokedIn, type Story, SYNCED, toldIn } from './story.js';

/** @param story as it was played before the tests */
export function tellsOfTheProvider(story: () => Story): void {
  test('when somebody left at the provider alone, one run for that person revokes in all four systems, and nobody else', () => {
    const run = toldIn<Run>(story(), PROVIDER);
    expect(run.results.map(({ decision, outcome }) => [decision.person, decision.reason, outcome.kind])).toEqual(
      Array(4).fill(['yusuf.demir', 'idp-inactive', 'verified']),
    );
    expect(revokedIn(story(), PROVIDER)).toEqual([
      'aws-prod yusuf.demir',
      'databricks yusuf@acme.example',
      'github yusufdemir',
      'okta yusuf@acme.example',
    ]);
    expect(run.status).toBe(0);
    // The roster has him as active still: the provider's word alone is the reason.
    expect(decisionsOn(toldIn<Plan>(story(), PLANNED), 'yusuf.demir').map(({ kind }) => kind)).toEqual(
      Array(4).fill('keep'),
    );
  });

  test('law 8: the log has the door closed and read back before any window, then keys before memberships', () => {
    const acts = actsOf(story().journals[PROVIDER - 1] ?? [], 'yusuf.demir');
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
    expect(toldIn(story(), SYNCED, 0)).toMatchObject({
      outcome: { kind: 'opened', number: 9 },
      changes: [
        { kind: 'leaver', person: 'yusuf.demir', how: 'suspended', since: '2026-11-23T16:40:00Z' },
        { kind: 'joiner', person: 'nadia.silva', email: 'nadia@acme.example' },
      ],
    });
    const { message, files, lines } = story().synced;
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
    expect(toldIn(story(), SYNCED)).toMatchObject({ outcome: { kind: 'none' }, changes: [] });
    expect(story().text).toContain('1 leaver · 1 joiner');
  });

  test('when the roster has followed, later runs find him departed there, and settled', () => {
    const { plan } = toldIn<Run>(story(), END);
    expect(
      decisionsOn(plan, 'yusuf.demir').map((one) => [one.system, one.kind, 'reason' in one ? one.reason : null]),
    ).toEqual([
      ['aws-prod', 'settled', 'departed'],
      ['databricks', 'settled', 'departed'],
      ['okta', 'settled', 'departed'],
    ]);
    expect(decisionsOn(plan, 'nadia.silva')).toMatchObject([{ system: 'okta', kind: 'keep' }]);
  });
}

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

/** A quarter of runs and revocations, as the log would tell them. */
import type { PersonId, SystemId } from '../../../src/core/model.js';
import type { LogRecords, RevocationRecord, RunRecord, Trigger } from '../../../src/core/record.js';
import { after, formatInstant, type Instant } from '../../../src/core/time.js';
import { accountId, DAY, HOUR, later } from '../../fixtures/builders.js';

const MINUTE = 60_000;

/** The same numbers between 0 and 1 for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function historyOf(
  size: number,
  systems: readonly SystemId[],
): { readonly records: LogRecords; readonly events: number } {
  const random = chance(7);
  const revocations: RevocationRecord[] = [];
  const runs: RunRecord[] = [];
  const weekly = Math.max(1, size / 900);
  for (let ago = 12 * 7 * 24; ago >= 0; ago -= 8) {
    const at = later(-ago * HOUR - 17 * MINUTE) as Instant;
    const many = random() < 0.35 ? Math.round(random() * weekly) : 0;
    for (let one = 0; one < many; one += 1) revocations.push(revocation(revocations.length, systems, at, random));
    runs.push(run(runs.length, at, many, Math.round(9 + 6 * Math.sin(ago / 300) + random() * 3)));
  }
  const none = { restorations: [], optOuts: [], halts: [], overrides: [] };
  return { records: { runs, revocations, ...none } as LogRecords, events: revocations.length * 11 + runs.length * 4 };
}

function run(at: number, startedAt: Instant, revoked: number, optOuts: number): RunRecord {
  const event = revoked > 0 && at % 2 === 0 ? 'push' : 'schedule';
  const figures = { revoked, failed: 0, exempt: optOuts, review: 6, settled: 40, kept: 9_000, optOuts };
  return {
    ...{ run: `${4_000_000 + at}-1`, command: 'reconcile', actor: 'leaver[bot]', commit: 'f'.repeat(40) },
    cause: { event, url: `https://github.example/acme/access/actions/runs/${4_000_000 + at}` },
    startedAt: formatInstant(startedAt),
    endedAt: formatInstant(after(startedAt, 70_000 + (at % 9) * 4000)),
    status: at % 97 === 41 ? 4 : 0,
    ...{ figures, systems: [], narrowedTo: { systems: [], people: [] }, problems: [] },
  };
}

const KINDS: readonly Trigger['kind'][] = ['merge', 'leaves-at', 'lapse', 'event'];

function revocation(at: number, systems: readonly SystemId[], begun: Instant, random: () => number): RevocationRecord {
  const system = systems[at % systems.length] as SystemId;
  const name = `leaver${at}`;
  const late = at % 83 === 40;
  const trigger = {
    kind: KINDS[at % KINDS.length] ?? 'merge',
    at: formatInstant(after(begun, -(late ? 31 * HOUR : random() * 7 * HOUR))),
  } as const;
  const endedAt = formatInstant(after(begun, 20_000));
  const ending = at % 19 === 3 ? 'residual' : 'verified';
  const left =
    ending === 'residual' ? [`a session of the console stays until ${formatInstant(after(begun, DAY / 2))}`] : [];
  return {
    ...{ revocation: `${system}/${name}@${formatInstant(begun)}`, run: 'r', actor: 'leaver[bot]', commit: null },
    decision: {
      ...{ kind: 'revoke', id: `${system}/${name}`, system, account: { id: accountId(name), name } },
      ...{ person: `${name}.doe` as PersonId, service: null, entitlement: null, reason: 'departed', stage: 'suspend' },
      lapsedOptOut: null,
    },
    ...{
      trigger,
      promised: { objective: 'standard', within: DAY },
      begunAt: formatInstant(begun),
      endedAt,
      ending,
      left,
    },
    ...{ broughtBack: false, held: { status: 'active', admin: false, entitlements: [] }, acts: [] },
    readBacks: [{ at: endedAt, run: 'r', ending, left }],
  };
}

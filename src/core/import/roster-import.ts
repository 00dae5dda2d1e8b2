/**
 * Observations × the roster → the roster that they tell of, every account pinned by its immutable id. Nothing that is there
 * changes but for what it lacks, nothing uncertain is written, and every account that gets no holder is told with the reason.
 * It looks again at what it made until nothing is new, so that a second import finds nothing to do.
 */

import type { DesiredState } from '../model.js';
import type { Observation } from '../observation.js';
import { judge, type Look } from './judge.js';
import {
  type Finding,
  type ImportedPerson,
  type ImportedService,
  type ImportInput,
  type Left,
  type LeftWhy,
  type Loose,
  leftOf,
  placeOf,
  type RosterImport,
} from './model.js';
import { inOrderOfPlace, misleading, type Refused, withAdditions, writable } from './settle.js';
import { sortOut, wholeListings } from './sort.js';

/** Throws nothing: its input was validated at the edge. */
export function importRoster(input: ImportInput): RosterImport {
  const { whole, unseen } = wholeListings(input);
  const refused = new Map<string, LeftWhy>();
  const people: ImportedPerson[] = [];
  const services: ImportedService[] = [];
  const findings: Finding[] = [];
  let desired = input.desired;
  for (;;) {
    const round = { ...input, desired };
    const look = lookOnce(round, whole, refused);
    if (look.additions.findings.length === 0) {
      return {
        people: finished(people, desired),
        services: finishedServices(services, desired),
        findings: inOrderOfPlace(findings),
        left: inOrderOfPlace(look.left),
        unseen,
        desired,
      };
    }
    // Each round claims accounts or refuses some, so that there is a last one. What was refused is looked at again once something
    // was claimed, since a pin may have settled what stood against it: as a second import would.
    const kept = certain(look, round, whole, refused);
    if (kept.length > 0) refused.clear();
    desired = withAdditions(desired, { ...look.additions, findings: kept });
    findings.push(...kept);
    people.push(...look.additions.people);
    services.push(...look.additions.services);
  }
}

/** The findings that can be written and mean what they should; the others are added to those refused. */
function certain(
  { additions, origins }: Look,
  input: ImportInput,
  whole: readonly Observation[],
  refused: Map<string, LeftWhy>,
): readonly Finding[] {
  let kept = writable(additions, input, whole);
  const accepted = new Set(kept.map(atPlace));
  for (const finding of additions.findings) {
    if (!accepted.has(atPlace(finding))) refused.set(atPlace(finding), 'not-writable');
  }
  for (;;) {
    // Without the account that told of somebody new there is nobody to claim the others.
    kept = kept.filter(({ holder }) => !refused.has(origins.get(holder.id) ?? ''));
    const wrong = misleading(
      input.desired,
      withAdditions(input.desired, { ...additions, findings: kept }),
      kept,
      whole,
    );
    if (wrong.size === 0) return kept;
    for (const finding of wrong) refused.set(atPlace(finding), 'collides');
    kept = kept.filter((finding) => !wrong.has(finding));
  }
}

function atPlace({ system, account }: Finding): string {
  return placeOf(system, account.id);
}

function lookOnce(input: ImportInput, whole: readonly Observation[], refused: Refused): Look {
  const { desired } = input;
  const sorted = sortOut(desired, whole);
  const isRefused = ({ system, account }: Pick<Loose, 'system'> & { account: { id: Loose['account']['id'] } }) =>
    refused.get(placeOf(system, account.id));
  const pins = sorted.findings.filter((finding) => isRefused(finding) === undefined);
  // What the roster says already comes first: whoever gets a pin by it needs no other account there.
  if (pins.length > 0) return { additions: { people: [], services: [], findings: pins }, left: [], origins: new Map() };
  const left = [
    ...sorted.left,
    ...sorted.findings.map((one) => leftOf(looseOf(one), isRefused(one) ?? 'collides', [one.holder.id])),
    ...sorted.loose.flatMap((one) => leftIf(one, isRefused(one))),
  ];
  const loose = sorted.loose.filter((one) => isRefused(one) === undefined);
  const judged = judge(loose, input, whole);
  return { ...judged, left: [...left, ...judged.left] };
}

function leftIf(one: Loose, why: LeftWhy | undefined): Left[] {
  return why === undefined ? [] : [leftOf(one, why)];
}

function looseOf({ system, account }: Finding): Loose {
  return { system, account: account as Loose['account'] };
}

function finished(people: readonly ImportedPerson[], { people: all }: DesiredState): ImportedPerson[] {
  const final = new Map(all.map((person) => [person.id, person]));
  const made = people.flatMap(({ person, confirm }) => {
    const found = final.get(person.id);
    return found === undefined ? [] : [{ person: found, confirm }];
  });
  return made.sort((a, b) => (a.person.id < b.person.id ? -1 : 1));
}

function finishedServices(services: readonly ImportedService[], { services: all }: DesiredState): ImportedService[] {
  const final = new Map(all.map((service) => [service.id, service]));
  const made = services.flatMap(({ service, sign }) => {
    const found = final.get(service.id);
    return found === undefined ? [] : [{ service: found, sign }];
  });
  return made.sort((a, b) => (a.service.id < b.service.id ? -1 : 1));
}

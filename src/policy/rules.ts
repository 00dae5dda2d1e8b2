/** Small rules that several documents share. */
import { type Instant, parseDuration, parseInstant } from '../core/time.js';
import { nearest } from '../documents/nearest.js';
import { show } from '../documents/path.js';
import { durationFault, timeFault } from '../documents/time-faults.js';
import type { Findings, Place } from './finding.js';

/** The ids of one kind that there are. */
export interface Known {
  readonly ids: { has(id: string): boolean; keys(): Iterable<string> };
  /** False where a file could not be read: then an unknown id may stand in it, and is no finding. */
  readonly complete: boolean;
}

/** Looking for the nearest id costs time for each id there is. */
const MOST_HINTS = 40;

/** Adds a finding where `id` is none of the known ones. `what`: `a person of the roster`. Returns whether it is known. */
export function checkReference(
  id: string,
  known: Known,
  what: string,
  place: Place & { readonly drift?: boolean },
  findings: Findings,
): boolean {
  if (known.ids.has(id)) return true;
  if (!known.complete) return false;
  const near = findings.drafts.length < MOST_HINTS ? nearest(id, known.ids.keys()) : null;
  const hint = near === null ? '' : ` Did you mean \`${near}\`?`;
  const mend = near === null ? 'Correct the id, or add what it names.' : `Write \`${near}\`, or add \`${id}\`.`;
  findings.add({ ...place, code: 'reference', message: `\`${id}\` is not ${what}.${hint}`, mend });
  return false;
}

/** The instant of a text that has the form of a time, or null with a finding where no calendar has it. */
export function instantAt(text: string, place: Place, findings: Findings): Instant | null {
  const at = parseInstant(text);
  if (at !== null) return at;
  const [message, mend] = timeFault(nameOf(place), text);
  findings.add({ ...place, code: 'time', message, mend });
  return null;
}

/** The length of a duration, or null with a finding; `positive` refuses zero, which would switch a rule off. */
export function durationAt(text: string, place: Place, findings: Findings, positive = true): number | null {
  const length = parseDuration(text);
  if (length === null) {
    const [message, mend] = durationFault(nameOf(place), text);
    findings.add({ ...place, code: 'duration', message, mend });
  } else if (length === 0 && positive) {
    findings.add({
      ...place,
      code: 'duration',
      message: `${nameOf(place)} must be longer than zero.`,
      mend: 'Write for example `PT24H`.',
    });
  }
  return length;
}

function nameOf({ path }: Place): string {
  return `\`${String(path.findLast((part) => typeof part === 'string') ?? '')}\``;
}

/** Adds a finding at `place` that names where the first one stands. */
export function addDuplicate(
  what: string,
  value: string,
  place: Place,
  first: Place,
  findings: Findings,
  mend: string,
): void {
  const message = `${what} ${show(value)} stands twice: here and at`;
  findings.add({ ...place, code: 'duplicate', message, other: first, mend });
}

/** The name of a file without folder and `.yaml`. */
export function stemOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.yaml$/, '');
}

/**
 * The ends of opt-outs, and of people's time here, as a feed for calendars (RFC 5545, "Internet Calendaring and Scheduling
 * Core Object Specification"). Ids only: no name, no reason, no justification.
 */
import { instantOf, type Timestamp } from '../../core/time.js';
import { plain } from '../../text/escape.js';
import type { PageEntry, PageModel } from './model.js';

/** Says who made the file: `report` overwrites no other. */
export const PRODUCT = 'PRODID:-//Leaver//Register//EN';

/** A line holds at most so many octets besides its end (section 3.1). */
const FOLD = 75;

type Line = readonly [name: string, value: string];

/** The feed as text. An opt-out that is moved keeps its entry: the uid goes by its id, not by its end. */
export function calendarOf({ organization, at, inForce, notInForce, leaving }: PageModel): string {
  const made = utc(at);
  const approved = notInForce.filter(({ standing, verdict }) => standing === 'pending' && verdict !== 'unapproved');
  const events = [
    ...[...inForce, ...approved].flatMap((entry) => endOf(entry, organization, made)),
    ...leaving.map(({ person, at: leavesAt }) => {
      const summary = `${person} leaves ${organization}`;
      const about = 'From then on their access is revoked, unless an opt-out holds it.';
      return eventOf({ uid: uidOf('leaves', person, organization), made, at: leavesAt, summary, about });
    }),
  ];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    PRODUCT,
    'CALSCALE:GREGORIAN',
    ...written(['X-WR-CALNAME', text(`Leaver: ${organization}`)]),
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...events.flat(),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function endOf({ id, terms, pullRequest }: PageEntry, organization: string, made: string): readonly string[][] {
  if (terms === null) return [];
  const whom = terms.kind === 'person' ? terms.person : terms.kind === 'pause' ? 'a pause' : 'a raised guard';
  const where = pullRequest === null ? '' : `, pull request #${pullRequest}`;
  return [
    eventOf({
      ...{ uid: uidOf('opt-out', id, organization), made, at: terms.expiresAt },
      summary: `Opt-out ${id} lapses: ${whom} in ${terms.systems.join(', ')}`,
      about: `What it held is revoked then. ${terms.owner} answers for it; ${terms.requestedBy} asked for it${where}.`,
    }),
  ];
}

interface Event {
  readonly uid: string;
  readonly made: string;
  readonly at: Timestamp;
  readonly summary: string;
  readonly about: string;
}

/** An instant, without a length: it blocks nobody's time. */
function eventOf({ uid, made, at, summary, about }: Event): string[] {
  const lines: readonly Line[] = [
    ['BEGIN', 'VEVENT'],
    ['UID', text(uid)],
    ['DTSTAMP', made],
    ['DTSTART', utc(at)],
    ['SUMMARY', text(summary)],
    ['DESCRIPTION', text(about)],
    ['CLASS', 'CONFIDENTIAL'],
    ['TRANSP', 'TRANSPARENT'],
    ['END', 'VEVENT'],
  ];
  return lines.flatMap(written);
}

function uidOf(kind: string, id: string, organization: string): string {
  return `${kind}.${id}@${organization}.leaver`;
}

/** Form 2 of a date with time (section 3.3.5): in UTC. */
function utc(at: Timestamp): string {
  return `${new Date(instantOf(at)).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** A value of type TEXT (section 3.3.11). What ends a line is shown by its number before, so that nobody can begin another. */
function text(value: string): string {
  return plain(value).replace(/[\\;,]/g, (sign) => `\\${sign}`);
}

/** One content line, folded: the first of its lines, then those that go on after a space. No character is cut in two. */
function written([name, value]: Line): string[] {
  const lines: string[] = [];
  let line = '';
  let octets = 0;
  for (const character of `${name}:${value}`) {
    const size = Buffer.byteLength(character);
    if (octets + size > FOLD) {
      lines.push(line);
      line = ' ';
      octets = 1;
    }
    line += character;
    octets += size;
  }
  return [...lines, line];
}

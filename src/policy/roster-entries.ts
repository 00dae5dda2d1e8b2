/**
 * What an earlier roster file said of a few people. A file may hold ten thousand and have changed two hundred times, so that
 * only their entries are read: the lines of a list item that names one of them. It is for figures alone, and never decides
 * about access; what it can't make out is left out.
 */
import type { Instant } from '../core/time.js';
import { parseInstant } from '../core/time.js';
import { LIMITS } from './limits.js';
import { readYaml } from './yaml.js';

export interface RosterEntry {
  readonly status: 'active' | 'suspended' | 'departed';
  readonly leavesAt: Instant | null;
  readonly roles: readonly string[];
}

/** No entry is longer, and no line of one. */
const MOST_LINES = 400;
const LONGEST_LINE = 10_000;
const AN_ID = /(?:^|[\s{,"'-])id["']?\s*:\s*["']?([a-z0-9._-]+)/g;

/** The entries of those wanted, by id. */
export function rosterEntriesIn(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, RosterEntry> {
  const found = new Map<string, RosterEntry>();
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (!line.includes('id') || line.length > LONGEST_LINE) continue;
    for (const [, id = ''] of line.matchAll(AN_ID)) {
      if (!wanted.has(id) || found.has(id)) continue;
      const entry = entryAround(lines, at, id);
      if (entry !== null) found.set(id, entry);
    }
  }
  return found;
}

/** The item whose own id this is; null where the line belongs to something else, such as an account of that id. */
function entryAround(lines: readonly string[], at: number, id: string): RosterEntry | null {
  const start = startOf(lines, at);
  if (start === null) return null;
  const indent = indentOf(lines[start] ?? '');
  let end = start + 1;
  while (end < lines.length && end - start < MOST_LINES && !endsBefore(lines[end] ?? '', indent)) end += 1;
  const { data, whole } = readYaml(lines.slice(start, end).join('\n'), LIMITS, LIMITS.nodesPerFile);
  const item: unknown = whole && Array.isArray(data) ? data[0] : null;
  return isRecord(item) && item.id === id ? entryOf(item) : null;
}

/** The nearest line above that begins a list item and is not further in. */
function startOf(lines: readonly string[], at: number): number | null {
  const deepest = indentOf(lines[at] ?? '');
  for (let line = at; line >= 0 && at - line < MOST_LINES; line -= 1) {
    const text = lines[line] ?? '';
    if (/^\s*-\s/.test(text) && indentOf(text) <= deepest) return line;
  }
  return null;
}

function endsBefore(line: string, indent: number): boolean {
  return line.trim() !== '' && indentOf(line) <= indent;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function entryOf({ status, leavesAt, roles }: Readonly<Record<string, unknown>>): RosterEntry {
  return {
    status: status === 'departed' || status === 'suspended' ? status : 'active',
    leavesAt: typeof leavesAt === 'string' ? parseInstant(leavesAt) : null,
    roles: Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string') : [],
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

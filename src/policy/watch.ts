/** Who keeps the log besides the journal, and who is told: `audit.sinks` and `notify` of `policies/policy.yaml`. */
import { posix } from 'node:path';
import type { ChannelSettings, LogSink } from '../core/model.js';
import { TOPICS } from '../core/news.js';
import type { Channel, PolicyDocument, Sink } from '../documents/generated/types/policy.js';
import type { Findings } from './finding.js';
import { durationAt } from './rules.js';
import { POLICY_FILE } from './sources.js';

/** Which keys a kind has besides `id` and `kind`, and which of them it needs. */
interface Keys {
  readonly needed: readonly string[];
  readonly allowed: readonly string[];
}

const SINK_KEYS: Readonly<Record<Sink['kind'], Keys>> = {
  file: { needed: ['path'], allowed: [] },
  s3: { needed: ['bucket'], allowed: ['prefix', 'region', 'retention'] },
};

const CHANNEL_KEYS: Readonly<Record<Channel['kind'], Keys>> = {
  slack: { needed: [], allowed: ['topics'] },
  webhook: { needed: [], allowed: ['topics'] },
  issues: { needed: [], allowed: ['topics'] },
  email: { needed: ['from', 'to'], allowed: ['topics'] },
};

/** Where copies in a bucket begin, unless the policy says otherwise. */
const PREFIX = 'leaver/';

/** The copies of the log; what is wrong with one is a finding. */
export function sinksIn(document: PolicyDocument, findings: Findings): readonly LogSink[] {
  const written = document.audit?.sinks ?? [];
  const at = ['audit', 'sinks'];
  checkIds(written, at, findings);
  checkPlaces(written, at, findings);
  return written.map((sink, index): LogSink => {
    checkKeys(sink, SINK_KEYS[sink.kind], [...at, index], findings);
    const { id, kind, path = '', bucket = '', prefix = PREFIX, region = null, retention } = sink;
    if (kind === 'file') {
      checkPath(path, [...at, index, 'path'], findings);
      return { id, kind, path };
    }
    const place = { file: POLICY_FILE, path: [...at, index, 'retention'] };
    const kept = retention === undefined ? null : durationAt(retention, place, findings);
    return { id, kind, bucket, prefix, region, retention: kept };
  });
}

/** Two copies in one place would write over each other, or wait for each other without end. */
function checkPlaces(written: readonly Sink[], at: readonly (string | number)[], findings: Findings): void {
  const seen = new Map<string, string>();
  for (const [index, sink] of written.entries()) {
    const place = placeOf(sink);
    if (place === null) continue;
    const other = seen.get(place);
    if (other === undefined) {
      seen.set(place, sink.id);
      continue;
    }
    findings.add({
      code: 'duplicate',
      file: POLICY_FILE,
      path: [...at, index, sink.kind === 'file' ? 'path' : 'bucket'],
      message: `\`${sink.id}\` keeps its copy where \`${other}\` keeps one.`,
      mend: sink.kind === 'file' ? 'Name another file.' : 'Name another bucket, or another `prefix`.',
    });
  }
}

/** Where a copy lies; null where the policy does not say. A disk may not tell a capital letter from a small one. */
function placeOf({ kind, path, bucket, prefix = PREFIX }: Sink): string | null {
  if (kind === 'file') return path === undefined ? null : `file ${posix.normalize(path).toLowerCase()}`;
  return bucket === undefined ? null : `s3 ${bucket} ${prefix}`;
}

/** Leaver's own folder holds the journal: a copy of the log over the log itself would break it. */
function checkPath(path: string, at: readonly (string | number)[], findings: Findings): void {
  if (!/^\.leaver\//i.test(path)) return;
  findings.add({
    code: 'reference',
    file: POLICY_FILE,
    path: [...at],
    message: `\`${path}\` lies in Leaver's own folder, where the log itself may be.`,
    mend: 'Name a file elsewhere, such as `audit/log.jsonl`.',
  });
}

/** The channels; what is wrong with one is a finding. */
export function channelsIn(document: PolicyDocument, findings: Findings): readonly ChannelSettings[] {
  const written = document.notify ?? [];
  checkIds(written, ['notify'], findings);
  return written.map((channel, index): ChannelSettings => {
    checkKeys(channel, CHANNEL_KEYS[channel.kind], ['notify', index], findings);
    const { id, kind, topics = TOPICS, from = '', to = [] } = channel;
    const of = { id, topics: new Set(topics) };
    return kind === 'email' ? { ...of, kind, from, to } : { ...of, kind };
  });
}

/** A variable is named after an id, and two that differ in their punctuation alone would share it. */
function checkIds(all: readonly { readonly id: string }[], at: readonly (string | number)[], findings: Findings): void {
  const seen = new Set<string>();
  for (const [index, { id }] of all.entries()) {
    const name = id.replace(/[._-]/g, '_');
    if (seen.has(name)) {
      findings.add({
        code: 'duplicate',
        file: POLICY_FILE,
        path: [...at, index, 'id'],
        message: `There is another \`${id}\` before this one, or one that differs in its punctuation alone.`,
        mend: 'Give each an id of its own.',
      });
    }
    seen.add(name);
  }
}

function checkKeys(
  written: { readonly id: string; readonly kind: string },
  { needed, allowed }: Keys,
  path: readonly (string | number)[],
  findings: Findings,
): void {
  for (const key of needed.filter((name) => !Object.hasOwn(written, name))) {
    findings.add({
      code: 'missing-key',
      file: POLICY_FILE,
      path: [...path],
      message: `\`${written.id}\` is of kind ${written.kind} and has no \`${key}\`.`,
      mend: `Add \`${key}\`.`,
    });
  }
  const known = new Set(['id', 'kind', ...needed, ...allowed]);
  for (const key of Object.keys(written).filter((name) => !known.has(name))) {
    findings.add({
      code: 'unknown-key',
      file: POLICY_FILE,
      path: [...path, key],
      message: `\`${key}\` means nothing for kind ${written.kind}.`,
      mend: 'Take it out.',
    });
  }
}

/** A copy of the log in S3: an object for each delivery, which Object Lock keeps from everybody until its time is over. */
import { createHash } from 'node:crypto';
import type { LogSink } from '../../core/model.js';
import { LeaverError } from '../../errors.js';
import type { Clock } from '../../ports/ports.js';
import { type Place, placesOf } from './place.js';
import type { Bucket } from './s3.js';
import { lastSpan, PART_LINES } from './s3-end.js';
import { keyOf } from './s3-key.js';
import type { Sink } from './sink.js';

const MIB = 1024 * 1024;
/** One object's size at most, but for a single line that is longer. */
const PART_BYTES = 4 * MIB;

export type S3Settings = LogSink & { kind: 's3' };

/**
 * Deliveries are made in order, one object after the other, so that what a killed run left out comes after all that is there.
 * Requests of a delivery: the listings of `lastSpan`, one for each object, and one more where the bucket's own default is to
 * lock them; one more for each object that another run had made meanwhile.
 */
export function s3Sink(
  settings: S3Settings,
  { bucket, clock }: { readonly bucket: Bucket; readonly clock: Clock },
): Sink {
  const { id, prefix } = settings;
  return {
    id,
    holds: async (end) => {
      const span = await lastSpan(bucket, prefix, end);
      return span === null ? null : { seq: span.last, hash: span.hash };
    },
    take: async (lines) => {
      const places = placesOf(lines);
      if (places.length === 0) return;
      if (settings.retention === null && !(await bucket.locksByDefault())) throw unlocked(settings);
      for (const part of partsOf(lines, places)) await deliver(settings, bucket, clock, part);
    },
  };
}

interface Part {
  readonly first: Place;
  readonly last: Place;
  readonly text: string;
}

function partsOf(lines: readonly string[], places: readonly Place[]): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  let bytes = 0;
  const close = (to: number) => {
    const [first, last] = [places[from], places[to - 1]];
    if (first === undefined || last === undefined) return;
    parts.push({ first, last, text: `${lines.slice(from, to).join('\n')}\n` });
    from = to;
    bytes = 0;
  };
  for (const [index, line] of lines.entries()) {
    const size = Buffer.byteLength(line) + 1;
    if (index > from && (bytes + size > PART_BYTES || index - from === PART_LINES)) close(index);
    bytes += size;
  }
  close(lines.length);
  return parts;
}

async function deliver(settings: S3Settings, bucket: Bucket, clock: Clock, { first, last, text }: Part): Promise<void> {
  const key = keyOf(settings.prefix, { first: first.seq, last: last.seq, hash: last.hash });
  const until = settings.retention === null ? null : new Date(clock.now() + settings.retention);
  const made = await bucket.make({ key, text, until });
  if (made === null) {
    // By another run, or by this one, which did not hear of it.
    const there = await bucket.read(key);
    if (there === text) return;
    throw new LeaverError('sink', `${settings.id}: ${key} is there and holds something else than the log`, {
      mend: 'Keep both, and compare them with `leaver audit verify`: nothing was written over either.',
    });
  }
  if (made.version === null) throw unlocked(settings);
  if (made.checksum !== sha256(text)) {
    throw new LeaverError('sink', `${settings.id}: S3 does not confirm that ${key} holds what was sent`, {
      mend: 'Look at that object, and compare it with the log: its SHA-256 is not the one that was sent.',
    });
  }
}

/** SHA-256 in Base64, as S3 tells it ("Checking object integrity"). */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function unlocked({ id, bucket }: S3Settings): LeaverError {
  return new LeaverError(
    'sink',
    `${id}: the bucket ${bucket} does not lock what is put into it: a copy there can be changed`,
    {
      mend: 'Make the bucket with Object Lock, and give `retention` here or a default retention there; docs/audit-log-copies.md has how.',
    },
  );
}

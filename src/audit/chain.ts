/**
 * The chain: an event's hash is over all of the event, and so over the hash of the one before it. Who changes an event has
 * to write all that follow anew, and then no checkpoint of them fits any more that was kept elsewhere. It is no signature: who
 * may write the log can append events whose hashes fit.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../core/digest.js';

/** What the first event names as the one before it. */
export const GENESIS = `sha256:${'0'.repeat(64)}`;

/** Where a chain ends, or ended at some time: kept elsewhere, it shows a chain that was written anew. */
export interface Checkpoint {
  /** The number of an event. */
  readonly seq: number;
  readonly hash: string;
}

/** What the first event is chained to. */
export const START: Checkpoint = { seq: 0, hash: GENESIS };

/** `sha256:<hex>` of a text's bytes in UTF-8. */
export function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The hash of an event on disk: over its canonical JSON (RFC 8785) without its own `hash`. */
export function hashOf(envelope: Readonly<Record<string, unknown>>): string {
  const { hash: _, ...rest } = envelope;
  return sha256(canonicalJson(rest));
}

/** `1284@sha256:…`: as reports show a checkpoint, and as `audit verify --checkpoint` takes it. */
export function checkpointText({ seq, hash }: Checkpoint): string {
  return `${seq}@${hash}`;
}

/** A checkpoint's text, or null where it is none. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [, seq, hash] = /^([1-9]\d{0,14})@(sha256:[0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return seq === undefined || hash === undefined ? null : { seq: Number(seq), hash };
}

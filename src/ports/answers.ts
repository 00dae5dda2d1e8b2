/** What comes back from a system: bounded, and without what was sent to it. */
import { redactorOf } from './secrets.js';

const MIB = 1024 * 1024;
/** No page of a listing, and no file of the policy repository, comes near it. */
const MOST_BYTES = 32 * MIB;

/**
 * Reads an answer to its end, and gives up where it goes on beyond the limit: a system, or whoever answers in its place,
 * must not fill the memory.
 * @param body in chunks, as they come, decompressed; null where there is none
 */
export async function readWhole(body: AsyncIterable<Uint8Array> | null, most = MOST_BYTES): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new Error(`the answer is larger than ${Math.round(most / MIB)} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The credentials that a client has sent; those of a session are made while a run goes on, and stand in no environment. */
export interface SentCredentials {
  /** Remembers the value of an `Authorization` header, or any other credential. */
  add(value: string): void;
  /** Takes them out of an answer: a server may repeat what it was sent, and nothing further needs it. */
  outOf(bytes: Buffer): Buffer;
  outOfText(text: string): string;
}

export function sentCredentials(): SentCredentials {
  const sent = new Set<string>();
  let redact = redactorOf([]);
  return {
    add: (value) => {
      // Behind the scheme: `Bearer …`.
      const credential = value.trim().replace(/^[A-Za-z]+ +/, '');
      if (sent.has(credential)) return;
      sent.add(credential);
      redact = redactorOf(sent);
    },
    outOf: (bytes) => {
      const text = bytes.toString('utf8');
      const left = redact(text);
      return left === text ? bytes : Buffer.from(left);
    },
    outOfText: (text) => redact(text),
  };
}

/** The one loop that repeats requests, and what requests of one client know of each other's failures. */
import type { Clock } from '../ports/ports.js';
import { type End, nextStep, type Repeats, remembered, type Setback, type Trouble, troubleAfter } from './policy.js';
import type { Rules } from './rules.js';

export interface PatienceOptions {
  readonly rules: Rules;
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
}

/** A request: what it asks for, by the vendor's name, and how what it throws is to be taken. */
export interface Request {
  readonly operation: string;
  readonly repeats: Repeats;
  readonly setbackOf: (error: unknown) => Setback;
}

/** The patience of one client. */
export interface Patience {
  /**
   * Makes the request until it succeeds. Throws what the last attempt threw, as it is: `endOf` tells why it was the last.
   * Requests that fail at the same time or one after the other wait together no longer than one: as long as nothing at
   * all, or nothing of that operation, is answered, they have one deadline.
   */
  persist<Result>(request: Request, attempt: () => Promise<Result>): Promise<Result>;
}

/** Makes the patience of a client: one for all its requests. */
export function patienceOf({ rules, clock, random }: PatienceOptions): Patience {
  let answered = false;
  const shared = new Map<string | null, Trouble>();

  async function persist<Result>({ operation, repeats, setbackOf }: Request, attempt: () => Promise<Result>) {
    const rounds = { limit: 0, passing: 0, nobody: 0, final: 0 };
    let own: Trouble | null = null;
    const works = () => {
      answered = true;
      shared.delete(operation);
      shared.delete(null);
    };
    const noted = (key: string | null, setback: Setback): Trouble => {
      const now = clock.now();
      const trouble = troubleAfter(remembered(shared.get(key) ?? null, now), setback, now);
      shared.set(key, trouble);
      return trouble;
    };
    for (;;) {
      try {
        const result = await attempt();
        works();
        return result;
      } catch (error) {
        const setback = setbackOf(error);
        if (setback.kind === 'final') works();
        const now = clock.now();
        own = troubleAfter(own, setback, now);
        const troubles = setback.kind === 'final' ? [] : [noted(operation, setback), noted(null, setback)];
        const round = rounds[setback.kind];
        rounds[setback.kind] += 1;
        const moment = { now, round, troubles: [own, ...troubles], answered, random: random() } as const;
        const next = nextStep(rules, setback, repeats, moment);
        if (next.kind === 'end') throw ended(error, next);
        await clock.sleep(next.milliseconds);
      }
    }
  }

  return { persist };
}

/** Kept beside the errors, which are the vendor's own and stay as they are. */
const ends = new WeakMap<object, End>();

function ended(error: unknown, end: End): unknown {
  if (typeof error === 'object' && error !== null) ends.set(error, end);
  return error;
}

/** Why an error that `persist` threw was the end of it; null for any other. */
export function endOf(error: unknown): End | null {
  return typeof error === 'object' && error !== null ? (ends.get(error) ?? null) : null;
}

/** `, tried for 31 s`: for the message of an error that a deadline ended; nothing for any other. */
export function triedFor(error: unknown): string {
  const end = endOf(error);
  return end?.why === 'deadline' ? `, tried for ${secondsOf(end.tried)} s` : '';
}

/** Milliseconds as a person is told of them. */
export function secondsOf(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}

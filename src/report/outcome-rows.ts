import type { Outcome, Remainder } from '../core/outcome.js';
import type { Row, Tone } from './outline.js';
import { when } from './words.js';

export const TONES: Readonly<Record<Outcome['kind'], Tone>> = {
  verified: 'good',
  residual: 'good',
  pending: 'hold',
  manual: 'look',
  failed: 'bad',
  dropped: 'quiet',
};

/** What failed comes first, then what became of the others, then what was not touched. */
export function rank({ tone, mark }: Row): number {
  if (tone === 'bad') return 0;
  return Object.hasOwn(TONES, mark) ? 1 : 2;
}

/** Why it came to that, and what is left, as sentences below a row. */
export function notesOf(outcome: Outcome, remainders: readonly Remainder[]): string[] {
  const left = remainders.map(sentenceOf);
  if (outcome.kind === 'failed') return [...outcome.why, ...left];
  return outcome.kind === 'dropped' ? [outcome.why, ...left] : left;
}

/** What is left, as a sentence. */
export function sentenceOf(remainder: Remainder): string {
  switch (remainder.kind) {
    case 'pending':
      return `not visible yet: ${remainder.what}`;
    case 'residual':
      return `stays ${remainder.until === null ? 'for a time' : `until ${when(remainder.until)}`}: ${remainder.what}`;
    case 'manual':
      return `to do: ${remainder.what}: ${remainder.todo}`;
  }
}

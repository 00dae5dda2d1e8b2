/** What `leaver optout new` is given, and how it asks for the rest. */
import type { DesiredState } from '../../core/model.js';
import type { Instant } from '../../core/time.js';
import type { OptOutDocument } from '../../documents/generated/types.js';
import { nearest } from '../../documents/nearest.js';
import { LeaverError } from '../../errors.js';

/** What the questions know. */
export interface Known {
  readonly desired: DesiredState;
  /** Ids that are taken, by files valid or not. */
  readonly taken: ReadonlySet<string>;
  readonly now: Instant;
}

/** The keys of an opt-out's file in the order of the contract; the schema is asked afterwards. */
export type Draft = { -readonly [K in keyof OptOutDocument]: OptOutDocument[K] };
export type Kind = 'person' | 'pause' | 'guards';

/** Flags as the command line gives them; null or empty where absent. */
export interface DraftFlags {
  readonly id: string | null;
  readonly person: string | null;
  readonly pause: boolean;
  /** `NAME=VALUE` each. */
  readonly guards: readonly string[];
  readonly systems: readonly string[];
  readonly entitlements: readonly string[];
  readonly reason: string | null;
  readonly justification: string | null;
  readonly ticket: string | null;
  readonly requestedBy: string | null;
  readonly owner: string | null;
  readonly starts: string | null;
  readonly expires: string | null;
  readonly renewalOf: string | null;
}

export interface Choice {
  readonly value: string;
  readonly about: string;
}

export interface Question {
  /** The flag that answers it in a script. */
  readonly flag: string;
  readonly text: string;
  readonly example: string;
  readonly choices: readonly Choice[];
  /** What an empty answer means: a value, or null where an answer is needed. An empty text leaves it out. */
  readonly byDefault: string | null;
}

/** Asks a person. `fault`: why the last answer would not do, null the first time. Throws `usage` where nobody answers. */
export type Ask = (question: Question, fault: string | null) => Promise<string>;

/** Gets each value from its flag, or by asking. */
export interface Asker {
  /**
   * A value that `faultOf` finds nothing wrong with; empty where it is left out. Throws `usage` for a flag that won't do.
   * In a script a missing one is noted for `missing`, and empty.
   */
  value(given: string | null, question: Question, faultOf: (text: string) => string | null): Promise<string>;
  /** Throws `usage` with all flags that a script left out. */
  missing(): void;
}

/** @param ask null in a script, where nobody can be asked */
export function askerOf(ask: Ask | null): Asker {
  const absent: Question[] = [];
  return {
    value: async (given, question, faultOf) => {
      if (given !== null) return checked(given, question, faultOf);
      if (ask !== null) return answered(ask, question, faultOf);
      if (question.byDefault !== '') absent.push(question);
      return '';
    },
    missing: () => {
      if (absent.length === 0) return;
      const flags = absent.map(({ flag }) => flag).join(', ');
      const example = absent.map(({ flag, example: one }) => (one === '' ? flag : withValue(flag, one)));
      throw new LeaverError('usage', `${absent.length === 1 ? 'A flag is' : 'Flags are'} missing: ${flags}.`, {
        mend: `Add for example: ${example.join(' ')}. On a terminal, Leaver asks for them.`,
      });
    },
  };
}

/** A flag with its value, as a shell takes it. */
function withValue(flag: string, value: string): string {
  return `${flag} ${value === '' || /\s/.test(value) ? `"${value}"` : value}`;
}

function checked(text: string, { flag, example }: Question, faultOf: (text: string) => string | null): string {
  const fault = text.trim() === '' ? 'It is empty.' : faultOf(text);
  if (fault === null) return text;
  throw new LeaverError('usage', `${withValue(flag, text)} won't do: ${fault}`, {
    mend: `Write for example ${withValue(flag, example)}`,
  });
}

async function answered(ask: Ask, question: Question, faultOf: (text: string) => string | null): Promise<string> {
  let fault: string | null = null;
  for (;;) {
    const text: string = (await ask(question, fault)).trim();
    const value: string = text === '' ? (question.byDefault ?? '') : text;
    if (value === '' && question.byDefault === '') return '';
    fault = value === '' ? 'An answer is needed.' : faultOf(value);
    if (fault === null) return value;
  }
}

/** A question; without `byDefault` it needs an answer. */
export function ask(
  flag: string,
  text: string,
  example: string,
  choices: readonly Choice[] = [],
  byDefault: string | null = null,
): Question {
  return { flag, text, example, choices, byDefault };
}

/** An example that would do here: one of the choices, where there are any. */
export function exampleOf(example: string, choices: readonly { readonly value: string }[]): string {
  const values = choices.map(({ value }) => value);
  return values.includes(example) ? example : (values[0] ?? example);
}

/** The only choice there is. */
export function only(choices: readonly { readonly value: string }[]): string | null {
  return choices.length === 1 ? (choices[0]?.value ?? null) : null;
}

/** The first fault of several values. */
export function firstFault(texts: readonly string[], faultOf: (text: string) => string | null): string | null {
  return texts.map(faultOf).find((fault) => fault !== null) ?? null;
}

/** Why a text is none of the choices, with the nearest; null where it is one. */
export function unknownFault(
  text: string,
  what: string,
  choices: readonly { readonly value: string }[],
): string | null {
  const values = choices.map(({ value }) => value);
  if (values.includes(text)) return null;
  const near = nearest(text, values);
  return `There is no ${what} "${text}".${near === null ? '' : ` Did you mean ${near}?`}`;
}

/**
 * YAML as plain data, in one pass and within limits. Refused with their position: anchors, aliases, merge keys, tags,
 * directives, further documents, keys that are not text, duplicate keys. Lexer, parser and composer are the `yaml`
 * package's; what it does after them (its check of duplicate keys is quadratic, its conversion builds everything once
 * more) is done here.
 */
import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';
import { credentialsAt } from '../core/credential-formats.js';
import type { Limits } from './limits.js';
import {
  emptyFile,
  type Problem,
  pastedCredential,
  type Refused,
  refused,
  syntax,
  tooDeep,
  tooManyValues,
} from './yaml-problems.js';
import { toPlain } from './yaml-values.js';

export interface Reading {
  /** Undefined where nothing could be read. */
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** Whether the data is what the author meant, so that further checks make sense. */
  readonly whole: boolean;
  /** How many values it holds. */
  readonly nodes: number;
}

/** A text with so many faults gets no further ones. */
const MOST_PROBLEMS = 600;

/**
 * Reads one document.
 * @param nodesLeft how many more values may be read.
 */
export function readYaml(text: string, limits: Limits, nodesLeft: number): Reading {
  const { document, problems, nodes, stopped } = scanAndCompose(text, limits, nodesLeft);
  const unread = (more: readonly Problem[]): Reading => {
    return { data: undefined, problems: [...problems, ...more], whole: false, nodes };
  };
  if (stopped) return unread([]);
  if (document === null) return unread(problems.length === 0 ? [emptyFile()] : []);
  if (document.errors.length > 0) return unread(document.errors.map(({ pos, message }) => syntax(pos[0], message)));
  const plain = toPlain(document, text, limits.keys);
  if (plain.data === null && problems.length === 0) return unread([emptyFile()]);
  const all = [...problems, ...plain.problems, ...pastedIn(text)];
  return { data: plain.data, problems: all, whole: all.every(({ harmless }) => harmless), nodes };
}

/** Of so many credentials of one format each is told. */
const MOST_CREDENTIALS = 20;

/** In comments too: a policy repository is read by everybody, and what was committed stays in its history. */
function pastedIn(text: string): readonly Problem[] {
  return credentialsAt(text, MOST_CREDENTIALS).map(({ offset, name }) => pastedCredential(offset, name));
}

/** The composed document of a text that was read before: for positions. */
export function composeAgain(text: string, limits: Limits): Document | null {
  return scanAndCompose(text, limits, Number.POSITIVE_INFINITY).document;
}

/** The tokens end here: they are as large as the document, and need not outlive it. */
function scanAndCompose(
  text: string,
  limits: Limits,
  nodesLeft: number,
): Omit<Scan, 'tokens'> & { readonly document: Document | null } {
  const { tokens, ...scan } = scanTokens(text, limits, nodesLeft);
  return { ...scan, document: scan.stopped ? null : compose(tokens, text.length) };
}

function compose(tokens: readonly CST.Token[], end: number): Document | null {
  // `failsafe` leaves plain scalars to `resolvePlain`, which is cheaper than a list of regular expressions each.
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, keepSourceTokens: false, logLevel: 'silent' });
  limitErrors(composer);
  for (const document of composer.compose(
    tokens as Iterable<CST.Token> as Parameters<Composer['compose']>[0],
    true,
    end,
  )) {
    return document.contents === null && document.errors.length === 0 ? null : document;
  }
  return null;
}

/** A million faults are a million errors with stack traces otherwise. */
function limitErrors(composer: Composer): void {
  const inner = composer as unknown as { onError: (...of: readonly unknown[]) => void };
  const { onError } = inner;
  let count = 0;
  inner.onError = (...of) => {
    count += 1;
    if (count <= MOST_PROBLEMS) onError(...of);
  };
}

interface Scan {
  readonly tokens: readonly CST.Token[];
  readonly problems: readonly Problem[];
  readonly nodes: number;
  /** A limit was passed: the tokens are not worth composing. */
  readonly stopped: boolean;
}

/** The lexer's mark that the next token is the text of a plain or block scalar. */
const SCALAR = '\x1f';
/** What stands on the parser's stack besides lists and mappings: the document, and a scalar at the top. */
const STACK_BESIDES = 2;

/**
 * Looks at each token before the parser nests it, so that depth and size are refused before anything recurses or grows.
 */
function scanTokens(text: string, limits: Limits, nodesLeft: number): Scan {
  const tokens: CST.Token[] = [];
  const problems: Problem[] = [];
  const parser = new Parser();
  const count = valueCounter();
  let nodes = 0;
  let documents = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const seen = count(lexeme);
    if (seen === 1) nodes += 1;
    else if (seen !== 0) problems.push(refused(seen, parser.offset));
    for (const token of parser.next(lexeme)) {
      if (token.type === 'document') documents += 1;
      tokens.push(token);
    }
    if (documents > 1) break;
    const stop = passedLimit(parser, limits, nodes, nodesLeft);
    if (stop !== null) problems.push(stop);
    else if (problems.length < MOST_PROBLEMS) continue;
    return { tokens, problems, nodes, stopped: true };
  }
  for (const token of parser.end()) tokens.push(token);
  const [, further] = tokens.filter(({ type }) => type === 'document');
  if (further !== undefined) problems.push(refused('further-document', further.offset));
  return { tokens, problems, nodes, stopped: false };
}

function passedLimit(parser: Parser, limits: Limits, nodes: number, nodesLeft: number): Problem | null {
  if (parser.stack.length > limits.depth + STACK_BESIDES) return tooDeep(parser.offset, limits);
  return nodes > nodesLeft ? tooManyValues(parser.offset, nodesLeft) : null;
}

/** Tells of each token whether it is a value (1), syntax that is refused (its name), or neither (0). */
function valueCounter(): (lexeme: string) => 0 | 1 | Refused {
  let scalar = false;
  // A `,` or `:` right after a value belongs to it; another one stands for a value that was left out.
  let after = false;
  const value = (is: boolean): 0 | 1 => {
    const counts = is || !after;
    after = is;
    return counts ? 1 : 0;
  };
  return (lexeme) => {
    if (scalar) {
      scalar = false;
      return value(true);
    }
    if (lexeme === SCALAR) {
      scalar = true;
      return 0;
    }
    const first = lexeme.charCodeAt(0);
    switch (first) {
      case 0x26:
        return 'anchor';
      case 0x2a:
        return 'alias';
      case 0x21:
        return 'tag';
      case 0x25:
        return 'directive';
      case 0x22: // "
      case 0x27: // '
        return value(true);
      case 0x2c: // ,
      case 0x3a: // :
        return value(false);
      case 0x2d: // -
      case 0x5b: // [
      case 0x7b: // {
        after = false;
        return 1;
      case 0x5d: // ]
      case 0x7d: // }
        after = true;
        return 0;
      default:
        return 0;
    }
  };
}

/** A query as the embedded GraphQL understands it: operations, variables, aliases, arguments and fragments. */
export interface Document {
  readonly operations: readonly OperationNode[];
  readonly fragments: ReadonlyMap<string, readonly Selection[]>;
}

export interface OperationNode {
  readonly kind: string;
  readonly name: string | null;
  readonly variables: readonly VariableNode[];
  readonly selections: readonly Selection[];
}

export interface VariableNode {
  readonly name: string;
  readonly required: boolean;
  readonly fallback: Value | null;
}

export type Selection =
  | {
      readonly kind: 'field';
      readonly alias: string;
      readonly name: string;
      readonly arguments: ReadonlyMap<string, Value>;
      readonly selections: readonly Selection[] | null;
    }
  | { readonly kind: 'spread'; readonly name: string }
  | { readonly kind: 'inline'; readonly on: string | null; readonly selections: readonly Selection[] };

export type Value =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly values: readonly Value[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Value> };

const TOKEN = /[\s,]+|#[^\n]*|(\.{3}|[{}()[\]:!$=@|&]|[_A-Za-z]\w*|-?\d+(?:\.\d+)?|"(?:[^"\\\n]|\\.)*")/gy;

/** Reads a GraphQL document ("Language" of the GraphQL specification, without directives). Throws `SyntaxError`. */
export function parse(text: string): Document {
  const reader = new Reader(tokensOf(text));
  const operations: OperationNode[] = [];
  const fragments = new Map<string, readonly Selection[]>();
  while (!reader.atEnd()) {
    if (reader.take('fragment')) {
      const name = reader.name();
      reader.expect('on');
      reader.name();
      fragments.set(name, selectionsOf(reader));
    } else {
      operations.push(operationOf(reader));
    }
  }
  return { operations, fragments };
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new SyntaxError(`Parse error on ${JSON.stringify(text.slice(at, at + 10))}`);
    if (match[1] !== undefined) tokens.push(match[1]);
  }
  return tokens;
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  next(): string {
    const token = this.peek();
    if (token === '') throw new SyntaxError('Unexpected end of document');
    this.#at += 1;
    return token;
  }

  take(token: string): boolean {
    if (this.peek() !== token) return false;
    this.#at += 1;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw new SyntaxError(`Expected ${token}, actual: ${this.peek() || 'end of document'}`);
  }

  name(): string {
    const token = this.next();
    if (!/^[_A-Za-z]/.test(token)) throw new SyntaxError(`Expected NAME, actual: ${token}`);
    return token;
  }
}

function operationOf(reader: Reader): OperationNode {
  if (reader.peek() === '{') return { kind: 'query', name: null, variables: [], selections: selectionsOf(reader) };
  const kind = reader.name();
  if (kind !== 'query' && kind !== 'mutation') throw new SyntaxError(`Unexpected ${kind}`);
  const name = /^[_A-Za-z]/.test(reader.peek()) ? reader.name() : null;
  const variables: VariableNode[] = [];
  if (reader.take('(')) while (!reader.take(')')) variables.push(variableOf(reader));
  return { kind, name, variables, selections: selectionsOf(reader) };
}

function variableOf(reader: Reader): VariableNode {
  reader.expect('$');
  const name = reader.name();
  reader.expect(':');
  const required = skipType(reader);
  return { name, required, fallback: reader.take('=') ? valueAt(reader) : null };
}

/** Passes over a type and tells whether it may not be null. */
function skipType(reader: Reader): boolean {
  if (reader.take('[')) {
    skipType(reader);
    reader.expect(']');
  } else {
    reader.name();
  }
  return reader.take('!');
}

function selectionsOf(reader: Reader): readonly Selection[] {
  reader.expect('{');
  const selections: Selection[] = [];
  while (!reader.take('}')) selections.push(reader.take('...') ? fragmentOf(reader) : fieldOf(reader));
  if (selections.length === 0) throw new SyntaxError('Expected a selection');
  return selections;
}

function fragmentOf(reader: Reader): Selection {
  if (reader.take('on')) return { kind: 'inline', on: reader.name(), selections: selectionsOf(reader) };
  if (reader.peek() === '{') return { kind: 'inline', on: null, selections: selectionsOf(reader) };
  return { kind: 'spread', name: reader.name() };
}

function fieldOf(reader: Reader): Selection {
  const first = reader.name();
  const name = reader.take(':') ? reader.name() : first;
  const given = new Map<string, Value>();
  if (reader.take('(')) {
    while (!reader.take(')')) {
      const argument = reader.name();
      reader.expect(':');
      given.set(argument, valueAt(reader));
    }
  }
  const selections = reader.peek() === '{' ? selectionsOf(reader) : null;
  return { kind: 'field', alias: first, name, arguments: given, selections };
}

function valueAt(reader: Reader): Value {
  if (reader.take('$')) return { kind: 'variable', name: reader.name() };
  if (reader.take('[')) {
    const values: Value[] = [];
    while (!reader.take(']')) values.push(valueAt(reader));
    return { kind: 'list', values };
  }
  if (reader.take('{')) {
    const fields = new Map<string, Value>();
    while (!reader.take('}')) {
      const name = reader.name();
      reader.expect(':');
      fields.set(name, valueAt(reader));
    }
    return { kind: 'object', fields };
  }
  return { kind: 'literal', value: literalOf(reader.next()) };
}

function literalOf(token: string): string | number | boolean | null {
  if (token.startsWith('"')) return JSON.parse(token) as string;
  if (/^-?\d/.test(token)) return Number(token);
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  if (!/^[_A-Za-z]/.test(token)) throw new SyntaxError(`Unexpected ${token}`);
  return token;
}

import type { Document, OperationNode, Selection, Value } from './parse.js';

/** An object of the graph: its type's name, and its fields by name. */
export interface GraphObject {
  readonly type: string;
  readonly fields: Readonly<Record<string, Field>>;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** A field: the arguments that it takes, and its value; objects resolve lazily, so that nothing unasked is computed. */
export interface Field {
  readonly takes: readonly string[];
  /** A promise is waited for. */
  resolve(given: Arguments): unknown;
}

/** Declares a field with a value of its own. */
export function plain(value: unknown): Field {
  return { takes: [], resolve: () => value };
}

export function field(takes: readonly string[], resolve: Field['resolve']): Field {
  return { takes, resolve };
}

/** An error in the reply's `errors`. */
export interface GraphError {
  readonly message: string;
  readonly type?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, string>>;
}

/** The field becomes null and the rest is answered: GitHub's way with what a caller may not see, or what isn't there. */
export class FieldError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The query itself is wrong: nothing is answered. */
export class QueryError extends Error {
  readonly extensions: Readonly<Record<string, string>>;
  constructor(message: string, extensions: Readonly<Record<string, string>> = {}) {
    super(message);
    this.extensions = extensions;
  }
}

interface Run {
  readonly document: Document;
  readonly variables: Arguments;
  readonly errors: GraphError[];
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly GraphError[];
}

/** Answers one operation of a document from a root object. Throws `QueryError`. */
export async function execute(
  document: Document,
  operation: OperationNode,
  variables: Readonly<Record<string, unknown>>,
  root: GraphObject,
): Promise<Answer> {
  const run: Run = { document, variables: variablesOf(operation, variables), errors: [] };
  const data = await select(run, operation.selections, root, []);
  return { data, errors: run.errors };
}

function variablesOf(operation: OperationNode, given: Readonly<Record<string, unknown>>): Arguments {
  const variables: Record<string, unknown> = {};
  for (const { name, required, fallback } of operation.variables) {
    const value = given[name] ?? (fallback === null ? null : plainValue(fallback, {}));
    if (value === null && required) {
      throw new QueryError(`Variable $${name} was provided invalid value: expected value to not be null`);
    }
    variables[name] = value;
  }
  return variables;
}

type Path = readonly (string | number)[];

async function select(
  run: Run,
  selections: readonly Selection[],
  object: GraphObject,
  path: Path,
): Promise<Record<string, unknown>> {
  const data: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.kind === 'field') {
      data[selection.alias] = await fieldValue(run, selection, object, [...path, selection.alias]);
    } else {
      Object.assign(data, await fragmentData(run, selection, object, path));
    }
  }
  return data;
}

async function fragmentData(
  run: Run,
  selection: Exclude<Selection, { kind: 'field' }>,
  object: GraphObject,
  path: Path,
): Promise<Record<string, unknown>> {
  if (selection.kind === 'inline') {
    const applies = selection.on === null || selection.on === object.type;
    return applies ? select(run, selection.selections, object, path) : {};
  }
  const fragment = run.document.fragments.get(selection.name);
  if (fragment === undefined) throw new QueryError(`Fragment ${selection.name} was used, but not defined`);
  return select(run, fragment, object, path);
}

async function fieldValue(
  run: Run,
  selection: Selection & { kind: 'field' },
  object: GraphObject,
  path: Path,
): Promise<unknown> {
  if (selection.name === '__typename') return object.type;
  const declared = Object.hasOwn(object.fields, selection.name) ? object.fields[selection.name] : undefined;
  if (declared === undefined) {
    throw new QueryError(`Field '${selection.name}' doesn't exist on type '${object.type}'`, {
      code: 'undefinedField',
      typeName: object.type,
      fieldName: selection.name,
    });
  }
  const given: Record<string, unknown> = {};
  for (const [name, value] of selection.arguments) {
    if (!declared.takes.includes(name)) {
      throw new QueryError(`Field '${selection.name}' doesn't accept argument '${name}'`, {
        code: 'argumentNotAccepted',
      });
    }
    given[name] = plainValue(value, run.variables);
  }
  try {
    return await complete(run, selection, await declared.resolve(given), path);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    run.errors.push({ type: error.type, path, message: error.message });
    return null;
  }
}

async function complete(
  run: Run,
  selection: Selection & { kind: 'field' },
  value: unknown,
  path: Path,
): Promise<unknown> {
  if (Array.isArray(value)) {
    const completed: unknown[] = [];
    for (const [index, one] of value.entries()) completed.push(await complete(run, selection, one, [...path, index]));
    return completed;
  }
  if (value === null || value === undefined) return null;
  const object = isObject(value) ? value : null;
  if (object === null || selection.selections === null) {
    if (object === null && selection.selections === null) return value;
    const must = object === null ? "can't have" : 'must have';
    throw new QueryError(`Field '${selection.name}' ${must} selections`, { code: 'selectionMismatch' });
  }
  return select(run, selection.selections, object, path);
}

function isObject(value: unknown): value is GraphObject {
  return typeof value === 'object' && value !== null && 'type' in value && 'fields' in value;
}

function plainValue(value: Value, variables: Arguments): unknown {
  switch (value.kind) {
    case 'literal':
      return value.value;
    case 'list':
      return value.values.map((one) => plainValue(one, variables));
    case 'object':
      return Object.fromEntries([...value.fields].map(([name, one]) => [name, plainValue(one, variables)]));
    case 'variable':
      if (!(value.name in variables)) throw new QueryError(`Variable $${value.name} is used but not declared`);
      return variables[value.name];
  }
}

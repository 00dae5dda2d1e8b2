import { isDeepStrictEqual } from 'node:util';
import { schema as github } from '@octokit/graphql-schema';
import { buildSchema, executeSync, GraphQLScalarType, type GraphQLSchema, parse, validate } from 'graphql';

/** GitHub's own GraphQL schema, as its package holds it. */
export function githubGraphqlSchema(): GraphQLSchema {
  const schema = buildSchema(github.idl, { assumeValid: true });
  for (const [name, holds] of Object.entries(TEXTS)) {
    const type = schema.getType(name);
    if (type instanceof GraphQLScalarType) type.serialize = (value) => textual(name, value, holds);
  }
  return schema;
}

/** GitHub's own scalars that are text of a form. */
const TEXTS: Readonly<Record<string, (text: string) => boolean>> = {
  DateTime: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text),
  URI: (text) => URL.canParse(text),
  GitObjectID: (text) => /^[0-9a-f]{40}$/.test(text),
};

function textual(name: string, value: unknown, holds: (text: string) => boolean): unknown {
  if (typeof value !== 'string' || !holds(value)) throw new TypeError(`${JSON.stringify(value)} is not a ${name}`);
  return value;
}

/** What GitHub would say against a query. */
export function queryFindings(schema: GraphQLSchema, query: string): readonly string[] {
  return validate(schema, parse(query)).map(({ message, locations }) => `${message} (line ${locations?.[0]?.line})`);
}

/**
 * What is wrong with an answer to a query: the schema's own types complete it, so that every field has to be there, of
 * its type and non-null where the schema says so; and nothing may stand in it that was not asked for.
 */
export function answerFindings(
  schema: GraphQLSchema,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  data: unknown,
): readonly string[] {
  const result = executeSync({
    schema,
    document: parse(query),
    variableValues: variables,
    rootValue: data,
    fieldResolver: (source: Record<string, unknown>, _given, _context, { path }) => {
      const value = source[path.key];
      if (value === undefined) throw new Error('is missing');
      return value;
    },
    typeResolver: (value: Record<string, unknown>) =>
      typeof value.__typename === 'string' ? value.__typename : undefined,
  });
  const findings = (result.errors ?? []).map(({ message, path }) => `${path?.join('.') ?? '(all)'}: ${message}`);
  if (findings.length > 0) return findings;
  return isDeepStrictEqual(plain(result.data), plain(data)) ? [] : ['the answer holds what was not asked for'];
}

/** Without the executor's null prototypes. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

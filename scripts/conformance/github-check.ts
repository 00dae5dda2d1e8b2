import type { Description, Json } from './github-description.js';
import { type FoundOperation, operationFinder } from './github-operations.js';
import { type Schemas, schemasOf } from './github-schemas.js';

/** One request with its reply, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly requestBody: string;
  readonly status: number;
  readonly contentType: string;
  readonly responseBody: string;
}

export interface Checked {
  /** Null where the description knows no such operation. */
  readonly operation: string | null;
  readonly findings: readonly string[];
}

export interface Checker {
  check(exchange: Exchange): Checked;
  /** How many component schemas the checks so far needed. */
  schemas(): number;
}

/** Errors that GitHub sends for any operation, whether or not the description lists them there. */
const EVERYWHERE = new Set([401, 403, 404, 429, 500, 502, 503, 504]);

const BASIC_ERROR = { $ref: '#/components/schemas/basic-error' };

/** Holds exchanges against GitHub's description: operation, path, query, body; status, content, body. */
export function checkerOf(description: Description): Checker {
  const find = operationFinder(description);
  const schemas = schemasOf(description);
  return {
    schemas: () => schemas.count(),
    check: (exchange) => {
      const url = new URL(exchange.target, 'http://github.invalid');
      const found = find(exchange.method, url.pathname);
      if (found === null) return { operation: null, findings: ['no such operation in the description'] };
      const findings = [
        ...parameterFindings(schemas, found, url.searchParams),
        // A refused request may well be a wrong one: that is what some tests are about.
        ...(exchange.status === 422 || exchange.status === 400 ? [] : requestFindings(schemas, found, exchange)),
        ...responseFindings(schemas, found, exchange),
      ];
      return { operation: found.key, findings };
    },
  };
}

function parameterFindings(schemas: Schemas, found: FoundOperation, query: URLSearchParams): readonly string[] {
  const declared = [...found.shared, ...((found.operation.parameters as readonly unknown[] | undefined) ?? [])]
    .map((parameter) => schemas.resolve(found.document, parameter))
    .filter((parameter) => parameter.in === 'path' || parameter.in === 'query');
  const known = new Set(declared.filter((parameter) => parameter.in === 'query').map(({ name }) => String(name)));
  return [
    ...declared.flatMap((parameter) => {
      const name = String(parameter.name);
      const sent = parameter.in === 'path' ? found.parameters[name] : sentQuery(query, name);
      return parameterFinding(schemas, found.document, parameter, sent ?? null);
    }),
    ...[...query.keys()]
      .filter((name) => !known.has(name.replace(/\[\]$/, '')))
      .map((name) => `query parameter ${name} is not described`),
  ];
}

/** A list goes as `owner=a,b`, as `owner=a&owner=b` or as `owner[]=a&owner[]=b`: GitHub takes them all. */
function sentQuery(query: URLSearchParams, name: string): string | null {
  const values = [...query.getAll(name), ...query.getAll(`${name}[]`)];
  return values.length === 0 ? null : values.join(',');
}

function parameterFinding(schemas: Schemas, document: string, parameter: Json, sent: string | null): readonly string[] {
  const where = `${parameter.in} parameter ${parameter.name}`;
  if (sent === null) return parameter.required === true ? [`${where} is missing`] : [];
  const value = fromText(schemas.resolve(document, parameter.schema), sent);
  return schemas.findings(document, parameter.schema, value).map((finding) => `${where}: ${finding}`);
}

/** A parameter's text as the value that its schema means. */
function fromText(schema: Json, text: string): unknown {
  if (schema.type === 'integer' || schema.type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (schema.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (schema.type === 'array') return text.split(',').map((part) => fromText((schema.items ?? {}) as Json, part));
  return text;
}

function requestFindings(schemas: Schemas, found: FoundOperation, exchange: Exchange): readonly string[] {
  const { document, operation } = found;
  if (operation.requestBody === undefined)
    return exchange.requestBody === '' ? [] : [`a request body where none is described: ${exchange.requestBody}`];
  const described = schemas.resolve(document, operation.requestBody);
  if (exchange.requestBody === '') return described.required === true ? ['the request body is missing'] : [];
  const schema = jsonSchema(described);
  const body = parsed(exchange.requestBody);
  if (schema === null || body === undefined) return ['the request body is not the JSON that is described'];
  return [
    ...schemas.findings(document, schema, body).map((finding) => `request body: ${finding}`),
    ...undescribed(schemas.resolve(document, schema), body).map((name) => `request body: ${name} is not described`),
  ];
}

/** Properties of a request that GitHub would pass over in silence. */
function undescribed(schema: Json, body: unknown): readonly string[] {
  if (typeof schema.properties !== 'object' || typeof body !== 'object' || body === null) return [];
  const known = new Set(Object.keys(schema.properties as Json));
  return Object.keys(body).filter((name) => !known.has(name));
}

function responseFindings(schemas: Schemas, found: FoundOperation, exchange: Exchange): readonly string[] {
  const responses = found.operation.responses as Json;
  const described = responses[String(exchange.status)];
  if (described === undefined && !EVERYWHERE.has(exchange.status))
    return [`status ${exchange.status} is not described`];
  const schema = described === undefined ? null : jsonSchema(schemas.resolve(found.document, described));
  if (schema !== null) return bodyFindings(schemas, found, exchange, schema);
  // Most refusals are described by their status alone.
  if (exchange.status >= 400 && exchange.responseBody !== '')
    return bodyFindings(schemas, found, exchange, BASIC_ERROR);
  return exchange.responseBody === '' ? [] : [`a response body where none is described, status ${exchange.status}`];
}

function bodyFindings(schemas: Schemas, found: FoundOperation, exchange: Exchange, schema: unknown): readonly string[] {
  const body = parsed(exchange.responseBody);
  if (body === undefined) return [`response ${exchange.status}: the body is not JSON`];
  const findings = schemas
    .findings(found.document, schema, body)
    .map((finding) => `response ${exchange.status}: ${finding}`);
  if (!/^application\/(json|[\w.-]+\+json)/.test(exchange.contentType))
    findings.push(`response ${exchange.status}: content type ${exchange.contentType || '(none)'}`);
  return findings;
}

function jsonSchema(described: Json): unknown {
  const content = (described.content ?? {}) as Record<string, Json>;
  const type = Object.keys(content).find((name) => /^application\/([\w.-]+\+)?json$/.test(name));
  return type === undefined ? null : (content[type]?.schema ?? null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

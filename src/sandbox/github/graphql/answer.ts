import type { SandboxReply } from '../../server.js';
import { failure } from '../call.js';
import { execute, type GraphError, QueryError } from './execute.js';
import { query } from './graph.js';
import { type Document, type OperationNode, parse } from './parse.js';
import type { Scene } from './scene.js';

/**
 * `POST /graphql`: the operation that the request names, or the only one. Whatever is wrong with a query is an HTTP 200
 * with `errors`, as GitHub does it ("Forming calls with GraphQL").
 */
export function answerQuery(scene: Scene, body: Readonly<Record<string, unknown>>): SandboxReply {
  if (scene.caller.kind === 'jwt') return failure(401, 'Bad credentials');
  const { query: text, operationName, variables } = body;
  if (typeof text !== 'string') return failure(400, 'A query attribute must be specified and must be a string.');
  try {
    const document = parse(text);
    const operation = chosen(document, typeof operationName === 'string' ? operationName : null);
    const given = typeof variables === 'object' && variables !== null ? { ...variables } : {};
    const { data, errors } = execute(document, operation, given, query(scene));
    return { status: 200, body: errors.length === 0 ? { data } : { data, errors } };
  } catch (error) {
    if (error instanceof QueryError) return wrong({ message: error.message, extensions: error.extensions });
    if (error instanceof SyntaxError) return wrong({ message: error.message, extensions: { code: 'parseError' } });
    throw error;
  }
}

function wrong(error: GraphError): SandboxReply {
  return { status: 200, body: { errors: [error] } };
}

function chosen(document: Document, name: string | null): OperationNode {
  const found = document.operations.filter((one) => name === null || one.name === name);
  const [only] = found;
  if (only === undefined) throw new QueryError(`No operation named "${name ?? ''}"`);
  if (found.length > 1) throw new QueryError('An operation name is required');
  if (only.kind !== 'query') throw new QueryError('The embedded GitHub answers queries only');
  return only;
}

import type { SandboxReply } from '../../server.js';
import { failure } from '../call.js';
import { openedRepositories } from '../hosted/opened.js';
import { execute, type GraphError, QueryError } from './execute.js';
import { query } from './graph.js';
import { mutation } from './issues.js';
import { MOST_NODES, nodesAsked } from './limits.js';
import { type Document, type OperationNode, parse } from './parse.js';
import type { Scene } from './scene.js';

/**
 * `POST /graphql`: the operation that the request names, or the only one. Whatever is wrong with a query is an HTTP 200
 * with `errors`, as GitHub does it ("Forming calls with GraphQL").
 */
export async function answerQuery(
  asked: Omit<Scene, 'open'>,
  body: Readonly<Record<string, unknown>>,
): Promise<SandboxReply> {
  if (asked.caller.kind === 'jwt') return failure(401, 'Bad credentials');
  const { query: text, operationName, variables } = body;
  if (typeof text !== 'string') return failure(400, 'A query attribute must be specified and must be a string.');
  const repositories = openedRepositories(asked.now);
  const scene: Scene = { ...asked, open: repositories.open };
  try {
    const document = parse(text);
    const operation = chosen(document, typeof operationName === 'string' ? operationName : null);
    const given = typeof variables === 'object' && variables !== null ? { ...variables } : {};
    const nodes = nodesAsked(document, operation.selections, given);
    if (nodes > MOST_NODES) return wrong(tooMany(nodes));
    const { data, errors } = await execute(
      document,
      operation,
      given,
      operation.kind === 'query' ? query(scene) : mutation(scene),
    );
    return { status: 200, body: errors.length === 0 ? { data } : { data, errors } };
  } catch (error) {
    if (error instanceof QueryError) return wrong({ message: error.message, extensions: error.extensions });
    if (error instanceof SyntaxError) return wrong({ message: error.message, extensions: { code: 'parseError' } });
    throw error;
  } finally {
    repositories.close();
  }
}

function tooMany(nodes: number): GraphError {
  const [asked, most] = [nodes, MOST_NODES].map((one) => one.toLocaleString('en-US'));
  const message = `This query requests up to ${asked} possible nodes which exceeds the maximum limit of ${most}.`;
  return { type: 'MAX_NODE_LIMIT_EXCEEDED', message };
}

function wrong(error: GraphError): SandboxReply {
  return { status: 200, body: { errors: [error] } };
}

function chosen(document: Document, name: string | null): OperationNode {
  const found = document.operations.filter((one) => name === null || one.name === name);
  const [only] = found;
  if (only === undefined) throw new QueryError(`No operation named "${name ?? ''}"`);
  if (found.length > 1) throw new QueryError('An operation name is required');
  return only;
}

import {
  type Call,
  invalid,
  listing,
  noContent,
  notFound,
  type Operation,
  ok,
  operation,
  type Schema,
} from '../call.js';
import { timeOf } from '../show.js';
import { type DeployKey, freshId, type Repository, userById } from '../state.js';
import { repositoryOf } from './repositories.js';

/** Deploy keys: they stay valid after whoever added them left. */
export const keyOperations: readonly Operation[] = [
  operation('GET /repos/{owner}/{repo}/keys', 'administration', (call) => {
    const repository = repositoryOf(call);
    return repository === null ? notFound : listing(call, repository.keys, (key) => deployKey(call, repository, key));
  }),
  operation('POST /repos/{owner}/{repo}/keys', 'administration', add),
  operation('GET /repos/{owner}/{repo}/keys/{key_id}', 'administration', (call) => {
    const found = named(call);
    return found === null ? notFound : ok(deployKey(call, found.repository, found.key));
  }),
  operation('DELETE /repos/{owner}/{repo}/keys/{key_id}', 'administration', (call) => {
    const found = named(call);
    if (found === null) return notFound;
    found.repository.keys = found.repository.keys.filter((one) => one !== found.key);
    call.changed(`repository/${found.repository.name}/key/${found.key.id}`);
    return noContent;
  }),
];

function named(call: Call): { repository: Repository; key: DeployKey } | null {
  const repository = repositoryOf(call);
  const key = repository?.keys.find((one) => one.id === Number(call.parameters.key_id));
  return repository === null || key === undefined ? null : { repository, key };
}

function deployKey(call: Call, repository: Repository, key: DeployKey): Schema<'deploy-key'> {
  return {
    id: key.id,
    key: key.key,
    url: `${call.origin}/repos/${call.state.organization.login}/${repository.name}/keys/${key.id}`,
    title: key.title,
    verified: true,
    created_at: key.createdAt,
    read_only: key.readOnly,
    added_by: key.addedBy === null ? null : userById(call.state, key.addedBy).login,
    last_used: key.lastUsed,
    enabled: true,
  };
}

function add(call: Call) {
  const repository = repositoryOf(call);
  if (repository === null) return notFound;
  const { title, key, read_only: readOnly } = call.body;
  if (typeof key !== 'string' || !/^(ssh-|ecdsa-)\S+ \S+/.test(key)) return invalid('key', 'key is invalid');
  const material = (text: string) => text.split(' ').slice(0, 2).join(' ');
  for (const other of call.state.repositories.values()) {
    if (other.keys.some((one) => material(one.key) === material(key))) return invalid('key', 'key is already in use');
  }
  const added: DeployKey = {
    id: freshId(call.state),
    title: typeof title === 'string' ? title : '',
    key,
    addedBy: call.caller.user.id,
    createdAt: timeOf(call.now),
    lastUsed: null,
    readOnly: readOnly === true,
  };
  repository.keys.push(added);
  call.changed(`repository/${repository.name}/key/${added.id}`);
  return { status: 201, body: deployKey(call, repository, added) };
}

import { LeaverError } from '../errors.js';
import type { Connector, ConnectorFactory, ConnectorOptions } from './connector.js';

/** Every kind of system, and how to load its connector: only the ones in use are, since some bring an SDK along. */
export const registry: Readonly<Record<string, () => Promise<ConnectorFactory>>> = {
  'aws-iam': async () => (await import('./aws-iam/index.js')).awsIam,
  'github-org': async () => (await import('./github-org/index.js')).githubOrg,
  memory: async () => (await import('./memory/index.js')).memory,
  okta: async () => (await import('./okta/index.js')).okta,
  scim: async () => (await import('./scim/index.js')).scim,
};

/**
 * A connector to one system. Throws `invalid-policy` for a kind that there is no connector for, and what the kind's
 * factory throws.
 */
export async function openConnector(kind: string, options: ConnectorOptions): Promise<Connector> {
  const load = Object.hasOwn(registry, kind) ? registry[kind] : undefined;
  if (load === undefined) {
    throw new LeaverError('invalid-policy', `system ${options.system}: there is no connector of kind "${kind}"`, {
      mend: `Use one of: ${Object.keys(registry).join(', ')}.`,
    });
  }
  return (await load())(options);
}

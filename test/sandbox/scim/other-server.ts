/** A SCIM server that is not ours: SCIMMY on Express, over a store in memory. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express, { type Router } from 'express';
import SCIMMYRouters, { SCIMMY } from 'scimmy-routers';
import { onTestFinished } from 'vitest';

type Held = Record<string, unknown> & { id: string };

/** Starts it until the test ends; gives its address. One in a process: SCIMMY keeps its configuration in the module. */
export async function otherServer(): Promise<string> {
  const [users, groups] = [new Map<string, Held>(), new Map<string, Held>()];
  serve(SCIMMY.Resources.User as unknown as Resource, users);
  serve(SCIMMY.Resources.Group as unknown as Resource, groups);
  SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
  const handler = ({ headers }: { headers: { authorization?: string | undefined } }): string => {
    if (headers.authorization !== 'Bearer sandbox') throw new Error('the token is not valid');
    return 'runner';
  };
  const baseUri = ({ headers }: { headers: { host?: string | undefined } }): string => `http://${headers.host}`;
  const app = express();
  // SCIMMY makes numbers of these in place, which Express 5 forgets: it parses the query anew at each look.
  app.set('query parser', (text: string) => {
    const query = Object.fromEntries(new URLSearchParams(text));
    const numbers = ['startIndex', 'count'].filter((name) => query[name] !== undefined);
    return { ...query, ...Object.fromEntries(numbers.map((name) => [name, Number(query[name])])) };
  });
  app.use('/scim/v2', new SCIMMYRouters({ type: 'bearer', handler, baseUri }) as unknown as Router);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  onTestFinished(
    () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
}

/** What SCIMMY's types of users and groups have in common. */
interface Resource {
  ingress(handler: (resource: Asked, data: object) => object): unknown;
  egress(handler: (resource: Asked) => object): unknown;
  degress(handler: (resource: Asked) => void): unknown;
}

function serve(type: Resource, store: Map<string, Held>): void {
  type.ingress((resource, data) => written(store, resource, data));
  type.egress((resource) => read(store, resource));
  type.degress((resource) => void store.delete(found(store, resource).id));
  SCIMMY.Resources.declare(type as unknown as typeof SCIMMY.Resources.User);
}

interface Asked {
  readonly id?: string | undefined;
  readonly filter?: { match(values: object[]): object[] } | undefined;
}

function read(store: Map<string, Held>, resource: Asked): Held | object[] {
  if (resource.id !== undefined) return found(store, resource);
  const all = [...store.values()];
  return resource.filter === undefined ? all : resource.filter.match(all);
}

function written(store: Map<string, Held>, resource: Asked, data: object): Held {
  const given = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  const held = resource.id === undefined ? null : found(store, resource);
  const taken = [...store.values()].some(({ id, userName }) => id !== held?.id && userName === given.userName);
  if (given.userName !== undefined && taken) throw new SCIMMY.Types.Error(409, 'uniqueness', 'userName is taken');
  const now = new Date().toISOString();
  const created = (held?.meta as { created: string } | undefined)?.created ?? now;
  const id = held?.id ?? randomUUID();
  store.set(id, { ...given, id, meta: { created, lastModified: now } });
  return found(store, { id });
}

function found(store: Map<string, Held>, { id }: Asked): Held {
  const held = store.get(id ?? '');
  if (held === undefined) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
  return held;
}

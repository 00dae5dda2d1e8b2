import { renameUser } from '../../src/sandbox/github/index.js';
import { renameLogin } from '../../src/sandbox/okta/index.js';
import { userOf } from '../../src/sandbox/scim/index.js';
import { accountOf } from './kinds/cast.js';
import type { Scene } from './scene.js';

/** Gives an account another name, as its owner may. */
export function rename(scene: Scene, from: string, to: string): void {
  if (scene.kind === 'memory') {
    const { live } = scene as Scene<'memory'>;
    const id = accountOf('memory', from).id;
    live.disturb((client) => {
      const named = <A extends { readonly id: string }>(one: A): A => (one.id === id ? { ...one, name: to } : one);
      return {
        ...client,
        page: async (after) => {
          const page = await client.page(after);
          return { ...page, accounts: page.accounts.map(named) };
        },
        byId: async (asked) => {
          const found = await client.byId(asked);
          return found === null ? null : named(found);
        },
      };
    });
  } else if (scene.kind === 'github-org') {
    renameUser((scene as Scene<'github-org'>).live.running.system.state, from, to);
  } else if (scene.kind === 'okta') {
    const { context } = scene.world;
    renameLogin((scene as Scene<'okta'>).live.running.system.state, from, to, new Date(context.clock.now()));
  } else if (scene.kind === 'scim') {
    const user = userOf((scene as Scene<'scim'>).live.running.system.state, from);
    if (user === null) throw new Error(from);
    user.attributes = { ...user.attributes, userName: to };
  } else {
    const { users } = (scene as Scene<'aws-iam'>).live.running.system.state;
    const user = users.get(from);
    if (user === undefined) throw new Error(from);
    users.delete(from);
    users.set(to, { ...user, name: to });
  }
}

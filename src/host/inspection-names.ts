/** Names of those who may bypass a ruleset: a ruleset tells their ids alone. */
import { LeaverError } from '../errors.js';
import type { GithubClient, Page } from '../github/client.js';
import type { ActorNames, BypassBody } from './inspection-shapes.js';

/** Looks up teams and users; what can't be looked up keeps its id, since a name is only for reading (law 12). */
export async function namesOf(client: GithubClient, org: string, actors: readonly BypassBody[]): Promise<ActorNames> {
  const ids = (type: BypassBody['actor_type']) =>
    actors.flatMap(({ actor_type, actor_id }) => (actor_type === type && actor_id != null ? [actor_id] : []));
  const [teams, users] = await Promise.all([
    ids('Team').length === 0 ? [] : orNothing(() => teamsOf(client, org)),
    Promise.all(ids('User').map((id) => orNothing(() => userOf(client, id)))),
  ]);
  return { teams: new Map(teams), users: new Map(users.flat()) };
}

type Named = readonly [id: number, name: string];

async function teamsOf(client: GithubClient, org: string): Promise<readonly Named[]> {
  const teams: Named[] = [];
  let page: Page = await client.page({ route: 'GET /orgs/{org}/teams', values: { org, per_page: 100 } });
  for (;;) {
    const some = (Array.isArray(page.body) ? page.body : []) as readonly { id: number; slug: string }[];
    teams.push(...some.map(({ id, slug }) => [id, slug] as const));
    if (page.next === null) return teams;
    page = await client.page({ url: page.next });
  }
}

/** "Get a user using their ID". */
async function userOf(client: GithubClient, id: number): Promise<readonly Named[]> {
  const found = await client.find<{ login: string }>('GET /user/{account_id}', { account_id: id });
  return found === null ? [] : [[id, found.login]];
}

async function orNothing(read: () => Promise<readonly Named[]>): Promise<readonly Named[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LeaverError) return [];
    throw error;
  }
}

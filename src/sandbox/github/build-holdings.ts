import { idOf, need, somebody } from './accounts.js';
import type { GithubSeed } from './seed.js';
import { SOME_TIME } from './show.js';
import { freshId, type GithubState, type Token, type TokenRequest } from './state.js';

export function addInvitations(state: GithubState, seed: GithubSeed): void {
  for (const one of seed.invitations ?? []) {
    state.invitations.push({
      id: one.id ?? freshId(state),
      user: one.login === undefined ? null : need(state, one.login).id,
      email: one.email ?? null,
      role: one.role ?? 'direct_member',
      teams: [...(one.teams ?? [])],
      inviter: somebody(state, one.inviter),
      createdAt: one.createdAt ?? SOME_TIME,
    });
  }
}

export function addCredentials(state: GithubState, seed: GithubSeed): void {
  const token = (one: NonNullable<GithubSeed['tokens']>[number]): Token => {
    const id = one.id ?? freshId(state);
    return {
      id,
      tokenId: id + 100_000_000,
      name: one.name ?? `token ${id}`,
      owner: need(state, one.owner).id,
      repositories: one.repositories ?? [],
      permissions: one.permissions ?? {},
      createdAt: one.createdAt ?? SOME_TIME,
      expiresAt: one.expiresAt ?? null,
      lastUsedAt: one.lastUsedAt ?? null,
    };
  };
  state.tokens = (seed.tokens ?? []).map(token);
  state.tokenRequests = (seed.tokenRequests ?? []).map(
    (one): TokenRequest => ({ ...token(one), reason: one.reason ?? null }),
  );
  state.sso.credentials = (seed.ssoCredentials ?? []).map((one) => ({
    id: one.id ?? freshId(state),
    user: need(state, one.login).id,
    type: one.type ?? 'personal access token',
    lastEight: one.lastEight ?? null,
    fingerprint: one.fingerprint ?? null,
    title: one.title ?? 'a credential',
    scopes: one.scopes ?? [],
    authorizedAt: one.authorizedAt ?? SOME_TIME,
    accessedAt: one.accessedAt ?? null,
    expiresAt: one.expiresAt ?? null,
  }));
}

export function addApps(state: GithubState, seed: GithubSeed): void {
  for (const one of seed.hooks ?? []) {
    state.hooks.push({
      id: one.id ?? freshId(state),
      url: one.url,
      active: one.active ?? true,
      events: one.events ?? ['push'],
      owner: one.owner === undefined ? null : need(state, one.owner).id,
      updatedAt: SOME_TIME,
    });
  }
  const runner = state.access.runner.kind === 'app' ? [{ app: state.access.runner.login }] : [];
  for (const one of [...(seed.installations ?? []), ...runner]) {
    if (state.installations.some((known) => known.app === one.app)) continue;
    state.installations.push({ id: freshId(state), appId: idOf(`app ${one.app}`), permissions: {}, ...one });
  }
}

export function addSeats(state: GithubState, seed: GithubSeed): void {
  for (const seat of seed.copilotSeats ?? []) {
    const one = typeof seat === 'string' ? { login: seat } : seat;
    state.seats.push({
      user: need(state, one.login).id,
      lastActivityAt: one.lastActivityAt ?? null,
      createdAt: one.createdAt ?? SOME_TIME,
      team: one.team ?? null,
      pendingCancellation: null,
    });
  }
  for (const one of seed.codespaces ?? []) {
    state.codespaces.push({
      id: freshId(state),
      name: one.name,
      owner: need(state, one.owner).id,
      repository: one.repository,
      state: one.state ?? 'Shutdown',
      lastUsedAt: one.lastUsedAt ?? SOME_TIME,
    });
  }
}

import { type Call, listing, noContent, type Operation, ok, operation } from '../call.js';
import { absent } from '../failure.js';
import { shownApiToken } from '../show.js';
import { checkOutranks } from '../sign-in.js';
import type { OktaApiToken } from '../state.js';

/** API tokens of all users ("API Tokens"): which there are, never what opens them. */
export const apiTokenOperations: readonly Operation[] = [
  operation('GET /api/v1/api-tokens', 'apiTokens', (call) =>
    listing(call, [...call.state.apiTokens.values()], { usual: 20, most: 200 }, (one) =>
      shownApiToken(call.origin, one),
    ),
  ),

  operation('GET /api/v1/api-tokens/{apiTokenId}', 'apiTokens', (call) =>
    ok(shownApiToken(call.origin, needToken(call))),
  ),

  operation('DELETE /api/v1/api-tokens/{apiTokenId}', 'apiTokens', (call) => {
    const token = needToken(call);
    const owner = call.state.users.get(token.userId);
    if (owner !== undefined) checkOutranks(call.state, call.caller, owner);
    call.state.apiTokens.delete(token.id);
    call.changed(`api-token/${owner?.login ?? token.userId}/${token.name}`);
    return noContent;
  }),
];

function needToken({ state, parameters }: Call): OktaApiToken {
  const id = parameters.apiTokenId ?? '';
  const token = state.apiTokens.get(id);
  if (token === undefined) throw absent(id, 'ApiToken');
  return token;
}

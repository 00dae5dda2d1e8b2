import { inOrder, listing, noContent, type Operation, operation } from '../call.js';
import { absent } from '../failure.js';
import { needUser } from '../lifecycle.js';
import { shownGrant } from '../show.js';

/** Consents that users gave to apps ("User Grants"). */
export const grantOperations: readonly Operation[] = [
  operation('GET /api/v1/users/{userId}/grants', 'users', (call) => {
    const user = needUser(call);
    const scope = call.query.get('scopeId');
    const grants = user.grants.filter((grant) => scope === null || grant.scope === scope);
    return listing(call, inOrder(grants), { usual: 20, most: 200 }, (grant) => shownGrant(call.origin, user, grant));
  }),

  operation('DELETE /api/v1/users/{userId}/grants', 'users', (call) => {
    const user = needUser(call);
    for (const { scope } of user.grants) call.changed(`user/${user.login}/grant/${scope}`);
    user.grants = [];
    return noContent;
  }),

  operation('DELETE /api/v1/users/{userId}/grants/{grantId}', 'users', (call) => {
    const user = needUser(call);
    const id = call.parameters.grantId ?? '';
    const grant = user.grants.find((one) => one.id === id);
    if (grant === undefined) throw absent(id, 'OAuth2ScopeConsentGrant');
    user.grants = user.grants.filter((one) => one !== grant);
    call.changed(`user/${user.login}/grant/${grant.scope}`);
    return noContent;
  }),
];

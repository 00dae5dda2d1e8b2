import { listing, noContent, type Operation, ok, operation } from '../call.js';
import { conditionOf } from '../expression.js';
import { absent, invalid } from '../failure.js';
import { deactivated, deleted, needUser } from '../lifecycle.js';
import { shownInFull, shownUser } from '../show.js';
import { checkOutranks, OWN_ACCOUNT } from '../sign-in.js';

const PAGE = { usual: 200, most: 200 };

/** What is asked about users, and their end ("Users"). */
export const userOperations: readonly Operation[] = [
  operation('GET /api/v1/users', 'users', (call) => {
    const { state, query, origin } = call;
    // What it does not know it refuses: ignored, it would answer something else than Okta does.
    const unknown = ['q', 'sortBy', 'sortOrder', 'expand'].find((name) => query.has(name));
    if (unknown !== undefined) throw invalid(unknown, `${unknown}: not a part of the embedded Okta`);
    const [search, filter] = [query.get('search'), query.get('filter')];
    if (search !== null && filter !== null) throw invalid('search', 'search and filter exclude each other');
    const asked =
      search !== null ? conditionOf(search, 'search') : filter !== null ? conditionOf(filter, 'filter') : null;
    const meets = asked ?? (({ status }) => status !== 'DEPROVISIONED');
    return listing(call, [...state.users.values()].filter(meets), PAGE, (user) => shownUser(origin, user));
  }),

  operation(OWN_ACCOUNT, 'users', ({ caller, origin }) => {
    if (caller.user === null) throw absent('me', 'User');
    return ok(shownInFull(origin, caller.user));
  }),

  operation('GET /api/v1/users/{userId}', 'users', (call) => ok(shownInFull(call.origin, needUser(call)))),

  // The first call deactivates, the second deletes ("Delete a user").
  operation('DELETE /api/v1/users/{userId}', 'users', (call) => {
    const user = needUser(call);
    checkOutranks(call.state, call.caller, user);
    if (user.status === 'DEPROVISIONED') deleted(call.state, user);
    else deactivated(call.state, user, call.now);
    call.changed(`user/${user.login}`);
    return noContent;
  }),
];

import { type Call, inOrder, listing, noContent, type Operation, operation, timeOf } from '../call.js';
import { absent, OktaFailure } from '../failure.js';
import { needUser } from '../lifecycle.js';
import { shownGroup } from '../show.js';
import { groupsOf, type OktaGroup } from '../state.js';

/** Memberships ("Groups", "User Resources"). */
export const groupOperations: readonly Operation[] = [
  operation('GET /api/v1/users/{userId}/groups', 'users', (call) => {
    const groups = groupsOf(call.state, needUser(call));
    return listing(call, inOrder(groups), { usual: 1_000, most: 1_000 }, (group) => shownGroup(call.origin, group));
  }),

  operation('PUT /api/v1/groups/{groupId}/users/{userId}', 'groups', (call) => {
    const group = ownGroup(call);
    const user = needUser(call);
    if (group.members.has(user.id)) return noContent;
    group.members.add(user.id);
    return touched(call, group, user.login);
  }),

  operation('DELETE /api/v1/groups/{groupId}/users/{userId}', 'groups', (call) => {
    const group = ownGroup(call);
    const user = needUser(call);
    if (!group.members.delete(user.id)) throw absent(user.id, 'User');
    return touched(call, group, user.login);
  }),
];

/**
 * A group whose members are Okta's to change: those of an app, and `Everyone`, are not, whoever asks; those of one that makes
 * administrators are a super administrator's alone.
 */
function ownGroup({ state, parameters, caller }: Call): OktaGroup {
  const id = parameters.groupId ?? '';
  const group = state.groups.get(id);
  if (group === undefined) throw absent(id, 'UserGroup');
  if (group.type !== 'OKTA_GROUP') throw new OktaFailure('E0000006');
  if (group.roles.length > 0 && !caller.roles.includes('SUPER_ADMIN')) throw new OktaFailure('E0000006');
  return group;
}

function touched(call: Call, group: OktaGroup, login: string) {
  group.lastMembershipUpdated = timeOf(call.now);
  call.changed(`group/${group.name}/${login}`);
  return noContent;
}

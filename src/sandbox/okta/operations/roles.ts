import { roleOf } from '../build.js';
import { inOrder, noContent, type Operation, ok, operation, pageOf, timeOf } from '../call.js';
import { absent, invalid, OktaFailure } from '../failure.js';
import { derivedId } from '../ids.js';
import { needUser } from '../lifecycle.js';
import type { RoleSeed } from '../seed.js';
import { resourceName, shownClientRole, shownRole } from '../show.js';
import { rolesOf } from '../state.js';
import type { RoleAssignedUsers, RoleType, Wire } from '../wire.js';

const TYPES = Object.keys({
  ACCESS_CERTIFICATIONS_ADMIN: true,
  ACCESS_REQUESTS_ADMIN: true,
  API_ACCESS_MANAGEMENT_ADMIN: true,
  APP_ADMIN: true,
  CUSTOM: true,
  GROUP_MEMBERSHIP_ADMIN: true,
  HELP_DESK_ADMIN: true,
  ORG_ADMIN: true,
  READ_ONLY_ADMIN: true,
  REPORT_ADMIN: true,
  SUPER_ADMIN: true,
  USER_ADMIN: true,
  WORKFLOWS_ADMIN: true,
} satisfies Record<RoleType, true>);

/** Roles of administrators ("User Role Assignments"). */
export const roleOperations: readonly Operation[] = [
  operation('GET /api/v1/iam/assignees/users', 'roles', (call) => {
    const { state, origin } = call;
    const holders = [...state.users.values()].filter((user) => rolesOf(state, user).length > 0);
    const page = pageOf(call, inOrder(holders), { usual: 100, most: 200 });
    const body: Wire<RoleAssignedUsers> = {
      value: page.entries.map((user) => ({
        id: user.id,
        orn: resourceName(state, user),
        _links: {
          self: { href: `${origin}/api/v1/users/${user.id}` },
          roles: { href: `${origin}/api/v1/users/${user.id}/roles` },
        },
      })),
      _links: page.next === null ? {} : { next: { href: page.next } },
    };
    return ok(body);
  }),

  operation('GET /oauth2/v1/clients/{clientId}/roles', 'roles', ({ state, parameters, origin }) => {
    const { client } = state.access;
    if (parameters.clientId !== client.id) throw absent(parameters.clientId ?? '', 'PublicClientApp');
    const { role } = client;
    return ok(role === null ? [] : [shownClientRole(origin, { ...client, role })]);
  }),

  operation('GET /api/v1/users/{userId}/roles', 'roles', (call) => {
    const user = needUser(call);
    return ok(rolesOf(call.state, user).map((held) => shownRole(call.origin, user, held)));
  }),

  operation('POST /api/v1/users/{userId}/roles', 'roles', (call) => {
    const user = needUser(call);
    const wanted = wantedRole(call.body);
    const same = ({ type, custom }: ReturnType<typeof roleOf>) =>
      type === wanted.type &&
      (custom === null || custom.role === wanted.role) &&
      custom?.resourceSet === wanted.resourceSet;
    if (user.roles.some(same)) throw new OktaFailure('E0000090');
    call.state.given += 1;
    const id = derivedId(wanted.type === 'CUSTOM' ? 'irb' : 'ra1', `${user.id} given ${call.state.given}`);
    const role = roleOf({ ...wanted, id, created: timeOf(call.now) }, user.id, 'ra1');
    user.roles.push(role);
    call.changed(`user/${user.login}/role/${role.type}`);
    return { status: 201, body: shownRole(call.origin, user, { role, through: null }) };
  }),

  // A role that a group gives is no assignment of the user's: the group has to be left.
  operation('DELETE /api/v1/users/{userId}/roles/{roleAssignmentId}', 'roles', (call) => {
    const user = needUser(call);
    const id = call.parameters.roleAssignmentId ?? '';
    const role = user.roles.find((one) => one.id === id);
    if (role === undefined) throw absent(id, 'RoleAssignment');
    user.roles = user.roles.filter((one) => one !== role);
    call.changed(`user/${user.login}/role/${role.type}`);
    return noContent;
  }),
];

/** What a request's body asks for. Throws Okta's E0000001. */
function wantedRole({ type, role, ...body }: Readonly<Record<string, unknown>>): RoleSeed {
  // It travels with a hyphen, as the model's own map of names says; the page shows it with an underscore too.
  const resourceSet = body['resource-set'] ?? body.resource_set;
  if (typeof type !== 'string' || !TYPES.includes(type)) throw invalid('type', 'type: Invalid role type');
  if (type !== 'CUSTOM') return { type: type as RoleType };
  if (typeof role !== 'string') throw invalid('role', 'role: The field cannot be left blank');
  if (typeof resourceSet !== 'string') throw invalid('resource_set', 'resource_set: The field cannot be left blank');
  return { type, role, resourceSet };
}

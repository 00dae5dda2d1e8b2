import { type Call, invalid, notFound, type Operation, ok, operation, pageOf, type Schema } from '../call.js';
import {
  fullTeam,
  minimalRepository,
  organizationAccount,
  SOME_TIME,
  simpleOrganization,
  simpleUser,
} from '../show.js';
import { type Codespace, type Seat, userById, userByLogin } from '../state.js';

/** Copilot seats, and codespaces that the organization pays for. */
export const seatOperations: readonly Operation[] = [
  operation('GET /orgs/{org}/copilot/billing/seats', 'copilot', (call) => {
    const page = pageOf(call, call.state.seats);
    const body: { total_seats: number; seats: Schema<'copilot-seat-details'>[] } = {
      total_seats: call.state.seats.length,
      seats: page.entries.map((seat) => seatDetails(call, seat)),
    };
    return { status: 200, headers: page.headers, body };
  }),
  operation('GET /orgs/{org}/members/{username}/copilot', 'copilot', (call) => {
    const seat = seatOf(call, call.parameters.username ?? '');
    return seat === null ? notFound : ok(seatDetails(call, seat));
  }),
  operation('DELETE /orgs/{org}/copilot/billing/selected_users', 'copilot', cancelSeats),
  operation('GET /orgs/{org}/members/{username}/codespaces', 'codespaces', listCodespaces, 'user'),
  operation('DELETE /orgs/{org}/members/{username}/codespaces/{codespace_name}', 'codespaces', deleteCodespace, 'user'),
];

function seatOf(call: Call, login: string): Seat | null {
  const user = userByLogin(call.state, login);
  return call.state.seats.find((one) => one.user === user?.id) ?? null;
}

function seatDetails(call: Call, seat: Seat): Schema<'copilot-seat-details'> {
  const team = seat.team === null ? undefined : call.state.teams.get(seat.team);
  return {
    assignee: simpleUser(call, userById(call.state, seat.user)),
    organization: simpleOrganization(call),
    assigning_team: team === undefined ? null : fullTeam(call, team),
    pending_cancellation_date: seat.pendingCancellation,
    last_activity_at: seat.lastActivityAt,
    last_activity_editor: null,
    created_at: seat.createdAt,
    plan_type: 'business',
  };
}

/** A cancelled seat stays until the billing cycle ends, and one that a team gives stays ("Remove users from …"). */
function cancelSeats(call: Call) {
  const names = call.body.selected_usernames;
  if (!Array.isArray(names) || names.length === 0) return invalid('selected_usernames', 'somebody must be named');
  const ends = new Date(Date.UTC(call.now.getUTCFullYear(), call.now.getUTCMonth() + 1, 1));
  let cancelled = 0;
  for (const name of names) {
    const seat = seatOf(call, String(name));
    if (seat === null || seat.team !== null || seat.pendingCancellation !== null) continue;
    seat.pendingCancellation = ends.toISOString().slice(0, 10);
    cancelled += 1;
    call.changed(`copilot-seat/${userById(call.state, seat.user).login}`);
  }
  return ok({ seats_cancelled: cancelled });
}

function codespacesOf(call: Call): Codespace[] | null {
  const user = userByLogin(call.state, call.parameters.username ?? '');
  return user === null ? null : call.state.codespaces.filter((one) => one.owner === user.id);
}

function listCodespaces(call: Call) {
  const all = codespacesOf(call);
  if (all === null) return notFound;
  const page = pageOf(call, all);
  const body: { total_count: number; codespaces: Schema<'codespace'>[] } = {
    total_count: all.length,
    codespaces: page.entries.flatMap((one) => codespace(call, one) ?? []),
  };
  return { status: 200, headers: page.headers, body };
}

function deleteCodespace(call: Call) {
  const found = codespacesOf(call)?.find((one) => one.name === call.parameters.codespace_name);
  if (found === undefined) return notFound;
  call.state.codespaces = call.state.codespaces.filter((one) => one !== found);
  call.changed(`codespace/${found.name}`);
  return { status: 202, body: {} };
}

function codespace(call: Call, one: Codespace): Schema<'codespace'> | null {
  const repository = call.state.repositories.get(one.repository.toLowerCase());
  if (repository === undefined) return null;
  const url = `${call.origin}/user/codespaces/${one.name}`;
  return {
    id: one.id,
    name: one.name,
    environment_id: null,
    owner: simpleUser(call, userById(call.state, one.owner)),
    billable_owner: organizationAccount(call),
    repository: minimalRepository(call, repository),
    machine: null,
    prebuild: false,
    created_at: SOME_TIME,
    updated_at: SOME_TIME,
    last_used_at: one.lastUsedAt,
    state: one.state,
    url,
    git_status: {},
    location: 'WestEurope',
    idle_timeout_minutes: 30,
    web_url: `https://${one.name}.github.dev`,
    machines_url: `${url}/machines`,
    start_url: `${url}/start`,
    stop_url: `${url}/stop`,
    pulls_url: null,
    recent_folders: [],
  };
}

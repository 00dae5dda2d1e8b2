import type { SandboxReply } from '../../server.js';
import { type Call, noContent, type Operation, ok, operation } from '../call.js';
import { absent, invalid } from '../failure.js';
import { becomes, deactivated, needUser } from '../lifecycle.js';
import { checkOutranks } from '../sign-in.js';
import type { OktaUser } from '../state.js';

/** Transitions of a user's status, and what is open of a user ("User Lifecycle", "User Sessions"). */
export const lifecycleOperations: readonly Operation[] = [
  operation('POST /api/v1/users/{userId}/lifecycle/suspend', 'users', (call) =>
    transition(call, (user) => {
      if (user.status !== 'ACTIVE') throw statusRefusal('Cannot suspend a user that is not active');
      becomes(user, 'SUSPENDED', call.now);
      user.sessions = 0;
    }),
  ),

  operation('POST /api/v1/users/{userId}/lifecycle/unsuspend', 'users', (call) =>
    transition(call, (user) => {
      if (user.status !== 'SUSPENDED') throw statusRefusal('Cannot unsuspend a user that is not suspended');
      becomes(user, 'ACTIVE', call.now);
    }),
  ),

  operation('POST /api/v1/users/{userId}/lifecycle/deactivate', 'users', (call) =>
    transition(call, (user) => {
      if (user.status === 'DEPROVISIONED') throw absent(user.id, 'User');
      deactivated(call.state, user, call.now);
    }),
  ),

  operation('DELETE /api/v1/users/{userId}/sessions', 'users', (call) => {
    const user = needUser(call);
    checkOutranks(call.state, call.caller, user);
    const tokens = call.query.get('oauthTokens') === 'true';
    const devices = call.query.get('forgetDevices') !== 'false';
    const open = user.sessions + (tokens ? user.refreshTokens : 0) + (devices ? user.devices : 0);
    user.sessions = 0;
    if (tokens) user.refreshTokens = 0;
    if (devices) user.devices = 0;
    if (open > 0) call.changed(`user/${user.login}/sessions`);
    return noContent;
  }),
];

function transition(call: Call, act: (user: OktaUser) => void): SandboxReply {
  const user = needUser(call);
  checkOutranks(call.state, call.caller, user);
  act(user);
  call.changed(`user/${user.login}`);
  return ok({});
}

function statusRefusal(why: string): Error {
  return invalid(why, why);
}

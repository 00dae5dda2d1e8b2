import { AwsFailure } from './failure.js';
import { type Operations, optional, pageResult, required } from './protocol.js';
import { secondsOf, userNamed } from './state.js';
import { userOf, userShape } from './users.js';
import type { XmlObject } from './xml.js';

const MIN_PASSWORD = 8;

/** Passwords for the console, and MFA devices. A password itself is never kept. */
export const signIn: Operations = {
  GetLoginProfile(call) {
    const user = userOf(call);
    if (user.login === null) throw noProfile(user.name);
    return { LoginProfile: profileShape(user.name, user.login) };
  },

  CreateLoginProfile(call) {
    const user = userOf(call);
    const password = required(call, 'Password');
    if (user.login !== null) {
      throw new AwsFailure('EntityAlreadyExists', `Login Profile for user ${user.name} already exists.`);
    }
    if (password.length < MIN_PASSWORD) {
      throw new AwsFailure('PasswordPolicyViolation', `Password should have a minimum length of ${MIN_PASSWORD}`);
    }
    user.login = {
      created: secondsOf(call.now),
      resetRequired: optional(call, 'PasswordResetRequired') === 'true',
    };
    call.changed(`user/${user.name}/login-profile`);
    return { LoginProfile: profileShape(user.name, user.login) };
  },

  DeleteLoginProfile(call) {
    const user = userOf(call);
    if (user.login === null) throw noProfile(user.name);
    user.login = null;
    call.changed(`user/${user.name}/login-profile`);
    return null;
  },

  ListMFADevices(call) {
    const user = userOf(call);
    const held = [...call.state.mfa].filter(([, device]) => device.user === user.name);
    return pageResult(call, 'MFADevices', held, (device) => ({
      UserName: user.name,
      SerialNumber: device.serial,
      EnableDate: device.enabled,
    }));
  },

  DeactivateMFADevice(call) {
    const serial = required(call, 'SerialNumber');
    const user = userOf(call);
    const device = call.state.mfa.get(serial);
    if (device === undefined || device.user !== user.name) throw noDevice(serial);
    if (device.kind === 'hardware') call.state.mfa.delete(serial);
    else call.state.mfa.set(serial, { ...device, user: null, enabled: null });
    call.changed(`user/${user.name}/mfa/${serial}`);
    return null;
  },

  ListVirtualMFADevices(call) {
    const status = optional(call, 'AssignmentStatus') ?? 'Any';
    const devices = [...call.state.mfa].filter(([, device]) => {
      if (device.kind !== 'virtual') return false;
      return status === 'Any' || (status === 'Assigned') === (device.user !== null);
    });
    return pageResult(call, 'VirtualMFADevices', devices, (device) => ({
      SerialNumber: device.serial,
      User: device.user === null ? null : userShape(call.state, userNamed(call.state, device.user)),
      EnableDate: device.enabled,
    }));
  },

  DeleteVirtualMFADevice(call) {
    const serial = required(call, 'SerialNumber');
    const device = call.state.mfa.get(serial);
    if (device === undefined || device.kind !== 'virtual') throw noDevice(serial);
    if (device.user !== null)
      throw new AwsFailure('DeleteConflict', 'MFA VirtualDevice in use. Must deactivate first.');
    call.state.mfa.delete(serial);
    call.changed(`mfa/${serial}`);
    return null;
  },
};

function profileShape(name: string, login: { created: string; resetRequired: boolean }): XmlObject {
  return { UserName: name, CreateDate: login.created, PasswordResetRequired: login.resetRequired };
}

function noProfile(name: string): AwsFailure {
  return new AwsFailure('NoSuchEntity', `Login Profile for User ${name} cannot be found.`);
}

function noDevice(serial: string): AwsFailure {
  return new AwsFailure('NoSuchEntity', `VirtualMFADevice with serial number ${serial} doesn't exist.`);
}

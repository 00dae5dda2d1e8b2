/** Pages of users as Okta and a SCIM service tell them, for answers that they would not give by themselves. */
import type { Fault } from '../../../src/sandbox/faults.js';
import { accountOf } from './cast.js';

/** A page of Okta's listing. @param next where its link says that the next one is */
export function oktaPage(
  names: readonly string[],
  next: string | null = null,
  suspended: readonly string[] = [],
): Fault {
  const body = names.map((login) => ({
    id: accountOf('okta', login).id,
    status: suspended.includes(login) ? 'SUSPENDED' : 'ACTIVE',
    profile: { login, email: login },
    statusChanged: '2026-11-20T09:00:00.000Z',
    lastLogin: '2026-11-20T09:00:00.000Z',
  }));
  return {
    kind: 'status',
    status: 200,
    body,
    ...(next === null ? {} : { headers: { link: `<${next}>; rel="next"` } }),
  };
}

/** A page of a SCIM listing. @param totalResults how many there are in all, as it says */
export function scimPage(names: readonly string[], totalResults: number, inactive: readonly string[] = []): Fault {
  const users = names.map((userName) => {
    const { id } = accountOf('scim', userName);
    return { id, userName, active: !inactive.includes(userName), groups: [] };
  });
  return { kind: 'status', status: 200, body: { totalResults, itemsPerPage: users.length, Resources: users } };
}

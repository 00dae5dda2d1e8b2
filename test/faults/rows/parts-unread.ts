import { awsFault } from '../../../src/sandbox/aws-iam/index.js';
import type { Fault } from '../../../src/sandbox/faults.js';
import { scimFault } from '../../../src/sandbox/scim/index.js';
import { conclude } from '../conclusion.js';
import { oktaFault, oktaGone } from '../kinds/okta.js';
import { scimGone } from '../kinds/scim.js';
import type { Case, Row } from '../matrix.js';
import { open } from '../scene.js';

const forbidden: Fault = { kind: 'status', status: 403, body: { message: 'Resource not accessible by integration' } };
/** Eve's and Ben's stay as they are; of Ana's all that can be read is taken. */
const WITHOUT_SSO = ['DELETE /orgs/{org}/memberships/{username} ana'];

function github(part: string, matching: RegExp, changes: readonly string[] | null): readonly Case[] {
  return [4, 0].map((status) => ({
    name: `${part} are a 403${status === 0 ? ', and the system declares them unavailable' : ''}`,
    run: async () => {
      const unavailable = status === 0 ? ['codespaces', part] : ['codespaces'];
      const scene = await open('github-org', { system: { unavailable } });
      scene.live.running.faults.add({ fault: forbidden, matching });
      const says = status === 0 ? [`not read, as declared: ${part}, codespaces in hub`] : [`${part} could not be read`];
      conclude(scene, await scene.run(), { changes: changes ?? scene.gone('ana'), status, says });
    },
  }));
}

/** @param changes of Ana; null: all that she holds is taken */
function rest(kind: 'okta' | 'scim', part: string, matching: RegExp, changes: readonly string[] | null) {
  return [4, 0].map(
    (status): Case => ({
      name: `${part} are a 403${status === 0 ? ', and the system declares them unavailable' : ''}`,
      run: async () => {
        const unavailable = status === 0 ? [part] : [];
        // A dashboard whose users do not tell which groups they are in.
        const scene = await open(kind, { system: { unavailable }, scim: { settings: { groups: 'members' } } });
        scene.live.running.faults.add({ fault: kind === 'okta' ? oktaFault(403) : scimFault(403), matching });
        const says = status === 0 ? [`not read, as declared: ${part} in hub`] : [`${part} could not be read`];
        conclude(scene, await scene.run(), { changes: changes ?? scene.gone('ana'), status, says });
      },
    }),
  );
}

function aws(part: string, matching: RegExp): readonly Case[] {
  return [4, 0].map((status) => ({
    name: `${part} are refused${status === 0 ? ', and the system declares them unavailable' : ''}`,
    run: async () => {
      const scene = await open('aws-iam', { system: status === 0 ? { unavailable: [part] } : {} });
      scene.live.running.faults.add({ fault: awsFault('AccessDenied'), matching });
      const says = status === 0 ? [`not read, as declared: ${part} in hub`] : [`${part} could not be read`];
      conclude(scene, await scene.run(), { changes: scene.gone('ana'), status, says });
    },
  }));
}

/** Nobody can be told from the last administrator then, declared or not: nobody goes, and the run is red (law 5). */
const lastAdmin = [false, true].map(
  (declared): Case => ({
    name: `admin-roles are a 403${declared ? ', and the system declares them unavailable' : ''}: nobody is told from the last administrator`,
    run: async () => {
      const scene = await open('okta', { system: { unavailable: declared ? ['admin-roles'] : [] } });
      const matching = /\/iam\/assignees|\/users\/\w+\/roles/;
      scene.live.running.faults.add({ fault: oktaFault(403), matching });
      conclude(scene, await scene.run(), {
        changes: [],
        status: 4,
        says: [/roles this user holds could not be read .*last administrator is never locked out/],
      });
    },
  }),
);

export const partsUnread: Row = {
  fault: 'a part of accounts can’t be read (tokens, SSO credentials)',
  promise: 'a gap: revocation goes on, the part is residual; status 4 unless declared unavailable',
  cells: {
    memory: { none: 'an account is read in one piece' },
    'github-org': [
      ...github('fine-grained-tokens', /personal-access-tokens/, null),
      ...github('sso-credentials', /credential-authorizations/, WITHOUT_SSO),
    ],
    'aws-iam': [
      ...aws('ssh-keys', /Action=ListSSHPublicKeys/),
      ...aws('service-specific-credentials', /Action=ListServiceSpecificCredentials/),
    ],
    okta: [
      // What the token opens stays open, and is told.
      ...rest('okta', 'api-tokens', /\/api-tokens/, oktaGone('ana').slice(0, 2)),
      ...lastAdmin,
      ...rest('okta', 'grants', /\/users\/\w+\/grants/, null),
    ],
    scim: rest('scim', 'groups', /\/Groups/, scimGone('ana').slice(0, 1)),
    'policy repository': { none: 'it holds no accounts' },
  },
};

/** Credentials of Okta and of SCIM services that are refused in mid-run, and addresses that lead elsewhere by then. */
import { expect } from 'vitest';
import type { FaultRule } from '../../../src/sandbox/faults.js';
import { scimFault } from '../../../src/sandbox/scim/index.js';
import { conclude } from '../conclusion.js';
import * as okta from '../kinds/okta.js';
import * as scim from '../kinds/scim.js';
import type { Case } from '../matrix.js';
import { open, type Scene } from '../scene.js';

const refused = okta.oktaFault(401);
const PAGES: FaultRule = { fault: { kind: 'short-page', entries: 2 }, matching: okta.USERS };
const signIns = ({ live }: Scene<'okta'>) => live.running.requests.filter(({ path }) => path.endsWith('/token')).length;

const oktaRefresh: Case = {
  name: 'a service app’s token expires between the plan and the act: another one is got',
  run: async () => {
    const late: { scene?: Scene<'okta'> } = {};
    const scene = await open('okta', { beforeLease: async () => late.scene?.world.at('2026-11-23T11:00:00Z') });
    late.scene = scene;
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
    expect(signIns(scene)).toBeGreaterThan(1);
  },
};

const oktaExpired: Case = {
  name: 'a service app’s token is refused in mid-listing: it signs in again, and all is read',
  run: async () => {
    const scene = await open('okta');
    scene.live.running.faults.add({ fault: refused, matching: okta.SECOND_USERS, times: 1 });
    scene.live.running.faults.add(PAGES);
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says: ['hub 4 seen whole:'] });
    expect(signIns(scene)).toBeGreaterThan(1);
  },
};

/** Ana is pinned, and revoked where she can be read directly. */
function oktaRefused(name: string, signIn: 'app' | 'token', matching: RegExp, revoked: boolean): Case {
  return {
    name,
    run: async () => {
      const scene = await open('okta', { others: ['zoe'], okta: { signIn } });
      scene.live.running.faults.add({ fault: refused, matching });
      scene.live.running.faults.add(PAGES);
      const says = ['hub was not seen whole: Okta refuses the credential'];
      conclude(scene, await scene.run(), { changes: revoked ? scene.gone('ana') : [], status: 4, says });
    },
  };
}

const oktaOther = (pinned: boolean): Case => ({
  name: `another organization has the address when the run acts (${pinned ? 'the settings name' : 'only the plan knows'} its id)`,
  run: async () => {
    const late: { scene?: Scene<'okta'> } = {};
    const scene = await open('okta', {
      system: {
        settings: { organization: 'acme.okta.com', ...(pinned ? { organizationId: okta.ORGANIZATION } : {}) },
      },
      beforeLease: async () => {
        const { state } = (late.scene as Scene<'okta'>).live.running.system;
        Object.assign(state.organization, { id: '00o9otherOTHERother9' });
        // It never gave out the token of the run.
        state.access.issued = [];
        late.scene?.world.at('2026-11-23T11:00:00Z');
      },
    });
    late.scene = scene;
    const says = ['00o9otherOTHERother9'];
    conclude(scene, await scene.run(), { changes: [], status: 4, says });
  },
});

export const oktaSignIns: readonly Case[] = [
  oktaRefresh,
  oktaExpired,
  oktaRefused('a 401 on the second page is no end of the list', 'token', okta.SECOND_USERS, true),
  oktaRefused('a 401 on the second page, again after signing in anew', 'app', okta.SECOND_USERS, true),
  oktaRefused('a 401 on everything is no empty organization', 'token', /^\/api/, false),
  oktaOther(true),
  oktaOther(false),
];

function scimRefused(name: string, matching: RegExp, revoked: boolean): Case {
  return {
    name,
    run: async () => {
      const scene = await open('scim', { others: ['zoe'], scim: { settings: { pageSize: 2 } } });
      scene.live.running.faults.add({ fault: scimFault(401), matching });
      const says = ['hub was not seen whole: the SCIM service refuses the credential'];
      conclude(scene, await scene.run(), { changes: revoked ? scene.gone('ana') : [], status: 4, says });
    },
  };
}

const scimTaken: Case = {
  name: 'the token is taken away between the plan and the act: nothing is done, and nobody is taken for gone',
  run: async () => {
    const late: { scene?: Scene<'scim'> } = {};
    const scene = await open('scim', {
      beforeLease: async () => {
        (late.scene as Scene<'scim'>).live.running.system.state.token = 'another';
      },
    });
    late.scene = scene;
    const says = ['the fresh look failed: the SCIM service refuses the credential'];
    conclude(scene, await scene.run(), { changes: [], status: 4, says });
  },
};

const scimElsewhere: Case = {
  name: 'the environment leads elsewhere than the settings say: nothing is asked there',
  run: async () => {
    const settings = { address: 'dashboard.acme.example/scim/v2' };
    const scene = await open('scim', { others: ['zoe'], scim: { settings } });
    const says = ['leads elsewhere than to dashboard.acme.example/scim/v2'];
    conclude(scene, await scene.run(), { changes: [], status: 4, says });
    expect(scene.live.requests()).toBe(0);
  },
};

export const scimSignIns: readonly Case[] = [
  scimRefused('a 401 on the second page is no end of the list', scim.SECOND_USERS, true),
  scimRefused('a 401 on everything is no empty dashboard', /^\/scim/, false),
  scimTaken,
  scimElsewhere,
];

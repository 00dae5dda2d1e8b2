import { expect } from 'vitest';
import { LeaverError } from '../../../src/errors.js';
import { awsFault } from '../../../src/sandbox/aws-iam/index.js';
import { conclude } from '../conclusion.js';
import { hostedCase } from '../hosted.js';
import { ACCOUNT } from '../kinds/aws.js';
import type { Case, Row } from '../matrix.js';
import { open, type Scene } from '../scene.js';
import { oktaSignIns, scimSignIns } from './token-expires-rest.js';

const refused = { kind: 'status', status: 401, body: { message: 'Bad credentials' } } as const;

const githubRefresh: Case = {
  name: 'an App’s token expires between the plan and the act: another one is got',
  run: async () => {
    const late: { scene?: Scene<'github-org'> } = {};
    const scene = await open('github-org', {
      beforeLease: async () => late.scene?.world.at('2026-11-23T11:00:00Z'),
    });
    late.scene = scene;
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
    const signIns = scene.live.running.requests.filter(({ path }) => path.endsWith('/access_tokens'));
    expect(signIns.length).toBeGreaterThan(1);
  },
};

/** Ana is pinned, and revoked where she can be read directly. */
function githubRefused(name: string, matching: RegExp, revoked: boolean): Case {
  return {
    name,
    run: async () => {
      const others = Array.from({ length: 120 }, (_, at) => `zoe-${at}`);
      const scene = await open('github-org', { others, github: { signIn: 'token' } });
      scene.live.running.faults.add({ fault: refused, matching });
      const says = ['hub was not seen whole: GitHub refuses the credential'];
      conclude(scene, await scene.run(), { changes: revoked ? scene.gone('ana') : [], status: 4, says });
    },
  };
}

const githubOther = (pinned: boolean): Case => ({
  name: `another organization has the name when the run acts (${pinned ? 'the settings name' : 'only the plan knows'} its id)`,
  run: async () => {
    const late: { scene?: Scene<'github-org'> } = {};
    const scene = await open('github-org', {
      system: { settings: { organization: 'acme', ...(pinned ? { organizationId: 7001 } : {}) } },
      beforeLease: async () => {
        const { state } = (late.scene as Scene<'github-org'>).live.running.system;
        Object.assign(state.organization, { id: 9009 });
      },
    });
    late.scene = scene;
    const says = [pinned ? 'reaches acme (9009), the settings name acme (7001)' : 'github:9009'];
    conclude(scene, await scene.run(), { changes: [], status: 4, says });
  },
});

const ROLE = { roleArn: `arn:aws:iam::${ACCOUNT}:role/leaver` };

const awsRefresh: Case = {
  name: 'a role’s session expires between the plan and the act: the role is assumed again, the account checked',
  run: async () => {
    const late: { scene?: Scene<'aws-iam'> } = {};
    let before = 0;
    const scene = await open('aws-iam', {
      aws: { settings: ROLE },
      beforeLease: async () => {
        before = (late.scene as Scene<'aws-iam'>).live.running.requests.length;
        late.scene?.world.at('2026-11-23T11:00:00Z');
      },
    });
    late.scene = scene;
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
    const after = scene.live.running.requests.slice(before).map(({ operation }) => operation);
    expect(after).toContain('AssumeRole');
    expect(after).toContain('GetCallerIdentity');
  },
};

const awsExpired: Case = {
  name: 'AWS says ExpiredToken of a session in mid-listing: the role is assumed again',
  run: async () => {
    const scene = await open('aws-iam', { aws: { settings: ROLE } });
    const { running } = scene.live;
    running.faults.add({ fault: awsFault('ExpiredToken'), matching: /GetAccountAuthorizationDetails/, times: 1 });
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
    expect(running.requests.filter(({ operation }) => operation === 'AssumeRole').length).toBeGreaterThan(1);
  },
};

function awsRefused(name: string, matching: RegExp): Case {
  return {
    name,
    run: async () => {
      const scene = await open('aws-iam', { others: ['zoe'] });
      scene.live.running.faults.add({ fault: awsFault('InvalidClientTokenId'), matching });
      conclude(scene, await scene.run(), { changes: [], status: 4, says: ['hub was not seen whole'] });
    },
  };
}

const awsOther: Case = {
  name: 'the key reaches another account when the run acts: nothing is done',
  run: async () => {
    const late: { scene?: Scene<'aws-iam'> } = {};
    const scene = await open('aws-iam', {
      beforeLease: async () => {
        const { running } = (late.scene as Scene<'aws-iam'>).live;
        const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::999999999999:user/x</Arn><UserId>AIDAX</UserId><Account>999999999999</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
        running.faults.add({ fault: { kind: 'status', status: 200, body }, matching: /GetCallerIdentity/ });
      },
    });
    late.scene = scene;
    const says = ['reaches the AWS account 999999999999'];
    conclude(scene, await scene.run(), { changes: [], status: 4, says });
  },
};

const memoryRefused: Case = {
  name: 'the credential is refused in mid-listing: nobody is taken for gone',
  run: async () => {
    const scene = await open('memory', { others: ['zoe'] });
    const no = async (): Promise<never> => {
      throw new LeaverError('wrong-credential', 'the system refuses the credential', { mend: 'Give it another one.' });
    };
    scene.live.disturb((live) => ({ ...live, page: no, byId: no, byName: no }));
    conclude(scene, await scene.run(), { changes: [], status: 4, says: ['the system refuses the credential'] });
  },
};

export const tokenExpires: Row = {
  fault: 'token expires in mid-run',
  promise: 'refresh; a 401 is never an empty list; the identity and account id are checked again',
  cells: {
    memory: [memoryRefused],
    'github-org': [
      githubRefresh,
      githubRefused('a 401 on the second page is no end of the list', /\/members\?.*\bpage=2\b/, true),
      githubRefused('a 401 on everything is no empty organization', /^\/orgs/, false),
      githubOther(true),
      githubOther(false),
    ],
    'aws-iam': [
      awsRefresh,
      awsExpired,
      awsRefused('a refused key on the listing is no empty account', /GetAccountAuthorizationDetails/),
      awsRefused('a refused key on everything is no empty account', /Action=/),
      awsOther,
    ],
    okta: oktaSignIns,
    scim: scimSignIns,
    'policy repository': [
      hostedCase('the host refuses the token that proves approvals', async (scene) => {
        scene.host.faults.add({ fault: refused, matching: /graphql/ });
        const says = ['the approval of opt-out ana-handover could not be verified'];
        conclude(scene, await scene.run(), { changes: scene.gone('eve'), status: 4, says });
      }),
    ],
  },
};

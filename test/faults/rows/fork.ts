import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { previewCommand } from '../../../src/commands/preview/index.js';
import { readWorkflow } from '../../../src/host/workflows/file.js';
import { checkWorkflow } from '../../../src/host/workflows/rules.js';
import { nodeFiles } from '../../../src/ports/node.js';
import { proposalOf } from '../../commands/preview/previewing.js';
import { root } from '../../repository/tree.js';
import { conclude } from '../conclusion.js';
import { castOf, DEPARTED, person } from '../kinds/cast.js';
import type { Case, Kind, Row } from '../matrix.js';
import { open, type SceneOptions } from '../scene.js';

const EMPTY_APP = {
  LEAVER_GITHUB_APP_ID: '',
  LEAVER_GITHUB_APP_INSTALLATION_ID: '',
  LEAVER_GITHUB_APP_PRIVATE_KEY: '',
};

/** As in a job of a pull request from a fork: the secrets are empty. */
const without = (kind: Exclude<Kind, 'memory'>, options: SceneOptions, says: string): Case => ({
  name: 'a job without the secret asks nothing and changes nothing',
  run: async () => {
    const scene = await open(kind, { ...options, others: ['zoe'] });
    conclude(scene, await scene.run(), { changes: [], status: 4, says: ['hub was not seen whole', says] });
    expect(scene.live.requests()).toBe(0);
  },
});

/** The proposal says that everybody left, asks for another place, and brings along code. */
const preview: Case = {
  name: 'the preview of a hostile proposal: its settings are not used, nothing of it is run, nothing is changed',
  run: async () => {
    const scene = await open('memory');
    const ran = join(scene.world.root, 'ran');
    const proposal = proposalOf({
      people: castOf('memory').map((one) => ({ ...one, ...DEPARTED })),
      systems: [
        {
          ...{ id: 'hub', kind: 'aws-iam', mode: 'enforce', orphans: 'revoke' },
          settings: { accountId: '999999999999', roleArn: 'arn:aws:iam::999999999999:role/evil' },
        },
      ],
      files: {
        'action.yml': 'runs: { using: composite, steps: [{ run: touch ran }] }\n',
        'dist/action.js': `require('node:fs').writeFileSync(${JSON.stringify(ran)}, '');\n`,
      },
    });
    const asked: string[] = [];
    const { context } = scene.world;
    const connect: typeof context.connect = (system) => {
      asked.push(`${system.id} ${system.kind}`);
      return context.connect(system);
    };
    const result = await previewCommand(
      { ...context, connect },
      { proposed: nodeFiles(proposal), comment: null, head: null },
    );
    expect(asked).toEqual(['hub memory']);
    expect(readdirSync(scene.world.root)).not.toContain('ran');
    expect(await scene.world.journal()).toEqual([]);
    conclude(scene, result, { changes: [], status: result.status });
  },
};

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: unknown;
}

const WORKFLOWS = join(root, '.github/workflows');
const workflows = () =>
  readdirSync(WORKFLOWS).map((name) => ({ name, text: readFileSync(join(WORKFLOWS, name), 'utf8') }));

/** What `init` gives to a policy repository are these very files. */
const noCredential: Case = {
  name: 'jobs that a fork’s pull request starts hold no secret, no environment and no right to write',
  run: async () => {
    const started = workflows().filter(({ text }) => 'pull_request' in ((parse(text) as { on: object }).on ?? {}));
    expect(started.map(({ name }) => name)).toContain('leaver-pull-request.yml');
    for (const { name, text } of started) {
      const { jobs } = parse(text) as { jobs: Readonly<Record<string, Job>> };
      expect(text.replaceAll(/^\s*#.*$/gm, ''), name).not.toMatch(/secrets\.(?!GITHUB_TOKEN)/);
      for (const job of Object.values(jobs)) {
        expect(job.environment, name).toBeUndefined();
        expect(Object.values(job.permissions ?? {}), name).not.toContain('write');
      }
    }
    await expectUnchanged();
  },
};

const neverRun: Case = {
  name: 'the jobs that comment and announce have secrets, and run nothing of the pull request',
  run: async () => {
    const privileged = workflows().filter(({ text }) => /^\s*pull_request_target:/m.test(text));
    expect(privileged.map(({ name }) => name).sort()).toEqual(['leaver-announce.yml', 'leaver-preview.yml']);
    for (const { name, text } of privileged) {
      expect(text.replaceAll(/^\s*#.*$/gm, ''), name).toMatch(/secrets\.(?!GITHUB_TOKEN)/);
      const workflow = readWorkflow(`.github/workflows/${name}`, text);
      if (typeof workflow === 'string') throw new Error(workflow);
      const own = checkWorkflow(workflow).filter(({ check }) => check === 'workflow/runs-proposals');
      expect(own.map(({ kind }) => kind)).toEqual(['passed']);
    }
    await expectUnchanged();
  },
};

/** It needs no system, and it may write the journal: what it holds opens the channels and nothing else. */
const announces: Case = {
  name: 'the job that announces holds no credential of any system',
  run: async () => {
    const announcing = workflows().find(({ name }) => name === 'leaver-announce.yml');
    if (announcing === undefined) throw new Error('leaver-announce.yml');
    const { jobs } = parse(announcing.text) as { jobs: Readonly<Record<string, Job>> };
    const secrets = [...announcing.text.replaceAll(/^\s*#.*$/gm, '').matchAll(/\bsecrets\b\s*(\.\s*\w+|\S*)/g)];
    expect(secrets.length).toBeGreaterThan(0);
    for (const [, name] of secrets) expect(name).toMatch(/^\.(GITHUB_TOKEN|LEAVER_NOTIFY_\w+)$/);
    for (const job of Object.values(jobs)) {
      expect(job.environment).toBe('leaver-announce');
      expect(Object.keys(job.permissions ?? {}).sort()).toEqual(['contents', 'issues']);
    }
    await expectUnchanged();
  },
};

/** A run beside it, so that these cases end like all others: only the leaver is revoked. */
async function expectUnchanged(): Promise<void> {
  const scene = await open('memory', { people: [...castOf('memory'), person('memory', 'dan')] });
  conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
}

export const fork: Row = {
  fault: 'a pull request from a fork',
  promise: 'gets no credential; the plan comment comes from a job that never runs the fork’s code',
  cells: {
    memory: { none: 'it has no credential' },
    'github-org': [without('github-org', { github: { environment: EMPTY_APP } }, 'LEAVER_GITHUB')],
    'aws-iam': [without('aws-iam', { aws: { environment: { AWS_SECRET_ACCESS_KEY: '' } } }, 'AWS_SECRET_ACCESS_KEY')],
    okta: [without('okta', { okta: { environment: { CLIENT_ID: '', PRIVATE_KEY: '' } } }, 'LEAVER_SYSTEM_HUB_TOKEN')],
    scim: [without('scim', { scim: { environment: { TOKEN: '' } } }, 'LEAVER_SYSTEM_HUB_TOKEN')],
    'policy repository': [preview, noCredential, neverRun, announces],
  },
};

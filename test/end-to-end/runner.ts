import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

/** What a workflow's job gives the step. */
export interface Job {
  /** A folder of its own: the checkout goes to `workspace` in it, the runner's files to `runner`. */
  readonly folder: string;
  /** Files of the policy repository, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** What stands under `with:`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** What stands under `env:`, and what the runner's host adds. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  /** The workflow's own token, which action.yml's default of `github-token` stands for. */
  readonly token: string;
  /** How long it may take at most, in milliseconds: less than the test may, so that nothing is left running. */
  readonly patience?: number;
}

/** What the runner sees of a step. */
export interface StepResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** `error`, `warning` and `notice` commands: kind, properties, message. */
  readonly annotations: readonly {
    readonly kind: string;
    readonly properties: Readonly<Record<string, string>>;
    readonly message: string;
  }[];
  /** Values that the step asked to be masked. */
  readonly masked: readonly string[];
}

export function actionFile(): ActionFile {
  return parse(readFileSync(join(root, 'action.yml'), 'utf8')) as ActionFile;
}

/**
 * Starts the built action as a runner does: a clean environment, every input of action.yml in `INPUT_*` with its
 * default, hyphens kept, and the files that commands are written to.
 */
export async function runAction(job: Job): Promise<StepResult> {
  const workspace = join(job.folder, 'workspace');
  for (const [path, text] of Object.entries(job.files)) {
    mkdirSync(join(workspace, path, '..'), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  const files = runnerFiles(job.folder);
  const environment = { ...jobEnvironment(job, workspace), ...files, ...inputsOf(job), ...job.environment };
  const { status, stdout, stderr } = await start(workspace, environment, job.patience ?? 15_000);
  return {
    status,
    stdout,
    stderr,
    outputs: outputsOf(readFileSync(files.GITHUB_OUTPUT, 'utf8')),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    ...commandsOf(stdout),
  };
}

function runnerFiles(folder: string) {
  const runner = join(folder, 'runner');
  mkdirSync(join(runner, 'temp'), { recursive: true });
  const file = (name: string, text = '') => {
    writeFileSync(join(runner, name), text);
    return join(runner, name);
  };
  return {
    GITHUB_OUTPUT: file('output'),
    GITHUB_ENV: file('env'),
    GITHUB_PATH: file('path'),
    GITHUB_STATE: file('state'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify({ repository: { full_name: 'acme/access' } })),
    RUNNER_TEMP: join(runner, 'temp'),
    RUNNER_TOOL_CACHE: join(runner, 'tools'),
  };
}

function jobEnvironment(job: Job, workspace: string): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: 'leaver',
    GITHUB_ACTION_PATH: root,
    GITHUB_ACTOR: 'kimcho',
    GITHUB_API_URL: job.apiUrl,
    GITHUB_BASE_REF: '',
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_GRAPHQL_URL: `${job.apiUrl}/graphql`,
    GITHUB_HEAD_REF: '',
    GITHUB_JOB: 'leaver',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'acme/access',
    GITHUB_REPOSITORY_OWNER: 'acme',
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_WORKFLOW: 'Leaver',
    GITHUB_WORKSPACE: workspace,
    HOME: job.folder,
    PATH: '/usr/bin:/bin',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'runner',
    RUNNER_OS: 'Linux',
  };
}

function inputsOf(job: Job): Record<string, string> {
  const { inputs } = actionFile();
  const unknown = Object.keys(job.inputs ?? {}).filter((name) => !Object.hasOwn(inputs, name));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const value = job.inputs?.[name] ?? input.default ?? '';
      // The one expression that a default may hold here.
      return [
        `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
        value.replace(/\$\{\{ github\.token \}\}/g, job.token),
      ];
    }),
  );
}

function start(
  cwd: string,
  env: Record<string, string>,
  timeout: number,
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((done, failed) => {
    const step = spawn(process.execPath, [join(root, actionFile().runs.main)], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    step.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    step.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    step.on('error', failed);
    step.on('close', (status) => done({ status, stdout, stderr }));
  });
}

/** The output file's form ("Workflow commands for GitHub Actions"): `name=value`, or `name<<mark`, value, `mark`. */
function outputsOf(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, name = '', mark = ''] = /^([^=<]+)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    if (mark === '') {
      const [, plain = '', value = ''] = /^([^=]+)=(.*)$/.exec(lines[at] ?? '') ?? [];
      if (plain !== '') outputs[plain] = value;
      continue;
    }
    const end = lines.indexOf(mark, at + 1);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}

function commandsOf(stdout: string): Pick<StepResult, 'annotations' | 'masked'> {
  const annotations: StepResult['annotations'][number][] = [];
  const masked: string[] = [];
  // After `stop-commands` the runner reads none until the mark that was named comes back.
  let stopped = '';
  for (const line of stdout.split('\n')) {
    const [, kind = '', properties = '', message = ''] = /^::([\w-]+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
    if (stopped !== '') {
      if (kind === stopped) stopped = '';
      continue;
    }
    if (kind === 'stop-commands') stopped = message;
    if (kind === 'add-mask') masked.push(decoded(message));
    if (!['error', 'warning', 'notice'].includes(kind)) continue;
    const pairs = properties.split(',').map((pair) => {
      const [name = '', value = ''] = pair.split('=', 2);
      return [name.trim(), decoded(value).replaceAll('%3A', ':').replaceAll('%2C', ',')] as const;
    });
    annotations.push({ kind, properties: Object.fromEntries(pairs), message: decoded(message) });
  }
  return { annotations, masked };
}

const decoded = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');

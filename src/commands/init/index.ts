/** `leaver init`: a new policy repository, whole or not at all. */
import type { Instant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import { loadPolicy } from '../../policy/load.js';
import type { NewFolder } from '../../ports/node-new-folder.js';
import type { Files } from '../../ports/ports.js';
import type { Group, Outline, Row } from '../../report/outline.js';
import { inspectCodeowners } from '../codeowners.js';
import type { CommandResult } from '../result.js';
import { type Ask, answersOf, type InitAnswers, type InitFlags } from './answers.js';
import { documentsOf } from './documents.js';
import { runnerFiles } from './runner.js';
import { namingSchemas, schemaFiles } from './schemas.js';

export interface InitOptions {
  readonly flags: InitFlags;
  readonly ask: Ask;
  /** Where the repository is to be. */
  readonly folder: NewFolder;
  /** The name of that folder, as the command line has it. */
  readonly name: string;
  /** The package that this program is part of. */
  readonly own: Files;
  readonly now: Instant;
}

/**
 * Throws `usage` for a folder that is not empty, and for answers that are missing or make no valid repository;
 * `file-unwritable`. Nothing is written then.
 */
export async function init({ flags, ask, folder, name, own, now }: InitOptions): Promise<CommandResult> {
  const there = await folder.inTheWay();
  if (there.length > 0) {
    const [named, more] = [there.slice(0, 5).join(', '), there.length > 5 ? ', …' : ''];
    throw new LeaverError('usage', `The folder is not empty: ${named}${more}.`, {
      mend: 'Name a folder that does not exist yet, or an empty clone.',
    });
  }
  const answers = await answersOf(flags, ask);
  const documents = namingSchemas(documentsOf(answers));
  const codeowners = await codeownersOf(documents, now);
  const runner = await runnerFiles(own, answers.action);
  const schemas = await schemaFiles(own);
  const files = new Map([...documents, ['.github/CODEOWNERS', codeowners] as const, ...runner, ...schemas]);
  await folder.fill(files);
  const paths = [...files.keys()].sort();
  return {
    status: 0,
    told: { kind: 'outline', outline: outlineOf(answers, name, paths) },
    json: { version: 1, organization: answers.organization, files: paths, toMend: toMend(answers) },
    findings: [],
  };
}

/** CODEOWNERS from the documents, which are validated by the way: what would not hold is not written. */
async function codeownersOf(documents: ReadonlyMap<string, string>, now: Instant): Promise<string> {
  const files = inMemory(documents);
  const { desired, findings } = await loadPolicy(files, { at: now });
  const [fault] = findings.filter(({ severity }) => severity === 'error');
  if (desired === null || fault !== undefined) {
    const where = fault === undefined ? '' : `${fault.file}: ${fault.message} ${fault.mend}`;
    throw new LeaverError('usage', `These answers make no valid repository. ${where}`.trim());
  }
  const { wanted, findings: faults } = await inspectCodeowners(files.read, desired, now, '');
  if (wanted !== null) return wanted;
  throw new LeaverError('usage', faults.map(({ message, mend }) => `${message} ${mend}`).join(' '));
}

function inMemory(documents: ReadonlyMap<string, string>): Pick<Files, 'list' | 'read'> {
  return {
    list: async (folder, ending) =>
      [...documents]
        .filter(([path]) => path.startsWith(`${folder}/`) && path.endsWith(ending))
        .map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) })),
    read: async (path) => {
      const text = documents.get(path);
      if (text === undefined) throw new LeaverError('file-missing', `${path} does not exist`);
      return text;
    },
  };
}

/** What these answers leave open, and has to be mended before an approval counts. */
function toMend({ owners }: InitAnswers): readonly string[] {
  const unpinned = owners
    .filter(({ account }) => account === null)
    .map(
      ({ id, login }) =>
        `pin the account of ${id} (gh api users/${login} --jq .id): without it their approvals do not count`,
    );
  const alone = owners.length === 1 ? ['name a second designated owner: nobody approves an opt-out of their own'] : [];
  return [...unpinned, ...alone];
}

/** Copied, and of no interest one by one. */
const COPIED = ['.github/leaver/', 'schemas/'];

function outlineOf(answers: InitAnswers, name: string, paths: readonly string[]): Outline {
  const { organization, githubOrg, action } = answers;
  const shown = paths.filter((path) => !COPIED.some((folder) => path.startsWith(folder)));
  const runner = action === null ? ['.github/leaver/: the runner, copied'] : [];
  const schemas = ['schemas/: what an editor completes and checks these files with'];
  return {
    banner: null,
    tone: 'good',
    verdict: `A policy repository for ${organization} is in ${name}. Nothing is revoked: every system is in report mode.`,
    figures: [],
    groups: [
      { ...EMPTY, title: 'Files', asides: [...shown, ...runner, ...schemas] },
      { ...EMPTY, title: 'Next', notes: toMend(answers), rows: steps(githubOrg), head: ['', 'what to do'] },
    ],
    problems: [],
    footer: [],
  };
}

const EMPTY: Omit<Group, 'title'> = {
  ...{ aside: '', notes: [], asides: [], rows: [], rest: '' },
  ...{ unreachable: [], outside: [] },
};

function steps(githubOrg: string): readonly Row[] {
  const texts = [
    'In that folder: git init -b main && git add -A && git commit -m "Access policy"',
    `Push it to a private repository of ${githubOrg}, on the branch main.`,
    'Go on with README.md there; docs/getting-started.md of Leaver has each step in full.',
  ];
  return texts.map((detail, at) => ({ tone: 'quiet', mark: `${at + 1}.`, subject: '', detail, notes: [] }));
}

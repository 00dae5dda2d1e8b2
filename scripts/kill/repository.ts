/** The policy repository on disk: a plain folder, or the clone of one that the embedded GitHub hosts. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitOnto, gitText } from '../../test/fixtures/hosted-commits.js';
import { type KeptJournal, readBranch, readFile } from './journal.js';
import { BEGIN, COPY, type Scenario } from './scenario.js';

export interface Repository {
  readonly root: string;
  /** What the embedded GitHub hosts of it. */
  readonly hosted: readonly { readonly name: string; readonly git: string }[];
  readonly journal: () => KeptJournal;
  /** The copy of the log that the policy asks for, as it lies there; null where it asks for none. */
  readonly copy: () => string | null;
}

const KIM = { name: 'Kim Cho', email: 'kim.cho@acme.example' };

/** Makes it in a folder, with the journal where the scenario keeps it. */
export function makeRepository(folder: string, { journal, files }: Scenario): Repository {
  const root = join(folder, 'policy');
  if (journal === 'file') {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const copy = () => readFileSync(join(root, COPY), 'utf8');
    return { root, hosted: [], journal: () => readFile(root), copy };
  }
  const git = join(folder, 'policy.git');
  mkdirSync(git);
  gitText(git, ['init', '--quiet', '--bare', '--initial-branch=main']);
  commitOnto(git, { branch: 'main', from: null, files, message: 'Begin', by: KIM, at: BEGIN });
  gitText(folder, ['clone', '--quiet', git, root]);
  return { root, hosted: [{ name: 'policy', git }], journal: () => readBranch(git), copy: () => null };
}

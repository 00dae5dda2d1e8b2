/** Which files of a policy repository are read, and reading them. Nothing there is ignored in silence. */

import { refusedAt } from '../documents/characters.js';
import { type DocumentKind, faultsOf, isValid } from '../documents/check.js';
import { valueAt } from '../documents/path.js';
import { LeaverError } from '../errors.js';
import type { Files } from '../ports/ports.js';
import type { Findings, Path } from './finding.js';
import type { Limits } from './limits.js';
import { readYaml } from './yaml.js';

export type SourceKind = 'policy' | 'people' | 'system' | 'role' | 'opt-out';

/** A document that was read. */
export interface Source {
  readonly kind: SourceKind;
  readonly file: string;
  /** Undefined where it is not even YAML. */
  readonly data: unknown;
  /** Where it breaks its schema; empty where it holds to it. */
  readonly faults: readonly Path[];
  /** False where so much is wrong that nothing of it can be used. */
  readonly usable: boolean;
}

export interface Sources {
  readonly documents: readonly Source[];
  /** The texts by file, for positions. */
  readonly texts: ReadonlyMap<string, string>;
}

const FOLDERS: Readonly<Record<string, SourceKind>> = {
  'policies/people': 'people',
  'policies/systems': 'system',
  'policies/roles': 'role',
};
export const POLICY_FILE = 'policies/policy.yaml';

/**
 * Reads every document, each only once.
 * @throws LeaverError `file-unreadable`, `file-missing`: bytes that cannot be had are no finding.
 */
export async function readSources(
  files: Pick<Files, 'list' | 'read'>,
  findings: Findings,
  limits: Limits,
): Promise<Sources> {
  const documents: Source[] = [];
  const texts = new Map<string, string>();
  let nodesLeft = limits.nodes;
  for (const [kind, file] of await selectFiles(files, findings, limits)) {
    const text = await textOf(file, files, findings);
    if (text === null) {
      documents.push(unusable(kind, file, undefined));
      continue;
    }
    texts.set(file, text);
    const most = kind === 'people' ? limits.nodesOfRoster : limits.nodesPerFile;
    const reading = readYaml(text, limits, Math.min(nodesLeft, most));
    nodesLeft -= reading.nodes;
    for (const found of reading.problems) {
      findings.add({
        file,
        path: [],
        code: found.code,
        offset: found.offset,
        message: found.message,
        mend: found.mend,
      });
    }
    documents.push(
      reading.whole ? await checkedSource(kind, file, reading.data, findings) : unusable(kind, file, reading.data),
    );
    if (nodesLeft < 0) {
      // What was not read frees nobody and revokes nobody: an opt-out too large must not take the others with it (law 3).
      tooMuch(`The files hold more than ${limits.nodes.toLocaleString('en-US')} values in all.`, findings);
      break;
    }
  }
  return { documents, texts };
}

/** Null, with a finding, where the bytes are no text: they were had, and are malformed as other documents are (law 3). */
async function textOf(file: string, files: Pick<Files, 'read'>, findings: Findings): Promise<string | null> {
  try {
    return await files.read(file);
  } catch (error) {
    if (!(error instanceof LeaverError) || error.code !== 'not-text') throw error;
    const mend = 'Save it as UTF-8.';
    findings.add({ file, path: [], code: 'syntax', message: 'The file is not UTF-8 text.', mend });
    return null;
  }
}

function unusable(kind: SourceKind, file: string, data: unknown): Source {
  return { kind, file, data, faults: [], usable: false };
}

async function checkedSource(kind: SourceKind, file: string, data: unknown, findings: Findings): Promise<Source> {
  const faults = await checkSchema(kind, data, file, [], findings);
  return { kind, file, data, faults, usable: !faults.some(({ length }) => length === 0) };
}

/** Adds a finding for each fault of the schema; returns where they are, and the whole document's path where they are too many. `base`: where `data` stands in the file. */
export async function checkSchema(
  kind: DocumentKind,
  data: unknown,
  file: string,
  base: Path,
  findings: Findings,
): Promise<readonly Path[]> {
  if (isValid(kind, data)) return [];
  const { described: faults, all } = await faultsOf(kind, data);
  for (const fault of faults) {
    // A hidden character was told when the text was read.
    const hidden = fault.code === 'character' && refusedAt(String(valueAt(data, fault.path))) >= 0;
    if (!hidden) findings.add({ ...fault, file, path: [...base, ...fault.path] });
  }
  const places = faults.map(({ path, target }) => (target === 'key' ? path.slice(0, -1) : path));
  return all ? places : [[], ...places];
}

async function selectFiles(
  files: Pick<Files, 'list'>,
  findings: Findings,
  limits: Limits,
): Promise<[SourceKind, string][]> {
  const [policies, optOuts] = await Promise.all([files.list('policies', ''), files.list('optouts', '')]);
  const selected: [SourceKind, string][] = [];
  const found = [...(policies ?? []), ...(optOuts ?? [])];
  let bytes = 0;
  for (const { path, bytes: size } of found) {
    const kind = kindOf(path);
    if (kind === null) {
      tellUnread(path, findings);
    } else if (size > limits.bytesPerFile) {
      const mend = kind === 'people' ? 'Split the roster into several files.' : 'No such document is that large.';
      findings.add({
        code: 'too-large',
        file: path,
        path: [],
        message: `The file is larger than ${mebibytes(limits.bytesPerFile)}.`,
        mend,
      });
    } else {
      bytes += size;
      selected.push([kind, path]);
    }
  }
  if (bytes > limits.bytes) return tooMuch(`The files are larger than ${mebibytes(limits.bytes)} in all.`, findings);
  if (selected.length > limits.files) return tooMuch(`There are more than ${limits.files} files.`, findings);
  return selected;
}

function tooMuch(message: string, findings: Findings): [] {
  findings.add({
    code: 'too-large',
    file: 'policies',
    path: [],
    message,
    mend: 'Delete lapsed opt-outs, or split the policy repository.',
  });
  return [];
}

function kindOf(path: string): SourceKind | null {
  if (path === POLICY_FILE) return 'policy';
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (!name.endsWith('.yaml') || name.startsWith('.')) return null;
  const folder = path.slice(0, slash);
  if (/^optouts(?:\/[^/]+)?$/.test(folder)) return 'opt-out';
  return FOLDERS[folder] ?? null;
}

/** Notes for people, and what Git keeps folders with, are no surprise. */
const NO_SURPRISE = /(?:^|\/)(?:\.[^/]*|CODEOWNERS|[^/]*\.md)$/;
/** Meant as a document: whoever stands in a roster that nobody reads would count as gone. */
const A_DOCUMENT = /\.ya?ml$/i;

function tellUnread(path: string, findings: Findings): void {
  if (NO_SURPRISE.test(path)) return;
  const mend = /\.yml$/i.test(path)
    ? `Rename it to end with \`.yaml\`.`
    : 'Documents are `policies/policy.yaml`, `policies/people/*.yaml`, `policies/systems/*.yaml`, `policies/roles/*.yaml`, `optouts/*.yaml` and `optouts/<system>/*.yaml`.';
  findings.add({
    severity: A_DOCUMENT.test(path) ? 'error' : 'warning',
    code: 'unknown-file',
    file: path,
    path: [],
    message: 'This file is not read: nothing is expected under this name.',
    mend,
  });
}

function mebibytes(bytes: number): string {
  const mib = bytes / (1024 * 1024);
  return mib >= 1 ? `${mib} MiB` : `${bytes} bytes`;
}

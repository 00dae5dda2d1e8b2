/** `leaver codeowners`: Leaver's own block in CODEOWNERS, from the owners that the policy names. */
import { blockOf, type Ownerships, ownershipsOf } from '../approval/codeowners.js';
import {
  blockLines,
  type CodeownersFinding,
  faultyLines,
  findBlock,
  linesOf,
  MOST_BYTES,
  type Overruling,
  overrulings,
  withBlock,
} from '../approval/codeowners-file.js';
import type { DesiredState } from '../core/model.js';
import type { Instant } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { Finding } from '../policy/finding.js';
import type { Files } from '../ports/ports.js';
import { type CodeownersTold, outlineOfCodeowners } from '../report/codeowners-outline.js';
import { UNPROVEN_BANNER } from '../report/plan-outline.js';
import type { Context } from './context.js';
import { load } from './load.js';
import type { CommandResult } from './result.js';

const FILE = '.github/CODEOWNERS';
/** Where GitHub looks only if there is none in `.github/`, in this order. */
const ELSEWHERE = ['CODEOWNERS', 'docs/CODEOWNERS'] as const;

export interface CodeownersOptions {
  /** Only says whether it is stale; nothing is written. */
  readonly check: boolean;
  /** The file as the command line names it, where the policy repository is a folder of a bigger clone. */
  readonly file: string | null;
}

/** How CODEOWNERS stands to the policy. */
export interface CodeownersState {
  readonly ownerships: Ownerships;
  /** The text as it is, and as it should be; null where it is absent, or can't be made. */
  readonly present: string | null;
  readonly wanted: string | null;
  /** Lines after the block that win over it; writing moves the block behind them. */
  readonly overruled: readonly Overruling[];
  readonly findings: readonly CodeownersFinding[];
}

/** Ends with 1 where something is to mend; with `check`, where the file is stale too. Throws `usage` for a wrong `file`. */
export async function codeownersCommand(context: Context, options: CodeownersOptions): Promise<CommandResult> {
  const now = context.clock.now();
  const loaded = await load(context, { systems: [], people: [] }, now);
  if (loaded.kind === 'invalid') return loaded.result;
  const prefix = (await context.clone.checkout())?.prefix ?? '';
  const site = siteOf(context, options.file, prefix);
  const before = await inspectCodeowners(site.read, loaded.desired, now, prefix);
  const { ownerships, present, wanted } = before;
  const failed = wanted === null || before.findings.some(({ severity }) => severity === 'error');
  const stale = wanted !== present;
  const written = stale && !failed && !options.check;
  if (written) await site.write(FILE, wanted);
  const outcome = failed ? 'faulty' : written ? 'written' : stale ? 'stale' : 'fresh';
  // Lines have other numbers once the block has moved.
  const { findings } = written ? await inspectCodeowners(site.read, loaded.desired, now, prefix) : before;
  const banner = loaded.desired.optOutPolicy.approvalSource === 'none' ? UNPROVEN_BANNER : null;
  const told: CodeownersTold = {
    outcome,
    file: FILE,
    paths: ownerships.paths,
    changes: wanted === null ? [] : changesOf(blockLines(present ?? ''), blockLines(wanted)),
    overruled: before.overruled,
    findings,
  };
  return {
    status: outcome === 'faulty' || outcome === 'stale' ? 1 : 0,
    told: { kind: 'outline', outline: { ...outlineOfCodeowners(told), banner } },
    json: { version: 1, ...told },
    findings: [...findings, ...(outcome === 'stale' ? [staleFinding(before.overruled)] : [])].map(asFinding),
  };
}

function asFinding({ severity, line, message, mend }: CodeownersFinding): Finding {
  return { severity, code: 'codeowners', file: FILE, line: line ?? 1, column: 1, path: '', message, mend };
}

function staleFinding([first]: readonly Overruling[]): CodeownersFinding {
  const message = 'The file does not say what the policy says.';
  return {
    severity: 'error',
    line: first?.line ?? null,
    message,
    mend: 'Run `leaver codeowners`, and commit the file.',
  };
}

/** Compares; nothing is written. `read` takes paths from the top of the clone and throws as `Files` do. */
export async function inspectCodeowners(
  read: Files['read'],
  desired: DesiredState,
  now: Instant,
  prefix: string,
): Promise<CodeownersState> {
  const ownerships = ownershipsOf(desired, now, prefix);
  const [present, root, docs] = await Promise.all([FILE, ...ELSEWHERE].map((path) => maybe(read, path)));
  const others = ELSEWHERE.filter((_, at) => [root, docs][at] != null);
  const lines = linesOf(present ?? '');
  const block = findBlock(lines);
  const own = blockOf(ownerships);
  const paths = ownerships.paths.map(({ path }) => path);
  const wanted = own === null || block.kind === 'broken' ? null : withBlock(present ?? '', own, paths);
  const findings = [
    ...ownerships.findings,
    ...othersFindings(others, present != null),
    ...sizeFindings(present ?? null),
    ...(block.kind === 'broken' ? [block.finding] : []),
    ...faultyLines(lines, block),
  ];
  return { ownerships, present: present ?? null, wanted, overruled: overrulings(lines, block, paths), findings };
}

interface Site {
  readonly read: Files['read'];
  readonly write: Files['write'];
}

function siteOf({ files, named }: Context, file: string | null, prefix: string): Site {
  if (file === null) {
    if (prefix === '') return { read: files.read, write: files.write };
    const message = `The policy repository is the folder ${prefix} of its clone, and GitHub reads ${FILE} at the clone's top.`;
    throw new LeaverError('usage', message, {
      mend: `Name it from where you are: --file ${FILE} at the clone's top, --file ${'../'.repeat(prefix.split('/').length - 1)}${FILE} here.`,
    });
  }
  const plain = file.replaceAll('\\', '/');
  const top = plain.slice(0, -FILE.length);
  if (!plain.endsWith(FILE) || (top !== '' && !top.endsWith('/'))) {
    throw new LeaverError('usage', `--file ${file} is not named ${FILE}.`, {
      mend: `GitHub reads ${FILE} first, whatever else there is.`,
    });
  }
  return {
    read: (path) => named.read(top + path),
    write: (path, text) => named.write(top + path, text),
  };
}

async function maybe(read: Files['read'], path: string): Promise<string | null> {
  try {
    return await read(path);
  } catch (error) {
    if (error instanceof LeaverError && error.code === 'file-missing') return null;
    throw error;
  }
}

/** GitHub reads the first file that it finds, and that one alone. */
function othersFindings(others: readonly string[], present: boolean): CodeownersFinding[] {
  return others.map((path) =>
    present
      ? {
          severity: 'warning',
          line: null,
          message: `${path} is not read by GitHub: ${FILE} hides it.`,
          mend: `Move its lines into ${FILE}, above Leaver's block, and delete it.`,
        }
      : {
          severity: 'error',
          line: null,
          message: `${path} is in force now, and a new ${FILE} would hide all that it says.`,
          mend: `Move it first: git mv ${path} ${FILE}`,
        },
  );
}

function sizeFindings(text: string | null): CodeownersFinding[] {
  if (text === null || Buffer.byteLength(text) < MOST_BYTES) return [];
  const message = 'The file is 3 MB or larger, so that GitHub does not read it.';
  return [{ severity: 'error', line: null, message, mend: 'Join lines by wildcards until it is smaller.' }];
}

function changesOf(before: readonly string[], after: readonly string[]): CodeownersTold['changes'] {
  const [old, fresh] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !fresh.has(line)).map((line) => ({ kind: 'removed', line }) as const),
    ...after.filter((line) => !old.has(line)).map((line) => ({ kind: 'added', line }) as const),
  ];
}

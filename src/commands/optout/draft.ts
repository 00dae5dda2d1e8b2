/** An opt-out that was drafted, as the file that it becomes, and what the policy says of it before it is written. */
import { isDeepStrictEqual } from 'node:util';
import { Document, isCollection, parse } from 'yaml';
import type { DesiredState } from '../../core/model.js';
import type { Instant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { Finding } from '../../policy/finding.js';
import { loadPolicy } from '../../policy/load.js';
import type { Files } from '../../ports/ports.js';
import type { Draft } from './flags.js';

/** `optouts/<system>/<id>.yaml` for one system, so that CODEOWNERS asks its owners; else `optouts/<id>.yaml`. */
export function fileOf({ id, systems }: Pick<Draft, 'id' | 'systems'>): string {
  const [only, ...others] = systems;
  return only !== undefined && others.length === 0 ? `optouts/${only}/${id}.yaml` : `optouts/${id}.yaml`;
}

/** The file's text. Throws `internal` where reading it back would not give the very draft. */
export function textOf(draft: Draft, file: string): string {
  const up = '../'.repeat(file.split('/').length - 1);
  const node = new Document(draft, { aliasDuplicateObjects: false, version: '1.2' });
  for (const key of ['guards', 'systems', 'entitlements']) {
    const value = node.get(key, true);
    if (isCollection(value)) value.flow = true;
  }
  const document = node.toString({ lineWidth: 0, flowCollectionPadding: false });
  if (!isDeepStrictEqual(parse(document), { ...draft })) {
    const mend = 'Write its file by hand, and tell the makers of Leaver.';
    throw new LeaverError('internal', 'The opt-out could not be put into YAML as it is.', { mend });
  }
  return `# yaml-language-server: $schema=${up}schemas/opt-out.schema.json\n${document}`;
}

export interface Reviewed {
  /** With the draft in it; null where it breaks more than itself. */
  readonly desired: DesiredState | null;
  /** What the policy says of the draft's file. */
  readonly findings: readonly Finding[];
}

/** Loads the policy as if the file were there already. */
export async function review(files: Files, file: string, text: string, at: Instant): Promise<Reviewed> {
  const { desired, findings } = await loadPolicy(withFile(files, file, text), { at });
  return { desired, findings: findings.filter((finding) => finding.file === file) };
}

function withFile(files: Files, file: string, text: string): Pick<Files, 'list' | 'read'> {
  return {
    list: async (folder, ending) => {
      const found = await files.list(folder, ending);
      if (!file.startsWith(`${folder}/`) || !file.endsWith(ending)) return found;
      const others = (found ?? []).filter(({ path }) => path !== file);
      const all = [...others, { path: file, bytes: Buffer.byteLength(text) }];
      return all.sort((one, other) => (one.path < other.path ? -1 : 1));
    },
    read: async (path) => (path === file ? text : files.read(path)),
  };
}

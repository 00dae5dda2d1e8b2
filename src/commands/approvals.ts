/** Who approved which opt-out, proved at the policy repository's host and in its history. */
import { proveApprovals as prove } from '../approval/prove.js';
import { inSeconds } from '../core/clock-trust.js';
import type { DesiredState } from '../core/model.js';
import type { Approval } from '../core/observation.js';
import type { Instant } from '../core/time.js';
import { LeaverError } from '../errors.js';
import { loadPolicy } from '../policy/load.js';
import { readOptOutText } from '../policy/opt-outs.js';
import type { Clone } from '../ports/clone.js';
import type { Files } from '../ports/ports.js';
import { count } from '../report/words.js';
import type { Context } from './context.js';

export interface Proved {
  /** One for each opt-out; none where the policy asks for no proof. */
  readonly approvals: readonly Approval[];
  /** How many requests the host was asked for it. */
  readonly requests: number;
  /** The host's clock, as an observation tells its system's; null where it was not asked. */
  readonly clockSkew: number | null;
}

const NOTHING: Proved = { approvals: [], requests: 0, clockSkew: null };

/** Proves each opt-out's approval. What can't be read is `unverifiable`, never thrown. */
export async function proveApprovals(context: Context, desired: DesiredState): Promise<Proved> {
  const { optOuts, optOutPolicy } = desired;
  if (optOutPolicy.approvalSource === 'none' || optOuts.length === 0) return NOTHING;
  context.progress(`proving the approval of ${count(optOuts.length, 'opt-out')} …`);
  let requests = 0;
  let skew: number | null = null;
  const approvals = await prove(optOuts, {
    clone: context.clone,
    host: async () => {
      const host = await context.host();
      const before = host.requests();
      return {
        pullRequestsOf: async (landings) => {
          try {
            return await host.pullRequestsOf(landings);
          } finally {
            requests += host.requests() - before;
            skew = host.clockSkew();
          }
        },
      };
    },
    textOf: (file) => context.files.read(file),
    readOptOut: readOptOutText,
    today: desired,
    policiesAt: policiesAt(context.clone, context.clock.now()),
  });
  return { approvals, requests, clockSkew: inSeconds(skew) };
}

/** Policies by commit, each loaded once for all commits that have the same one. */
function policiesAt(clone: Clone, now: Instant) {
  const loaded = new Map<string, Promise<DesiredState | null>>();
  return async (commits: readonly string[]) => {
    const found = await clone.objectsAt(commits.map((commit) => ({ commit, path: 'policies' })));
    const trees = new Map(commits.map((commit, index) => [commit, found[index] ?? null]));
    return async (commit: string): Promise<DesiredState | null> => {
      const tree = trees.has(commit) ? trees.get(commit) : (await clone.objectsAt([{ commit, path: 'policies' }]))[0];
      if (tree == null) return null;
      const there = loaded.get(tree) ?? loadAt(clone, commit, now);
      loaded.set(tree, there);
      return there;
    };
  };
}

async function loadAt(clone: Clone, commit: string, now: Instant): Promise<DesiredState | null> {
  const files = await clone.filesBelow(commit, 'policies');
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  if (!texts.has('policies/policy.yaml')) return null;
  const committed: Pick<Files, 'list' | 'read'> = {
    list: async (folder) => (folder === 'policies' ? files : null),
    read: async (path) => {
      const text = texts.get(path);
      if (text != null) return text;
      throw new LeaverError('not-text', `${path} is no UTF-8 text`);
    },
  };
  const { desired, findings } = await loadPolicy(committed, { at: now });
  if (desired !== null) return desired;
  const first = findings.find(({ severity }) => severity === 'error');
  throw new LeaverError('invalid-policy', `it does not validate: ${first?.file} ${first?.message}`);
}

import { git, lines } from './git.js';
import { type Objects, objectsIn } from './objects.js';
import { inTurn, settle } from './settle.js';
import type { HostedPull, HostedRepository } from './state.js';

/** A hosted repository while one query is answered from it. */
export interface OpenedRepository {
  readonly repository: HostedRepository;
  readonly objects: Objects;
  /** The commits of the default branch's history. */
  onDefaultBranch(): Promise<ReadonlySet<string>>;
}

/** Opens each repository once; `close` ends what reads them. */
export function openedRepositories(now: Date) {
  const opened = new Map<HostedRepository, Promise<OpenedRepository>>();
  const closers: (() => void)[] = [];
  const start = async (repository: HostedRepository): Promise<OpenedRepository> => {
    await inTurn(repository, () => settle(repository, now));
    const objects = objectsIn(repository.git);
    closers.push(objects.close);
    let history: Promise<ReadonlySet<string>> | null = null;
    return {
      repository,
      objects,
      onDefaultBranch: () => {
        history ??= historyOf(repository);
        return history;
      },
    };
  };
  return {
    open: (repository: HostedRepository): Promise<OpenedRepository> => {
      const known = opened.get(repository) ?? start(repository);
      opened.set(repository, known);
      return known;
    },
    close: (): void => {
      for (const close of closers) close();
    },
  };
}

/** All commits of the default branch. */
export async function historyOf({ git: folder, defaultBranch }: HostedRepository): Promise<ReadonlySet<string>> {
  return new Set(lines(await git(folder, ['rev-list', `refs/heads/${defaultBranch}`])));
}

/**
 * The merged pull requests that brought a commit in; for a commit that the default branch lacks also open ones that
 * hold it (GraphQL reference, `Commit.associatedPullRequests`; "List pull requests associated with a commit").
 */
export function pullsBehind({ pulls }: HostedRepository, commit: string, onDefault: boolean): readonly HostedPull[] {
  return pulls.filter((pull) => {
    if (pull.mergedAt !== null) return pull.landed.includes(commit) || (!onDefault && pull.commits.includes(commit));
    return !onDefault && pull.state === 'open' && pull.commits.includes(commit);
  });
}

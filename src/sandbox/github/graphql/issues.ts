import type { HostedIssue, HostedRepository } from '../hosted/state.js';
import { nodeId } from '../show.js';
import { connection } from './connection.js';
import { type Field, FieldError, field, type GraphObject, plain } from './execute.js';
import { guarded, missing, type Scene } from './scene.js';

/** GitHub pins no more ("Pinning an issue to your repository"). */
const MOST_PINNED = 3;

/** The fields of a repository that tell of its issues. */
export function issueFields(scene: Scene, name: string): Readonly<Record<string, Field>> {
  const repository = scene.state.hosted.get(name.toLowerCase());
  return {
    issue: guarded(
      scene,
      'issues',
      field(['number'], ({ number }) => {
        const found = repository?.issues.find((one) => one.number === number);
        if (found === undefined) throw missing('an Issue', 'number', number);
        return issue(found);
      }),
    ),
    pinnedIssues: guarded(
      scene,
      'issues',
      connection<HostedIssue>([], scene.shortPage, {
        type: 'PinnedIssueConnection',
        edgeType: 'PinnedIssueEdge',
        entries: () => repository?.issues.filter(({ pinned }) => pinned) ?? [],
        node: (one) => ({ type: 'PinnedIssue', fields: { issue: field([], () => issue(one)) } }),
      }),
    ),
  };
}

function issue(one: HostedIssue): GraphObject {
  return {
    type: 'Issue',
    fields: {
      id: plain(nodeId('I', one.id)),
      databaseId: plain(one.id),
      number: plain(one.number),
      title: plain(one.title),
      isPinned: plain(one.pinned),
      locked: plain(one.locked),
    },
  };
}

/** The root of what changes something: as much as Leaver asks for. */
export function mutation(scene: Scene): GraphObject {
  return {
    type: 'Mutation',
    fields: {
      pinIssue: guarded(
        scene,
        'issues',
        field(['input'], ({ input }) => pin(scene, (input as { issueId?: unknown } | null)?.issueId)),
        false,
      ),
    },
  };
}

function pin(scene: Scene, id: unknown): GraphObject {
  for (const repository of scene.state.hosted.values()) {
    const found = repository.issues.find((one) => nodeId('I', one.id) === id);
    if (found !== undefined) return pinned(scene, repository, found);
  }
  throw missing('a node', 'global id', id);
}

function pinned(scene: Scene, repository: HostedRepository, found: HostedIssue): GraphObject {
  if (found.pinned) throw new FieldError('UNPROCESSABLE', 'Issue is already pinned');
  if (repository.issues.filter((one) => one.pinned).length >= MOST_PINNED) {
    throw new FieldError('UNPROCESSABLE', `Maximum ${MOST_PINNED} pinned issues per repository`);
  }
  found.pinned = true;
  scene.changed(`repository/${repository.name}/issue/${found.number}/pin`);
  return { type: 'PinIssuePayload', fields: { issue: field([], () => issue(found)) } };
}

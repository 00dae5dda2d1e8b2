import { stringify } from 'yaml';
import type { JournalEvent } from '../../src/audit/journal.js';
import { announceCommand } from '../../src/commands/announce.js';
import type { Context } from '../../src/commands/context.js';
import { openChannel } from '../../src/notify/registry.js';
import { nodeFiles } from '../../src/ports/node.js';
import { policyFiles } from '../approval/policy-repository.js';
import type { Host } from '../fixtures/hosted.js';
import { optOutOf, temporaryFolder, type Written, writeFiles } from '../fixtures/repositories.js';
import { type HttpReceiver, httpReceiver } from '../notify/receivers.js';
import { BOT, hostedWorld, runOn } from './hosted-world.js';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four bytes or more').toString('base64')}`;
const NOTIFY = [
  { id: 'security', kind: 'webhook' },
  { id: 'board', kind: 'issues', topics: ['opt-outs', 'failures'] },
];

export interface World {
  readonly host: Host;
  readonly receiver: HttpReceiver;
  /** Where the pull request's files lie. */
  readonly proposed: string;
  readonly context: Context;
  announce(pullRequest?: number): ReturnType<typeof announceCommand>;
  events(): Promise<readonly JournalEvent[]>;
}

/** The base with two channels, and a checkout of a pull request that so far changes nothing. */
export async function world(notify: readonly Written[] = NOTIFY): Promise<World> {
  const parts = { policy: { notify } };
  const host = await hostedWorld(parts);
  const receiver = await httpReceiver();
  const proposed = temporaryFolder();
  writeFiles(proposed, policyFiles(parts));
  const environment = {
    ...host.environmentOf(BOT),
    LEAVER_NOTIFY_SECURITY_URL: receiver.url,
    LEAVER_NOTIFY_SECURITY_SECRET: SECRET,
  };
  const run = runOn(host);
  const context: Context = {
    ...run,
    cause: { event: 'pull_request_target', url: 'https://github.com/acme/policy/actions/runs/5' },
    repository: 'https://github.com/acme/policy',
    channel: (settings) => openChannel(settings, { environment, clock: host.clock, host: run.host }),
  };
  return {
    ...{ host, receiver, proposed, context },
    announce: (pullRequest = 41) => announceCommand(context, { proposed: nodeFiles(proposed), pullRequest }),
    events: () => context.journal('file').read(),
  };
}

export const open = ({ proposed }: World, more: Written = {}) => {
  const document = optOutOf(more);
  writeFiles(proposed, { [`optouts/${document.id}.yaml`]: stringify(document) });
};

/** What the receiver of the channel `security` was told, an item each. */
export function told({
  receiver,
}: World): { kind: string; subject: string; facts: [string, string][]; link: string | null }[] {
  return receiver.taken.flatMap(({ body }) => JSON.parse(body).data.items);
}

export const comments = ({ host }: World) => host.repository.comments.map(({ body }) => body);

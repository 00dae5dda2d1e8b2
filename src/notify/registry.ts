/** Opens a channel by its kind. What a kind brings along is loaded only when it is used. */
import type { ChannelSettings } from '../core/model.js';
import type { Host } from '../ports/host.js';
import type { Clock, Environment } from '../ports/ports.js';
import type { Channel } from './channel.js';

export interface ChannelWorld {
  readonly environment: Environment;
  readonly clock: Clock;
  /** Where the policy repository lies. */
  readonly host: () => Promise<Host>;
}

/** Throws `missing-credential`, `wrong-credential`, and what opening the host throws. Nothing is sent yet. */
export async function openChannel(
  settings: ChannelSettings,
  { environment, clock, host }: ChannelWorld,
): Promise<Channel> {
  const { id } = settings;
  switch (settings.kind) {
    case 'slack':
      return (await import('./slack.js')).slackChannel({ id, environment, clock });
    case 'webhook':
      return (await import('./webhook.js')).webhookChannel({ id, environment, clock });
    case 'email': {
      const { from, to } = settings;
      return (await import('./email.js')).emailChannel({ id, from, to, environment, clock });
    }
    case 'issues':
      return (await import('./issues.js')).issuesChannel({ settings, host: await host() });
  }
}

import { openBucket } from '../../../src/audit/sinks/s3-client.js';
import { s3Sink } from '../../../src/audit/sinks/s3-sink.js';
import { s3 } from '../../../src/sandbox/s3/index.js';
import { serve } from '../../../src/sandbox/server.js';
import { directClient, looking } from './s3-buckets.js';
import { type S3Harness, s3Suite } from './s3-suite.js';
import { environmentFor, SETTINGS, virtualClock } from './s3-world.js';

s3Suite('the embedded S3', async (): Promise<S3Harness> => {
  const clock = virtualClock();
  const buckets = [
    { name: 'acme-log', lock: { default: null } },
    { name: 'acme-default', lock: { default: { mode: 'COMPLIANCE', days: 30 } as const } },
    { name: 'acme-open', lock: null, versioned: true },
  ];
  const server = await serve(s3('s3', { buckets }), clock);
  const direct = directClient(server.url);
  const environment = environmentFor(server.url);
  return {
    open: (settings = {}) => {
      const whole = { ...SETTINGS, ...settings };
      return s3Sink(whole, { bucket: openBucket(whole, { environment, clock }), clock });
    },
    now: () => clock.now(),
    ...looking(direct),
    lockOf: async (bucket, key) => server.system.state.buckets.get(bucket)?.objects.get(key)?.at(-1)?.lock ?? null,
    loseReply: () => server.faults.add({ fault: { kind: 'lost-reply' }, method: 'PUT', times: 1 }),
    stop: async () => {
      direct.destroy();
      await server.stop();
    },
  };
});

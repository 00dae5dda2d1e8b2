/**
 * The suite of copies in S3 against moto, started by scripts/conformance/moto.ts. Between the two stands a server that loses
 * replies, as the embedded one does.
 */
import { openBucket } from '../../src/audit/sinks/s3-client.js';
import { s3Sink } from '../../src/audit/sinks/s3-sink.js';
import { nodeClock } from '../../src/ports/node.js';
import { type EmbeddedSystem, serve } from '../../src/sandbox/server.js';
import { directClient, looking, makeBuckets } from '../audit/sinks/s3-buckets.js';
import { type S3Harness, s3Suite } from '../audit/sinks/s3-suite.js';
import { environmentFor, SETTINGS } from '../audit/sinks/s3-world.js';

const MOTO = process.env.LEAVER_MOTO_URL ?? '';
if (MOTO === '') throw new Error('LEAVER_MOTO_URL is not set: run npm run test:conformance:aws');

s3Suite('moto', async (): Promise<S3Harness> => {
  const emptied = await fetch(`${MOTO}/moto-api/reset`, { method: 'POST' });
  if (!emptied.ok) throw new Error(`moto was not emptied: ${emptied.status}`);
  const direct = directClient(MOTO);
  await makeBuckets(direct);
  const server = await serve(forwarding(MOTO), nodeClock);
  const environment = environmentFor(server.url);
  // moto compares with the real time.
  const clock = { now: () => nodeClock.now(), sleep: async () => {} };
  return {
    open: (settings = {}) => {
      const whole = { ...SETTINGS, ...settings };
      return s3Sink(whole, { bucket: openBucket(whole, { environment, clock }), clock });
    },
    now: () => clock.now(),
    ...looking(direct),
    loseReply: () => server.faults.add({ fault: { kind: 'lost-reply' }, method: 'PUT', times: 1 }),
    stop: async () => {
      direct.destroy();
      await server.stop();
    },
  };
});

const NOT_PASSED: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
]);

function forwarding(url: string): EmbeddedSystem<null> {
  return {
    id: 's3',
    state: null,
    async handle({ method, path, query, headers, body }) {
      const passed = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
        NOT_PASSED.has(name) ? [] : [[name, value ?? '']],
      );
      const answer = await fetch(`${url}${path}?${query}`, {
        method,
        headers: Object.fromEntries(passed),
        ...(body === '' ? {} : { body }),
      });
      const kept = [...answer.headers].filter(([name]) => !NOT_PASSED.has(name));
      return { status: answer.status, headers: Object.fromEntries(kept), body: await answer.text() };
    },
  };
}

/** Where channels and copies of the log lead, with planted secrets in their addresses, and all that these were given. */
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/ports/ports.js';
import { currentOf, s3 } from '../../src/sandbox/s3/index.js';
import { serve } from '../../src/sandbox/server.js';
import { httpReceiver, mailReceiver } from '../notify/receivers.js';
import { ADDRESSES, ECHO, TOKENS } from './planted.js';

export const NOTIFY = [
  { id: 'chat', kind: 'slack' },
  { id: 'pager', kind: 'webhook' },
  { id: 'mail', kind: 'email', from: 'leaver@acme.example', to: ['security@acme.example'] },
  { id: 'board', kind: 'issues' },
];
export const SINKS = [
  { id: 'archive', kind: 's3', bucket: 'acme-log', region: 'eu-central-1', retention: 'P400D' },
  { id: 'mirror', kind: 'file', path: 'audit/log.jsonl' },
];

export interface PlantedReceivers {
  readonly environment: Readonly<Record<string, string>>;
  /** From then on each answers so, and repeats every secret: its own address too. */
  refuse(status: number): void;
  /** What the channels were told, and what lies in the bucket. */
  given(): { readonly messages: readonly string[]; readonly copies: readonly string[] };
}

export async function plantedReceivers(clock: Clock): Promise<PlantedReceivers> {
  const [chat, pager] = [await httpReceiver(ADDRESSES.chat), await httpReceiver(ADDRESSES.pager)];
  let isRefusing = false;
  const mail = await mailReceiver({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) => {
      const said = `535 no ${username} with ${password}; ${ECHO.slice(0, 5).join(' ; ')}`;
      return isRefusing ? done(new Error(said)) : done(null, { user: username });
    },
  });
  const bucket = await serve(s3('s3', { buckets: [{ name: 'acme-log', lock: { default: null } }] }), clock);
  onTestFinished(() => bucket.stop());
  return {
    environment: {
      LEAVER_NOTIFY_CHAT_URL: chat.url,
      LEAVER_NOTIFY_PAGER_URL: pager.url,
      LEAVER_NOTIFY_MAIL_URL: `smtp://robot:${ADDRESSES.mail}@127.0.0.1:${mail.port}`,
      AWS_ENDPOINT_URL_S3: bucket.url,
    },
    refuse: (status) => {
      isRefusing = true;
      for (const { url, answers } of [chat, pager]) {
        const body = [url, ...Object.values(ADDRESSES), ...ECHO].join(' ; ');
        answers.push(...Array.from({ length: 1000 }, () => ({ status, body })));
      }
      const said = escaped(ECHO.join(' ; '));
      const body = `<Error><Code>Odd</Code><Message>${said}</Message><RequestId>${escaped(TOKENS.GITHUB_TOKEN)}</RequestId></Error>`;
      bucket.faults.add({ fault: { kind: 'status', status, headers: {}, body } });
    },
    given: () => {
      const kept = bucket.system.state.buckets.get('acme-log');
      return {
        messages: [
          // Whoever is told knows the address that it came by.
          ...[...chat.taken, ...pager.taken].map(({ headers, body }) => JSON.stringify([headers, body])),
          ...mail.mails.map(({ source }) => source),
        ],
        copies:
          kept === undefined ? [] : [...kept.objects.keys()].map((key) => `${key}\n${currentOf(kept, key)?.text}`),
      };
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

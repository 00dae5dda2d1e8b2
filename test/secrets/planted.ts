/** Credentials that are planted wherever a run could pick them up, and how to find them again. */
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const PEM = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
  .trim();

/** By their variables. None looks like a format that is known, but for the key: their names must do. */
export const TOKENS = {
  GITHUB_TOKEN: 'planted-workflow-token/+0123456789==',
  LEAVER_GITHUB_TOKEN: 'planted-organization_token.9876543210',
  AWS_SECRET_ACCESS_KEY: 'plAntedSecret/ofAKey+thatSigns/0123456789',
  AWS_SESSION_TOKEN: 'plAntedSessionToken//+ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789==',
  LEAVER_WEBHOOK_URL: 'https://hooks.example/planted/T0AAA/B0BBB?key=9x8y7z6w5v',
  LEAVER_OF_NO_KNOWN_NAME: 'planted in a variable that some settings name',
  LEAVER_NOTIFY_PAGER_SECRET: `whsec_${Buffer.from('planted, and signs what the pager is told').toString('base64')}`,
  OKTA_API_KEY: '00planted<key>"with\'signs&more_0123',
} as const;

/** In the addresses of channels: of Slack and of a webhook all that follows the host, of a mail server the password. */
export const ADDRESSES = {
  chat: '/services/T0PLANTED0/B0PLANTED0/plantedInTheAddressOfAChannel',
  pager: '/in/planted-address.of_a_receiver~0123456789',
  mail: 'planted-password.of_a_mail_server~0123456789',
} as const;

export const APP = {
  LEAVER_GITHUB_APP_ID: '811',
  LEAVER_GITHUB_APP_INSTALLATION_ID: '801',
  LEAVER_GITHUB_APP_PRIVATE_KEY: PEM.replaceAll('\n', '\\n'),
};

/** In no variable: formats that name themselves. */
export const PASTED = {
  classic: 'ghp_PLANTEDPLANTEDPLANTEDPLANTEDPLANT01',
  fineGrained: 'github_pat_11PLANTED0123456789_plantedplantedplantedplantedplantedplanted0123456789abcdef',
  aws: 'AKIAPLANTEDPLANTED01 plantedPLANTEDplantedPLANTEDplanted/+012',
  slack: 'xoxb-123456789012-plantedplantedplanted',
  jwt: 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJwbGFudGVkIn0.plantedSignature_planted-Signature',
  key: PEM,
} as const;

/** What servers are sent. */
const SENT: readonly string[] = [...Object.values(TOKENS), ...Object.values(PASTED)];
export const ALL: readonly string[] = [...SENT, ...Object.values(ADDRESSES)];

/** What a server could make of what it was sent; of what it was not sent it can't know other forms. */
export const ECHO = [
  ...SENT.flatMap((secret) => [secret, `Bearer ${secret}`, JSON.stringify(secret), secret.replaceAll('\n', '\\n')]),
  ...Object.values(TOKENS).flatMap((secret) => [
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`x-access-token:${secret}`).toString('base64'),
  ]),
];

const WINDOW = 16;

/** Which of them a text holds, whole or in part, plain or encoded; each by its beginning. */
export function leakedIn(text: string, secrets: readonly string[] = ALL): string[] {
  const bare = text.replace(/\\+(?=[^\w\s])/g, '').replaceAll('<!-- -->', '');
  const found = secrets.filter((secret) =>
    traces(secret).some((trace) => text.includes(trace) || bare.includes(trace)),
  );
  return found.map((secret) => secret.slice(0, 30));
}

/** Pieces of a secret that no text has by chance. */
function traces(secret: string): string[] {
  const lines = secret
    .split(/\n|\s(?=plantedPLANTED)/)
    .filter((line) => line.length >= WINDOW && !/^-----|^AKIA/.test(line));
  const forms = lines.flatMap((line) => {
    const shifted = ['', 'x', 'xy'].map((before) => {
      const text = Buffer.from(before + line).toString('base64');
      return text.slice(before.length + 2, text.replace(/=+$/, '').length - 2);
    });
    return [line, encodeURIComponent(line), ...shifted];
  });
  return forms.flatMap((form) => {
    const starts = Array.from({ length: Math.ceil((form.length - WINDOW + 1) / 3) }, (_, at) => at * 3);
    return starts.map((at) => form.slice(at, at + WINDOW));
  });
}

/** All that lies below a folder, but for what Git keeps. */
export function written(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/(^|\/)\.git\//.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => `${path}\n${readFileSync(path, 'utf8')}`)
    .join('\n');
}

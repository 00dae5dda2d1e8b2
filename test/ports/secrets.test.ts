import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialsIn, redactedValue, redactor, redactorOf } from '../../src/ports/secrets.js';
import { csv, html, markdown, plain } from '../../src/text/escape.js';

const ENVIRONMENT = {
  ACME_GITHUB_PAT: 'ghp_0123456789',
  database_password: ' correct horse battery ',
  SCIM_API_KEY: 'k-0123456789ab',
  GITHUB_REPOSITORY: 'acme/access-policy',
  SHORT_TOKEN: 'abc',
};

describe('law 13: no secret anywhere', () => {
  it('knows credentials by the names that are usual for them, and leaves alone what is none', () => {
    expect(credentialsIn(ENVIRONMENT)).toEqual(['ghp_0123456789', 'correct horse battery', 'k-0123456789ab']);
  });

  it('takes every variable of its own for a credential, but for ids and places', () => {
    const environment = {
      LEAVER_ACME: 'named-by-some-settings',
      LEAVER_GITHUB_APP_ID: '123456789012',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/run/secrets/identity',
      SLACK_WEBHOOK_URL: 'https://hooks.example/T0/B0/x',
    };
    expect(credentialsIn(environment)).toEqual(['named-by-some-settings', 'https://hooks.example/T0/B0/x']);
  });

  it('takes the time of an event for none, which stands in the log, and which others choose', () => {
    expect(credentialsIn({ LEAVER_TRIGGERED_AT: '2026-11-23T08:59:58.120Z' })).toEqual([]);
  });

  it('takes them out of a text, also as JSON writes them', () => {
    const key = '-----BEGIN KEY-----\nMIIB\n-----END KEY-----';
    const redact = redactor({ ...ENVIRONMENT, APP_PRIVATE_KEY: key });
    expect(redact('said ghp_0123456789 of acme/access-policy')).toBe('said *** of acme/access-policy');
    expect(redact(JSON.stringify({ why: key }))).toBe('{"why":"***"}');
  });

  const pem = generateKeyPairSync('rsa', { modulusLength: 1024 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
    .trim();

  it.each([
    ['as a file', pem],
    ['on one line, as secrets stores keep it', pem.replaceAll('\n', '\\n')],
  ])('leaves no line of a key that is kept %s, however it is shown', (_, kept) => {
    const redact = redactor({ LEAVER_GITHUB_APP_PRIVATE_KEY: kept });
    // Of the last one hardly anything may be left over.
    const lines = pem.split('\n').slice(1, -2);
    const shown = [
      pem,
      pem.replace(/\s+/g, ' '),
      pem.replaceAll('\n', '\\n'),
      JSON.stringify(JSON.stringify(pem)),
      `${pem.slice(0, 200)}…`,
      lines.join(''),
      `line 3 says ${lines[2]}`,
      encodeURIComponent(pem),
      markdown(pem),
      html(pem),
    ];
    for (const text of shown) {
      const told = redact(text);
      const bare = told.replace(/\\\+/g, '+').replaceAll('%2F', '/').replaceAll('%2B', '+');
      expect(lines.filter((line) => bare.includes(line.slice(0, 24)))).toEqual([]);
      expect(told).toContain('***');
    }
  });

  it('takes any value out in whatever form it is shown, and nothing else', () => {
    const printable = fc.string({ unit: fc.constantFrom(...SIGNS), minLength: 12, maxLength: 40 });
    const secret = printable.filter((text) => text.trim() === text && !text.includes('\\n') && !/\s{2}/.test(text));
    fc.assert(
      fc.property(secret, (value) => {
        const redact = redactorOf([value]);
        for (const [form, show] of Object.entries(FORMS)) {
          const around = redact(`[${show(value)}]`);
          expect(around, form).toContain('***');
          expect(around.length, form).toBeLessThanOrEqual(`[***]`.length + (form.startsWith('base64') ? 12 : 4));
        }
        expect(redact('an ordinary sentence, as long as a value')).toBe('an ordinary sentence, as long as a value');
      }),
      { numRuns: 200 },
    );
  });

  it('takes it out of every text of a value', () => {
    const redact = redactorOf(['a-secret-value']);
    expect(redactedValue({ a: ['x a-secret-value'], b: { c: 'a-secret-value', d: 1, e: null } }, redact)).toEqual({
      a: ['x ***'],
      b: { c: '***', d: 1, e: null },
    });
  });

  it.each([
    ...[
      'eyJ',
      'eyJaaaaaaaa.',
      '.eyJaaaaaaaa',
      'ghp_',
      'ghp\\_',
      'xoxb-',
      '://a:',
      'bearer ',
      'IQoJb3JpZ2lu',
      'AKIA',
      'k-',
    ],
    ...[
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\nMIIBVAIB',
      'MIIBVAIB\n',
      '\\n',
      'secret_access_key=',
    ],
  ])('looks at a large text of nothing but %j in a time that grows with it', (part) => {
    const redact = redactor(ENVIRONMENT);
    const time = (length: number) => {
      const text = part.repeat(length / part.length);
      const begin = process.cpuUsage();
      redact(text);
      const { user, system } = process.cpuUsage(begin);
      return user + system;
    };
    time(100_000);
    // Sixteen times the text: 256 times the time if all of it were read again from every place.
    expect(time(3_200_000) / Math.max(time(200_000), 2_000)).toBeLessThan(80);
  });
});

const SIGNS = [...'abcXYZ019 !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'];

const FORMS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  terminal: plain,
  json: (text) => JSON.stringify(text).slice(1, -1),
  'json in json': (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  markdown,
  html,
  csv,
  url: encodeURIComponent,
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64 of a sign-in': (text) => Buffer.from(`x:${text}`).toString('base64'),
  'base64 of another': (text) => Buffer.from(`u:${text}`).toString('base64'),
  'base64 of a third': (text) => Buffer.from(`:${text}`).toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
};

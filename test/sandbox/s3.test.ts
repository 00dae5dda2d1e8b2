/** The embedded S3 as any client of S3 sees it: where it refuses what S3 refuses. */
import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Instant } from '../../src/core/time.js';
import { type S3Seed, s3 } from '../../src/sandbox/s3/index.js';
import { serve } from '../../src/sandbox/server.js';

const NOW = Date.UTC(2026, 10, 23, 9) as Instant;
const SIGNED = {
  authorization: 'AWS4-HMAC-SHA256 Credential=AKIAQQQQQQQQQQQQQQQQ/20261123/eu-central-1/s3/aws4_request',
};
const TOMORROW = new Date(NOW + 24 * 60 * 60_000).toISOString();
const LOCK = { 'x-amz-object-lock-mode': 'COMPLIANCE', 'x-amz-object-lock-retain-until-date': TOMORROW };

function sum(text: string): Record<string, string> {
  return { 'x-amz-checksum-sha256': createHash('sha256').update(text).digest('base64') };
}

async function running(seed: Partial<S3Seed> = {}) {
  const buckets = [
    { name: 'locked', lock: { default: null } },
    { name: 'open', lock: null },
  ];
  const clock = { now: () => NOW, sleep: async () => {} };
  const server = await serve(s3('s3', { buckets, ...seed }), clock);
  onTestFinished(() => server.stop());
  const ask = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
    const init = { method, headers: { ...SIGNED, ...headers }, ...(body === undefined ? {} : { body }) };
    const answer = await fetch(server.url + path, init);
    const text = await answer.text();
    const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? null;
    return { status: answer.status, code, text, version: answer.headers.get('x-amz-version-id') };
  };
  return { server, ask };
}

describe('PutObject', () => {
  test('when the object is there and none may be, is refused and changes nothing', async () => {
    const { server, ask } = await running();
    expect(await ask('PUT', '/open/a', { 'if-none-match': '*' }, 'one')).toMatchObject({ status: 200 });
    const again = await ask('PUT', '/open/a', { 'if-none-match': '*' }, 'two');
    expect(again).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    expect((await ask('GET', '/open/a')).text).toBe('one');
    expect(server.changes).toHaveLength(1);
    expect(await ask('PUT', '/open/a', { 'if-none-match': '"etag"' }, 'two')).toMatchObject({ status: 501 });
  });

  test.each([
    ['a lock without its end', { 'x-amz-object-lock-mode': 'COMPLIANCE', ...sum('text') }, 'InvalidArgument'],
    ['a lock of another kind', { ...LOCK, 'x-amz-object-lock-mode': 'FOREVER', ...sum('text') }, 'InvalidArgument'],
    [
      'a lock in the past',
      { ...LOCK, 'x-amz-object-lock-retain-until-date': '2026-11-22T00:00:00Z', ...sum('text') },
      'InvalidArgument',
    ],
    ['a lock without a checksum', LOCK, 'InvalidRequest'],
    ['another checksum', sum('other'), 'BadDigest'],
    ['another payload than was signed', { 'x-amz-content-sha256': 'a'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
  ])('when it comes with %s, is refused', async (_, headers, code) => {
    const { server, ask } = await running();
    expect(await ask('PUT', '/locked/a', headers, 'text')).toMatchObject({ status: 400, code });
    expect(server.changes).toEqual([]);
  });

  test('when the bucket has no Object Lock, refuses a lock', async () => {
    const { ask } = await running();
    const refused = await ask('PUT', '/open/a', { ...LOCK, ...sum('text') }, 'text');
    expect(refused).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  test('when the bucket has Object Lock, keeps each version', async () => {
    const { ask } = await running();
    const one = await ask('PUT', '/locked/a', {}, 'one');
    const two = await ask('PUT', '/locked/a', {}, 'two');
    expect(one.version).not.toBe(two.version);
    expect((await ask('GET', '/locked/a')).text).toBe('two');
    expect((await ask('DELETE', `/locked/a?versionId=${two.version}`)).status).toBe(204);
    expect((await ask('GET', '/locked/a')).text).toBe('one');
  });
});

describe('DeleteObject', () => {
  test('when a version is locked, is refused; a marker hides it and takes nothing away', async () => {
    const { ask } = await running();
    const { version } = await ask('PUT', '/locked/a', { ...LOCK, ...sum('text') }, 'text');
    expect(await ask('DELETE', `/locked/a?versionId=${version}`)).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect((await ask('DELETE', '/locked/a')).status).toBe(204);
    expect(await ask('GET', '/locked/a')).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect((await ask('GET', '/locked?list-type=2')).text).toContain('<KeyCount>0</KeyCount>');
    expect(await ask('DELETE', `/locked/a?versionId=${version}`)).toMatchObject({ status: 403 });
  });
});

describe('ListObjectsV2', () => {
  test('gives keys below a prefix and after a text, in order and in pages', async () => {
    const { ask } = await running();
    for (const key of ['log/3', 'log/1', 'log/2', 'other/1']) await ask('PUT', `/open/${key}`, {}, 'text');
    const keys = (text: string) => [...text.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => key);
    const first = await ask('GET', '/open?list-type=2&prefix=log/&max-keys=2');
    expect(keys(first.text)).toEqual(['log/1', 'log/2']);
    const token = /<NextContinuationToken>([^<]+)</.exec(first.text)?.[1];
    const second = await ask('GET', `/open?list-type=2&prefix=log/&max-keys=2&continuation-token=${token}`);
    expect(keys(second.text)).toEqual(['log/3']);
    expect(second.text).toContain('<IsTruncated>false</IsTruncated>');
    expect(keys((await ask('GET', '/open?list-type=2&prefix=log/&start-after=log/2')).text)).toEqual(['log/3']);
  });
});

describe('who may', () => {
  test('when nobody signed, or with a refused key, is turned away', async () => {
    const { ask } = await running({ refused: ['AKIAQQQQQQQQQQQQQQQQ'] });
    expect(await ask('GET', '/open/a', { authorization: '' })).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await ask('GET', '/open/a')).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
  });

  test('when only some actions are allowed, a lock needs one of its own', async () => {
    const { ask } = await running({ allowed: ['s3:PutObject'] });
    expect(await ask('PUT', '/locked/a', {}, 'text')).toMatchObject({ status: 200 });
    expect(await ask('PUT', '/locked/a', { ...LOCK, ...sum('text') }, 'text')).toMatchObject({ code: 'AccessDenied' });
    expect(await ask('GET', '/locked/a')).toMatchObject({ code: 'AccessDenied' });
    expect(await ask('GET', '/locked?list-type=2')).toMatchObject({ code: 'AccessDenied' });
    expect(await ask('DELETE', '/locked/a')).toMatchObject({ code: 'AccessDenied' });
  });

  test('when the bucket or the method is none, says so', async () => {
    const { ask } = await running();
    expect(await ask('GET', '/missing?list-type=2')).toMatchObject({ status: 404, code: 'NoSuchBucket' });
    expect(await ask('POST', '/open/a')).toMatchObject({ status: 405, code: 'MethodNotAllowed' });
    expect(await ask('GET', '/open?object-lock')).toMatchObject({ code: 'ObjectLockConfigurationNotFoundError' });
  });
});

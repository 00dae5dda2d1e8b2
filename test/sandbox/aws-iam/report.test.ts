import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { type Account, account, failure } from './account.js';

const HOUR = 3_600_000;
const generate = new GenerateCredentialReportCommand({});
const get = new GetCredentialReportCommand({});

async function rows({ iam }: Account): Promise<Record<string, string>[]> {
  const { Content, ReportFormat } = await iam.send(get);
  expect(ReportFormat).toBe('text/csv');
  const [head = '', ...lines] = Buffer.from(Content ?? [])
    .toString()
    .split('\n');
  const columns = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [columns[index] ?? '', cell])));
}

test('the report is absent, started, then complete', async () => {
  const { iam } = await account();
  expect(await failure(iam.send(get))).toMatchObject({ name: 'CredentialReportNotPresentException', status: 410 });
  expect((await iam.send(generate)).State).toBe('STARTED');
  expect(await failure(iam.send(get))).toMatchObject({ name: 'CredentialReportNotReadyException', status: 404 });
  expect((await iam.send(generate)).State).toBe('COMPLETE');
  expect((await iam.send(get)).GeneratedTime).toEqual(new Date('2026-11-23T09:00:00Z'));
});

test('a row tells password, MFA, keys and certificates, and no key ids', async () => {
  const aws = await account();
  await aws.iam.send(generate);
  await aws.iam.send(generate);
  const [root, ana, bo] = await rows(aws);
  expect(Object.keys(ana ?? {})).toHaveLength(22);
  expect(root).toMatchObject({
    user: '<root_account>',
    password_enabled: 'not_supported',
    access_key_1_active: 'false',
  });
  expect(ana).toMatchObject({
    user: 'ana.ruiz',
    arn: 'arn:aws:iam::123456789012:user/ana.ruiz',
    password_enabled: 'true',
    password_last_used: '2026-11-20T08:00:00Z',
    mfa_active: 'true',
    access_key_1_active: 'true',
    access_key_1_last_used_date: '2026-11-23T07:00:00Z',
    access_key_1_last_used_region: 'eu-west-1',
    access_key_1_last_used_service: 'lambda',
    access_key_2_active: 'false',
    access_key_2_last_rotated: '2024-01-15T09:00:00Z',
    cert_1_active: 'true',
    cert_2_active: 'false',
    cert_2_last_rotated: 'N/A',
  });
  expect(bo).toMatchObject({
    password_enabled: 'false',
    password_last_used: 'N/A',
    access_key_1_last_used_date: 'N/A',
  });
  expect(JSON.stringify([root, ana, bo])).not.toContain('AKIA');
});

test('within four hours the report stays as it was, whatever changed', async () => {
  const aws = await account();
  await aws.iam.send(generate);
  await aws.iam.send(new UpdateAccessKeyCommand({ UserName: 'ana.ruiz', AccessKeyId: 'AKIAANA1', Status: 'Inactive' }));
  aws.pass(4 * HOUR);
  expect((await aws.iam.send(generate)).State).toBe('COMPLETE');
  expect((await rows(aws))[1]).toMatchObject({ access_key_1_active: 'true' });
});

test('after four hours it has expired, and a new one tells what changed', async () => {
  const aws = await account();
  await aws.iam.send(generate);
  await aws.iam.send(generate);
  await aws.iam.send(new UpdateAccessKeyCommand({ UserName: 'ana.ruiz', AccessKeyId: 'AKIAANA1', Status: 'Inactive' }));
  aws.pass(4 * HOUR + 1000);
  expect(await failure(aws.iam.send(get))).toMatchObject({ name: 'CredentialReportExpiredException', status: 410 });
  expect((await aws.iam.send(generate)).State).toBe('STARTED');
  await aws.iam.send(generate);
  expect((await rows(aws))[1]).toMatchObject({ access_key_1_active: 'false' });
});

/** Law 13: what looks like a credential is found by its form, in each of the ways in which people and programs write it. */
import { describe, expect, test } from 'vitest';
import { credentialsAt, withoutCredentials } from '../../src/core/credential-formats.js';

// Put together here, so that no scanner takes this file for a leak.
const letters = (length: number) => 'a1B2c3D4e5F6g7H8'.repeat(20).slice(0, length);
const KEY_ID = `AKIA${'Q7'.repeat(8)}`;
const SECRET = `${letters(38)}/+`;
const KEY = ['PRIVATE', 'KEY'].join(' ');

/** Each with the shortest secret that its issuer makes, and what it is called. */
const FORMS: readonly (readonly [name: string, text: string])[] = [
  ...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((kind) => ['a GitHub token', `${kind}_${letters(20)}`] as const),
  ['a GitHub token', `ghs\\_${letters(10)}.${letters(5)}-${letters(4)}`],
  ['a GitHub token', `github_pat_${letters(22)}`],
  ['a GitHub token', `github\\_pat\\_${letters(11)}\\_${letters(10)}`],
  ['a GitLab token', `glpat-${letters(19)}_`],
  ['an npm token', `npm_${letters(36)}`],
  ['a Slack token', `xoxb-${letters(5)}-${letters(4)}`],
  ['a Slack token', `xapp-${letters(10)}`],
  ...['services', 'workflows', 'triggers'].map(
    (kind) => ["a Slack webhook's address", `hooks.slack.com/${kind}/T01/B02/${letters(12)}`] as const,
  ),
  ['a Google key', `AIza${letters(33)}-_`],
  ['a Google token', `ya29.${letters(18)}-_`],
  ['an AWS session token', `IQoJb3JpZ2lu${letters(37)}/+=`],
  ['an AWS session token', `FwoGZXIvYXdz${letters(40)}`],
  ['a signed token (JWT)', `eyJ${letters(8)}.eyJ${letters(8)}.${letters(6)}-_`],
  ['a credential', `Bearer ${letters(20)}`],
  ['a credential', `bearer    ${letters(14)}._~+/-==`],
  ['a credential', `Basic ${letters(20)}=`],
  ['a credential', `basic ${letters(20)}`],
  ['a credential', `SSWS ${letters(20)}`],
  ['a password in an address', '://ana:abc@'],
  ['a password in an address', '://:hunter2@'],
  ['a private key', `-----BEGIN ${KEY}-----\n${letters(64)}\n${letters(5)}=\n-----END ${KEY}-----`],
  ['a private key', `-----BEGIN RSA ${KEY}-----\\n${letters(64)}\\n-----END RSA ${KEY}-----`],
  ['a private key', `-----BEGIN  ENCRYPTED  PRIVATE  KEY-----\n\n${letters(64)}`],
];

describe('law 13: a credential that names itself', () => {
  test.each(FORMS)('%s is taken out whole, and nothing around it', (_, text) => {
    expect(withoutCredentials(`so (${text}) it is`)).toBe('so (***) it is');
  });

  test.each(FORMS)('%s is found where it stands, by name', (name, text) => {
    expect(credentialsAt(`so (${text}) it is`, 9)).toEqual([{ offset: 4, name }]);
  });

  test.each([
    ['a GitHub token', `ghp_${letters(19)}`],
    ['another GitHub token', `ghx_${letters(40)}`],
    ['a fine-grained GitHub token', `github_pat_${letters(21)}`],
    ['a GitLab token', `glpat-${letters(19)}`],
    ['an npm token', `npm_${letters(35)}`],
    ['a Slack token', `xoxb-${letters(9)}`],
    ['a Slack address', `hooks.slack.com/services/${letters(19)}`],
    ['a Google key', `AIza${letters(34)}`],
    ['a Google token', `ya29.${letters(19)}`],
    ['an AWS session token', `IQoJb3JpZ2lu${letters(39)}`],
    ['a signed token', `eyJ${letters(7)}.eyJ${letters(8)}.${letters(8)}`],
    ['a credential', `Bearer ${letters(19)}`],
    ['a password', '://ana:ab@'],
    ['a public key', `-----BEGIN PUBLIC KEY-----\n${letters(64)}`],
  ])('%s that is too short, or none, is left alone', (_, text) => {
    expect(withoutCredentials(text)).toBe(text);
    expect(credentialsAt(text, 9)).toEqual([]);
  });
});

describe("law 13: an AWS key's secret, which has no mark of its own", () => {
  test.each([
    `${KEY_ID} ${SECRET}`,
    `${KEY_ID.replace('AKIA', 'ASIA')}:${SECRET}`,
    `"${KEY_ID}", "${SECRET}"`,
    `${KEY_ID}, secret = ${SECRET}`,
    `${KEY_ID} my_secret_is: ${SECRET}`,
    `${KEY_ID}\nmy_secret_key=${SECRET}`,
    `secret_access_key=${SECRET}`,
    `AWS_SECRET_ACCESS_KEY: ${SECRET}`,
    `SecretAccessKey>${SECRET}`,
    `secretAccessKey\\": \\"${SECRET}`,
    `"secret_access_key"  =  "${SECRET}`,
  ])('is taken out behind what tells it: %s', (text) => {
    expect(withoutCredentials(`so (${text}) it is`)).not.toContain(SECRET);
    expect(credentialsAt(text, 9).map(({ name }) => name)).toEqual(["an AWS key's secret"]);
  });

  test.each([
    ['a key’s id, which is no secret', KEY_ID],
    ['a text of another length behind it', `${KEY_ID} ${letters(39)}`],
    ['a longer one', `${KEY_ID} ${letters(41)}`],
    ['a digest', `secret_access_key=${letters(64)}`],
    ['a name without its value', 'secret_access_key: see the vault'],
    ['other characters', `secret_access_key=${'-'.repeat(40)}`],
  ])('leaves alone %s', (_, text) => {
    expect(withoutCredentials(text)).toBe(text);
  });
});

test('many are told in the order of the text, so many of a form at most', () => {
  const [one, other] = [`ghp_${letters(20)}`, `glpat-${letters(20)}`];
  const text = [other, one, one, one].join(' ');
  const names = (most: number) => credentialsAt(text, most).map(({ offset, name }) => `${offset} ${name}`);
  const first = ['0 a GitLab token', `${other.length + 1} a GitHub token`];
  expect(names(1)).toEqual(first);
  expect(names(2)).toEqual([...first, `${other.length + one.length + 2} a GitHub token`]);
  expect(names(0)).toEqual([]);
});

test('a signed token is found behind an escape of JSON, and not in the middle of a word', () => {
  const token = `eyJ${letters(8)}.eyJ${letters(8)}.${letters(8)}`;
  expect(withoutCredentials(`"line\\n${token}"`)).toBe('"line\\n***"');
  expect(withoutCredentials(`x${token}`)).toBe(`x${token}`);
});

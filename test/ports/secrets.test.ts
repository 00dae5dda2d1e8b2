import { describe, expect, it } from 'vitest';
import { credentialsIn, redactor } from '../../src/ports/secrets.js';

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

  it('takes them out of a text, also as JSON writes them', () => {
    const key = '-----BEGIN KEY-----\nMIIB\n-----END KEY-----';
    const redact = redactor({ ...ENVIRONMENT, APP_PRIVATE_KEY: key });
    expect(redact('said ghp_0123456789 of acme/access-policy')).toBe('said *** of acme/access-policy');
    expect(redact(JSON.stringify({ why: key }))).toBe('{"why":"***"}');
  });
});

import { describe, expect, it, test } from 'vitest';
import { openConnector } from '../../../src/connectors/registry.js';
import { accessOf, settingsOf } from '../../../src/connectors/scim/config.js';
import { PRESETS, type PresetName } from '../../../src/connectors/scim/presets.js';
import type { SystemId } from '../../../src/core/model.js';
import { isValid } from '../../../src/documents/check.js';
import { clockAt, NOW, TOKEN, TOKEN_VARIABLE, URL_VARIABLE } from './world.js';

const ID = 'dashboard' as SystemId;
const NAMES = Object.keys(PRESETS) as PresetName[];
const environment = (url: string) => ({ [URL_VARIABLE]: url, [TOKEN_VARIABLE]: TOKEN });
const reach = (url: string, address?: string) =>
  accessOf(ID, settingsOf(ID, { preset: 'slack', ...(address === undefined ? {} : { address }) }), environment(url));

describe('settings', () => {
  test.each(NAMES)('the preset %s is known to the schema, and a key of the settings overrides it', (preset) => {
    const given = { preset, delete: 'refused', pageSize: 7, versions: 'sent' };
    expect(isValid('settings/scim', given)).toBe(true);
    const { quirks } = settingsOf(ID, given);
    expect(quirks).toEqual({ ...PRESETS[preset].quirks, delete: 'refused', pageSize: 7, versions: 'sent' });
  });

  test('the schema has a key for every quirk, and takes no other preset', () => {
    for (const [key, value] of Object.entries(PRESETS.generic.quirks)) {
      expect(isValid('settings/scim', { preset: 'generic', [key]: value }), key).toBe(true);
      expect(isValid('settings/scim', { preset: 'generic', [key]: 'nonsense' }), key).toBe(false);
    }
    expect(isValid('settings/scim', { preset: 'myspace' })).toBe(false);
    expect(() => settingsOf(ID, { preset: 'toString' })).toThrow(/no preset/);
  });

  test('administrators of the settings replace those of the preset', () => {
    const administrators = { attributes: [{ name: 'userType', values: ['Boss'] }] };
    expect(settingsOf(ID, { preset: 'pagerduty', administrators }).administrators).toEqual(administrators);
    expect(settingsOf(ID, { preset: 'pagerduty' }).administrators).toEqual({ roles: ['owner', 'admin'] });
  });

  test.each(NAMES)('%s says what it leaves alone, without a mark that only the README explains', (preset) => {
    const { unreachable, quirks } = settingsOf(ID, { preset });
    expect(unreachable.length).toBeGreaterThan(0);
    for (const sentence of unreachable) expect(sentence).toMatch(/^[A-Z][^†]+\.$/);
    const keeps = quirks.activeFalse === 'suspends' && quirks.delete !== 'deletes';
    expect(unreachable.some((sentence) => sentence.startsWith('Final deletion'))).toBe(keeps);
  });
});

describe('where the credential goes', () => {
  test('when the environment leads where the settings say, it is used, whatever the case of the host', () => {
    expect(reach('https://API.slack.com/scim/v2/', 'api.slack.com/scim/v2').base).toBe('https://api.slack.com/scim/v2');
    expect(reach('https://api.slack.com/scim/v2').base).toBe('https://api.slack.com/scim/v2');
  });

  test.each([
    ['another host', 'https://api.slack.example/scim/v2'],
    ['a host that begins so', 'https://api.slack.com.evil.example/scim/v2'],
    ['another path', 'https://api.slack.com/scim/v1'],
    ['another port', 'https://api.slack.com:8443/scim/v2'],
    ['this machine', 'http://127.0.0.1:8080/scim/v2'],
  ])('when it leads to %s, is the wrong system, and the address is not told', (_, url) => {
    const told = () => reach(url, 'api.slack.com/scim/v2');
    expect(told).toThrow(expect.objectContaining({ code: 'wrong-system' }));
    expect(told).not.toThrow(url);
  });

  test('a plain address elsewhere than on this machine is refused', () => {
    expect(() => reach('http://api.slack.com/scim/v2')).toThrow(expect.objectContaining({ code: 'wrong-credential' }));
  });

  test.each([URL_VARIABLE, TOKEN_VARIABLE])('when %s is missing, says which variable', (variable) => {
    const held = { ...environment('https://api.slack.com/scim/v2'), [variable]: ' ' };
    const told = () => accessOf(ID, settingsOf(ID, { preset: 'slack' }), held);
    expect(told).toThrow(expect.objectContaining({ code: 'missing-credential' }));
    expect(told).toThrow(variable);
  });

  it('refuses AWS Identity Center with the reason', async () => {
    const url = 'https://scim.us-east-1.amazonaws.com/f2x7qk/scim/v2';
    const opened = openConnector('scim', {
      system: ID,
      settings: { preset: 'generic' },
      unavailable: [],
      managed: false,
      environment: environment(url),
      clock: clockAt(NOW),
    });
    await expect(opened).rejects.toMatchObject({ code: 'not-supported', message: expect.stringMatching(/50 users/) });
  });
});

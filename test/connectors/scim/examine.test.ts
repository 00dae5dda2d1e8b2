import { describe, expect, it } from 'vitest';
import { connectTo, SETTINGS, seed, start } from './world.js';

const checks = (findings: readonly { readonly check: string; readonly what: string }[]) =>
  findings.map(({ check }) => check);

describe('examining the credential', () => {
  it('tells what SCIM does not tell, in two requests', async () => {
    const { connector } = await start();
    expect(checks(await connector.examine('revoking'))).toEqual(['system/credential-excessive', 'system/identity']);
    expect(connector.requests()).toBe(2);
  });

  it('when nothing says who administers, warns: the last administrators are not kept', async () => {
    const { connector } = await start({ settings: { preset: 'generic' } });
    const findings = await connector.examine('reading');
    expect(findings.find(({ severity }) => severity === 'warning')).toMatchObject({
      what: 'nothing says who administers the system',
    });
  });

  it('when the address is pinned, has no doubt about the identity, and names it', async () => {
    const { running, state, clock } = await start();
    const url = `${running.url}${state.path}`;
    const address = url.replace('http://', '');
    const connector = await connectTo(url, { settings: { ...SETTINGS, address }, clock });
    expect(checks(await connector.examine('reading'))).toEqual(['system/credential-excessive']);
    expect((await connector.observe()).identity).toBe(`scim:${address}`);
  });

  it('when the provider says that it lacks what the settings ask of it, says which setting to change', async () => {
    const { connector, running } = await start({ settings: { ...SETTINGS, versions: 'sent' } });
    const off = { supported: false };
    const body = { patch: off, filter: off, etag: off };
    running.faults.add({ fault: { kind: 'status', status: 200, body }, matching: /ServiceProviderConfig/ });
    const mends = (await connector.examine('revoking')).map(({ mend }) => mend).join(' ');
    for (const setting of ['change: replace', 'userFilter: false', 'versions: ignored'])
      expect(mends).toContain(setting);
  });

  it('when the provider has no such page, goes by the settings', async () => {
    const { connector, running } = await start({ seed: seed() });
    running.faults.add({ fault: { kind: 'status', status: 404 }, matching: /ServiceProviderConfig/ });
    expect((await connector.examine('reading')).length).toBe(2);
  });
});

import { describe, expect, test } from 'vitest';
import { checkup, doctorWorld, findingOf, found, RUN } from './world.js';

const LEAVER = '.github/workflows/leaver.yml';
const ISSUES = [{ id: 'board', kind: 'issues' }];
const HOOK = [{ id: 'sec.team', kind: 'webhook' }];

const ANNOUNCE = (env = '{}') => `
name: Announce
on: { pull_request_target: { branches: [main], paths: [optouts/**] } }
permissions: {}
jobs:
  announce:
    runs-on: ubuntu-latest
    permissions: { contents: write, issues: write }
    steps:
      - uses: acme/leaver@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v1.0.0
        with: { command: announce }
        env: ${env}
`;

async function looked(notify: readonly object[], run: string, announce: string | null = ANNOUNCE()) {
  const files = { [LEAVER]: run, ...(announce === null ? {} : { '.github/workflows/announce.yml': announce }) };
  return checkup(await doctorWorld({ parts: { policy: { notify }, files } }), { offline: true });
}

describe('channels of the policy', () => {
  test('a job that may not write issues is named, where the policy has such a channel', async () => {
    const result = await looked(ISSUES, RUN);
    expect(found(result)).toEqual(['error notify/issues']);
    expect(findingOf(result, 'notify/issues').what).toContain(`${LEAVER}: job leaver`);
    expect(found(await looked(ISSUES, RUN.replace('contents: write', 'contents: write, issues: write')))).toEqual([]);
  });

  test('variables that a workflow does not give to the job are named, for the job', async () => {
    const result = await looked(HOOK, RUN);
    expect(found(result)).toEqual(['error notify/variables']);
    const { what } = findingOf(result, 'notify/variables');
    expect(what).toContain(`LEAVER_NOTIFY_SEC_TEAM_URL, LEAVER_NOTIFY_SEC_TEAM_SECRET in ${LEAVER}: job leaver`);
    expect(what).toContain('announce.yml: job announce');

    const both = '{ LEAVER_NOTIFY_SEC_TEAM_URL: a, LEAVER_NOTIFY_SEC_TEAM_SECRET: b }';
    const run = RUN.replace('    runs-on', `    env: ${both}\n    runs-on`);
    expect(found(await looked(HOOK, run, ANNOUNCE(both)))).toEqual([]);
  });

  test('where nothing announces a pull request that is a warning', async () => {
    const result = await looked(ISSUES, RUN.replace('contents: write', 'contents: write, issues: write'), null);
    expect(found(result)).toEqual(['warning notify/announce']);
  });

  test('without any channel nothing is asked of the workflows', async () => {
    expect(found(await looked([], RUN, null))).toEqual([]);
  });
});

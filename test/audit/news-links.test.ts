import { describe, expect, test } from 'vitest';
import { linkOf, newsIn } from '../../src/audit/news.js';
import { ownPage } from '../../src/core/own-page.js';
import { hourly, optOut, started } from './news-log.js';

const OWN = 'https://github.com/acme/access';
const FORGED = 'https://githud.example/acme/access/actions/runs/4711';

describe('links to people', () => {
  test('the first beginning of a run alone says where it can be read', () => {
    const events = hourly([started([], `${OWN}/actions/runs/4711`), started([], `${OWN}/actions/runs/6666`)]);
    expect(linkOf(events, 'r0', OWN)).toBe(`${OWN}/actions/runs/4711`);
  });

  test('a beginning that names another place brings no link, neither to the run nor to a pull request', () => {
    const events = hourly([started([], FORGED), optOut('activated')]);
    expect(linkOf(events, 'r0', OWN)).toBeNull();
    expect(newsIn(events, OWN).map(({ link }) => link)).toEqual([`${OWN}/pull/41`]);
  });

  test('who knows no repository shows none', () => {
    const events = hourly([started([], `${OWN}/actions/runs/4711`), optOut('activated')]);
    expect([linkOf(events, 'r0', null), newsIn(events)[0]?.link]).toEqual([null, null]);
  });

  test.each([
    'https://github.com/acme/access-too/actions/runs/1',
    'https://github.com/acme/access/../../evil/x',
    'https://github.com/acme/access/..%2f../%2e%2e/%2e%2e/evil',
    'https://github.com/acme/access@evil.example/',
    'https://github.com@evil.example/acme/access/',
    'http://github.com/acme/access/actions/runs/1',
    'https://evil.example/https://github.com/acme/access/',
    'javascript:alert(1)//https://github.com/acme/access/',
    'https://github.com/acme/access',
    '',
  ])('%j is none of its pages', (url) => {
    expect(ownPage(url, OWN)).toBeNull();
  });

  test('a host beside GitHub, and a slash at the end, are taken', () => {
    expect(ownPage('https://git.acme.example:8443/a/b/pull/1', 'https://git.acme.example:8443/a/b/')).toBe(
      'https://git.acme.example:8443/a/b/pull/1',
    );
  });
});

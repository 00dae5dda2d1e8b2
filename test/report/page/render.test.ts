import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { markup } from '../../../src/report/page/markup.js';
import { pageModelOf } from '../../../src/report/page/page-model.js';
import { renderPage } from '../../../src/report/page/render.js';
import { companyOf } from './company.js';
import { HOSTILE, hostileModel } from './hostile.js';

const company = renderPage(pageModelOf(companyOf(300)));
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policyOf = (page: string) => /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
const blocks = (page: string, tag: string) =>
  [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, text = '']) => text);

describe('the policy of the page', () => {
  test('names the very script and style that stand in it, and nothing else', () => {
    const [script, ...scripts] = blocks(company, 'script');
    const [style, ...styles] = blocks(company, 'style');
    expect([scripts, styles]).toEqual([[], []]);
    expect(policyOf(company).split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hashOf(script ?? '')}`,
      `style-src ${hashOf(style ?? '')}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  test('stands before anything that it could refuse', () => {
    expect(company.indexOf('Content-Security-Policy')).toBeLessThan(company.search(/<(?:style|script|link|title)/));
  });

  test('is kept: no style in an attribute, no handler, nothing from elsewhere', () => {
    for (const page of [company, renderPage(hostileModel())]) {
      const plain = page.replace(/<(script|style)[\s\S]*?<\/\1>/g, '');
      expect(plain).not.toMatch(/<[^>]*\s(?:style|on\w+)=/);
      expect(plain.match(/<[^>]*\ssrc=/g)).toBeNull();
      expect(
        [...plain.matchAll(/\shref="([^"]*)"/g)]
          .map(([, to = '']) => to)
          .filter((to) => !/^(#|https:\/\/|data:image|register\.ics$|report\.json$)/.test(to)),
      ).toEqual([]);
    }
  });
});

describe('hostile text', () => {
  const page = renderPage(hostileModel());

  test('is text between tags: no name of the world is markup in the file', () => {
    const tags = page.replace(/<(script|style)[\s\S]*?<\/\1>/g, '');
    expect(HOSTILE.slice(0, 5).filter((name) => tags.includes(name))).toEqual([]);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('in the data neither ends the script element nor begins a comment in it', () => {
    const data = /<script type="application\/json" id="matrix-data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    expect(data).not.toMatch(/[<>&]/);
    expect(JSON.stringify(JSON.parse(data))).toContain('<img src=x onerror=alert(1)>');
  });

  test('hidden characters are shown by their numbers, in the file and in the data', () => {
    expect(['\u0007', '\u202e'].filter((hidden) => page.includes(hidden))).toEqual([]);
    expect(page.match(/bell\\{1,2}u\{7\}/g)?.length).toBeGreaterThan(1);
  });

  test('no address but one of https becomes a link', () => {
    expect(page).not.toContain('href="javascript:');
    expect(page).toContain('href="https://evil.example/&quot;&lt;/script&gt;');
  });

  test('a part of a template is text unless this program made it', () => {
    const text = '<b>"x"</b>';
    expect(markup`<p title="${text}">${[text, markup`<i>${text}</i>`, null, false, 3]}</p>`.markup).toBe(
      '<p title="&lt;b&gt;&quot;x&quot;&lt;/b&gt;">&lt;b&gt;&quot;x&quot;&lt;/b&gt;<i>&lt;b&gt;&quot;x&quot;&lt;/b&gt;</i>3</p>',
    );
  });
});

describe('the file', () => {
  test('of 10,000 people is below three megabytes, and the same each time', () => {
    const pages = [1, 2].map(() => renderPage(pageModelOf(companyOf(10_000))));
    expect(pages[0]?.length).toBeLessThan(3_000_000);
    expect(pages[0] === pages[1]).toBe(true);
  });

  test('shows a justification where the policy allows it, and has none anywhere where it does not', () => {
    const said = 'Hands the ledger migration over.';
    expect(renderPage(pageModelOf(companyOf(300, { showJustifications: true })))).toContain(said);
    expect(company).not.toContain(said);
    expect(JSON.stringify(pageModelOf(companyOf(300)))).not.toContain(said);
  });

  test('has one table cell for each decision: a label in words, in its own system', () => {
    const input = companyOf(300);
    const { matrix } = pageModelOf(input);
    const cells = matrix.rows.reduce((sum, row) => sum + row.cells.length, 0);
    expect(cells).toBe(input.plan.decisions.length);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageModelOf } from '../../src/report/page/page-model.js';
import { renderPage } from '../../src/report/page/render.js';
import { companyOf } from '../report/page/company.js';
import { HOSTILE, hostileModel } from '../report/page/hostile.js';
import { openChromium } from './chromium.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const NOW = Date.parse('2026-11-23T10:30:00Z');

let browser: Browser;
let folder: string;
/** A page as `report` leaves it, by name. */
const files = new Map<string, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leaver-browser-'));
  keep('company', renderPage(pageModelOf(companyOf(300, { showJustifications: true }))));
  keep('large', renderPage(pageModelOf(companyOf(10_000))));
  keep('hostile', renderPage(hostileModel()));
  keep('offline', renderPage(pageModelOf({ ...companyOf(20), log: null })));
  browser = await openChromium();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

function keep(name: string, html: string): void {
  const path = join(folder, `${name}.html`);
  writeFileSync(path, html);
  files.set(name, pathToFileURL(path).href);
}

interface Opened {
  readonly page: Page;
  /** What went wrong or out: messages of the console, errors, violations of the policy, requests, dialogs. */
  readonly heard: string[];
}

/** Opens the file, listens to all that it does, and closes it after the test. */
async function opened<Done>(
  name: string,
  use: (opened: Opened) => Promise<Done>,
  options: BrowserContextOptions = {},
): Promise<Done> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  try {
    const page = await context.newPage();
    const heard: string[] = [];
    const own = files.get(name) ?? '';
    page.on('console', (message) => heard.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url() !== own && !request.url().startsWith('data:')) heard.push(`request: ${request.url()}`);
    });
    page.on('requestfailed', (request) => heard.push(`refused: ${request.failure()?.errorText} ${request.url()}`));
    page.on('dialog', (dialog) => {
      heard.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.clock.setFixedTime(NOW);
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        // biome-ignore lint/suspicious/noConsole: what is said in the page is heard here
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await page.goto(own);
    return await use({ page, heard });
  } finally {
    await context.close();
  }
}

const rows = (page: Page) => page.locator('#matrix-table tbody tr');
const counted = (page: Page) => page.locator('#matrix-count').textContent();

describe('the page in a browser', () => {
  test('shows the verdict first, and asks nothing of the network', () =>
    opened('company', async ({ page, heard }) => {
      expect(await page.locator('h1').innerText()).toBe('acme access register');
      expect(await page.locator('.verdict').innerText()).toMatch(
        /^Look\. \d+ things to look at\. \d+ opt-outs in force\./,
      );
      const headings = await page.locator('h2').allInnerTexts();
      expect(headings[0]).toMatch(/^What needs attention \d+$/);
      expect(headings).toHaveLength(9);
      expect(await page.locator('#age').innerText()).toBe(', 90 minutes ago');
      expect(heard).toEqual([]);
    }));

  test('its policy lets no other script run, nor anything be loaded', () =>
    opened('company', async ({ page, heard }) => {
      await page.evaluate(() => {
        const script = document.createElement('script');
        script.append('document.title = "taken";');
        document.body.append(script);
        const image = document.createElement('img');
        image.src = 'https://leaver.invalid/seen.png';
        document.body.append(image);
      });
      await page.waitForTimeout(100);
      expect(await page.title()).toBe('acme: access register');
      expect(heard.filter((one) => one.includes('policy: img-src'))).toHaveLength(1);
      expect(heard).toContain('refused: csp https://leaver.invalid/seen.png');
    }));

  test('names that are markup, script, or end tags are shown as text, and run nothing', () =>
    opened('hostile', async ({ page, heard }) => {
      const text = await page.locator('body').innerText();
      for (const name of HOSTILE) expect(text).toContain(name);
      expect(await page.locator('main img, main script, main iframe, [onerror], [onload]').count()).toBe(0);
      await page.getByLabel('Filter').fill('<img');
      expect(await rows(page).count()).toBeGreaterThan(0);
      expect(await rows(page).first().innerText()).toContain('<img');
      expect(heard).toEqual([]);
    }));

  test('shows all but the filter without script, and the first rows', () =>
    opened(
      'large',
      async ({ page }) => {
        expect(await rows(page).count()).toBe(50);
        expect(await page.locator('.controls').isVisible()).toBe(false);
        expect(await page.getByText('Without script the first rows are shown').isVisible()).toBe(true);
        expect(await page.locator('#in-force tbody tr').count()).toBe(16);
      },
      { javaScriptEnabled: false },
    ));

  test('the rows that the script makes are those that stand in the file', async () => {
    const tableOf = (page: Page) => page.locator('#matrix-table tbody').innerHTML();
    const inFile = await opened('large', async ({ page }) => tableOf(page), { javaScriptEnabled: false });
    const made = await opened('large', async ({ page }) => tableOf(page));
    expect(made.replace(/\s*\n\s*/g, '')).toBe(inFile.replace(/\s*\n\s*/g, ''));
  });

  test('says so where the log was not read', () =>
    opened('offline', async ({ page, heard }) => {
      expect(await page.getByText('the audit log was not read').count()).toBe(4);
      expect(heard).toEqual([]);
    }));

  test('an old page says that it is old', () =>
    opened('company', async ({ page }) => {
      await page.clock.setFixedTime(NOW + 5 * 24 * 3_600_000);
      await page.reload();
      expect(await page.locator('#age').innerText()).toBe(', 5 days ago: look for a newer one');
    }));
});

describe('the matrix of 10,000 people', () => {
  test('is filtered by keyboard alone, and says how many rows are left', () =>
    opened('large', async ({ page, heard }) => {
      expect(await counted(page)).toBe('Rows 1 to 50 of 10,008');
      await page.getByLabel('Filter').focus();
      await page.keyboard.type('ana.ito');
      expect(await rows(page).first().innerText()).toContain('ana.ito');
      expect(await counted(page)).toMatch(/^Rows 1 to \d+ of \d+, filtered from 10,008$/);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Clear');
      await page.keyboard.press('Enter');
      await expect.poll(() => counted(page)).toBe('Rows 1 to 50 of 10,008');
      expect(heard).toEqual([]);
    }));

  test('is filtered by state, and each row has a cell in it', () =>
    opened('large', async ({ page }) => {
      await page.getByLabel('State').selectOption('held');
      const texts = await rows(page).allInnerTexts();
      expect(texts.length).toBeGreaterThan(5);
      expect(texts.filter((text) => !text.includes('opt-out'))).toEqual([]);
    }));

  test('a filter that nothing meets says so', () =>
    opened('large', async ({ page }) => {
      await page.getByLabel('Filter').fill('nobody has this name');
      expect(await counted(page)).toBe('No row, filtered from 10,008');
      expect(await rows(page).count()).toBe(0);
    }));

  test('is turned page by page with the same few nodes, and the button keeps the focus at the end', () =>
    opened('large', async ({ page }) => {
      const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
      const before = await nodes();
      expect(before).toBeLessThan(6000);
      const next = page.getByRole('button', { name: 'Next' });
      await next.focus();
      await page.keyboard.press('Enter');
      expect(await counted(page)).toBe('Rows 51 to 100 of 10,008');
      for (const text of ['a', 'ab', 'abe']) {
        await page.getByLabel('Filter').fill(text);
        expect(await rows(page).count()).toBeLessThanOrEqual(50);
        expect(await nodes()).toBeLessThan(before + 400);
      }
      await page.getByLabel('Filter').fill('');
      await next.focus();
      await next.evaluate((button: HTMLButtonElement) => {
        for (let turn = 0; turn < 202; turn += 1) button.click();
      });
      expect(await counted(page)).toBe('Rows 10,001 to 10,008 of 10,008');
      expect(await next.getAttribute('aria-disabled')).toBe('true');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Next');
    }));
});

describe('everybody can use it', () => {
  test.each([
    ['company', 'light', 1280],
    ['company', 'dark', 1280],
    ['large', 'light', 1280],
    ['hostile', 'dark', 1280],
    ['offline', 'light', 1280],
    ['company', 'light', 390],
  ] as const)('axe finds nothing in %s, %s, %i pixels wide', (name, colorScheme, width) =>
    opened(
      name,
      async ({ page }) => {
        await page.locator('details').evaluateAll((all) => {
          for (const one of all) (one as HTMLDetailsElement).open = true;
        });
        await page.addScriptTag({ path: AXE });
        const violations = await page.evaluate(async () => {
          const { axe } = window as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          return (await axe.run()).violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .map(({ html }) => html)
                .slice(0, 3)
                .join(' ')}`,
          );
        });
        expect(violations).toEqual([]);
      },
      // axe is not of the page: its policy would refuse it.
      { colorScheme, bypassCSP: true, reducedMotion: 'reduce', viewport: { width, height: 900 } },
    ),
  );

  test('the first tab stop leads past the head, and what has the focus is seen', () =>
    opened('company', async ({ page }) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to what needs attention');
      expect((await page.locator('.skip').boundingBox())?.y).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
      expect(outline).toBe('solid');
    }));

  test('dark is dark, and light is light', async () => {
    const paper = (colorScheme: 'light' | 'dark') =>
      opened('company', ({ page }) => page.evaluate(() => getComputedStyle(document.body).backgroundColor), {
        colorScheme,
      });
    expect(await paper('light')).toBe('rgb(251, 251, 249)');
    expect(await paper('dark')).toBe('rgb(20, 23, 27)');
  });

  test('the page is never wider than its window', () =>
    opened(
      'company',
      async ({ page }) => {
        const [inner, whole] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
        expect(whole).toBeLessThanOrEqual(inner ?? 0);
      },
      { viewport: { width: 360, height: 800 } },
    ));

  test('in print the controls are gone, tables are whole, and it is light though the screen is dark', () =>
    opened('company', async ({ page }) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      for (const hidden of ['nav', '.controls', '.pager', '.skip']) {
        expect(await page.locator(hidden).isVisible(), hidden).toBe(false);
      }
      const style = await page.evaluate(() => ({
        paper: getComputedStyle(document.body).backgroundColor,
        table: getComputedStyle(document.querySelector('.scroll') as Element).overflowX,
        row: getComputedStyle(document.querySelector('tbody tr') as Element).breakInside,
      }));
      expect(style).toEqual({ paper: 'rgb(255, 255, 255)', table: 'visible', row: 'avoid' });
      expect((await page.pdf()).length).toBeGreaterThan(10_000);
    }));
});

/**
 * Makes the pictures of the register's page in docs/images/, in a real Chromium: of the demo's page, and of 10,000 people.
 *
 *   node --import ./ts-node.register.mjs scripts/screenshots.ts
 */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { demo } from '../src/commands/demo/index.js';
import { reportCommand } from '../src/commands/report.js';
import { compose } from '../src/compose.js';
import { pageModelOf } from '../src/report/page/page-model.js';
import { renderPage } from '../src/report/page/render.js';
import { openChromium } from '../test/browser/chromium.js';
import { companyOf } from '../test/report/page/company.js';

const IMAGES = join(fileURLToPath(new URL('..', import.meta.url)), 'docs/images');
/** So that a clone stays small. */
const LARGEST = 300_000;
/** After the acts in which people are revoked, and before the next opt-out lapses. */
const ACT = 7;

interface Picture {
  readonly name: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height: number;
  /** What is scrolled to. */
  readonly at?: string;
  readonly filter?: string;
}

const browser = await openChromium();
try {
  const company = renderPage(pageModelOf(companyOf(10_000)));
  await take(browser, await demoPage(), [
    { name: 'page-demo', height: 1120 },
    { name: 'page-demo-dark', height: 900, colorScheme: 'dark' },
  ]);
  await take(browser, company, [
    { name: 'page-10000', height: 1100 },
    { name: 'page-10000-people', height: 760, at: '#matrix', filter: 'github opt-out' },
    { name: 'page-10000-trend', height: 720, at: '#trend' },
  ]);
} finally {
  await browser.close();
}

/** The page as `report` writes it in the middle of the story that `leaver demo` tells. */
async function demoPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'leaver-pictures-'));
  try {
    const { status } = await demo({
      compose,
      progress: () => {},
      tell: async () => {},
      afterAct: async (act, stage) => {
        if (act === ACT) await reportCommand(stage.open(), { out: folder, from: null });
      },
    });
    if (status !== 0) throw new Error('the demo did not come as promised');
    return await readFile(join(folder, 'index.html'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function take(chromium: Browser, html: string, pictures: readonly Picture[]): Promise<void> {
  for (const { name, colorScheme = 'light', width = 1280, height, at, filter } of pictures) {
    const page = await chromium.newPage({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
    const made = /<time datetime="([^"]+)"/.exec(html)?.[1] ?? '';
    await page.clock.setFixedTime(Date.parse(made) + 5 * 60_000);
    await page.setContent(html);
    if (filter !== undefined) await page.getByLabel('Filter').fill(filter);
    if (at !== undefined) await page.locator(at).evaluate((element) => element.scrollIntoView());
    const path = join(IMAGES, `${name}.png`);
    await page.screenshot({ path });
    await page.close();
    const { size } = await stat(path);
    if (size > LARGEST) throw new Error(`${name}.png has ${size} bytes, and ${LARGEST} are the most`);
    process.stdout.write(`docs/images/${name}.png: ${Math.round(size / 1000)} kB\n`);
  }
}

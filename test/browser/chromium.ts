/** The Chromium that is installed on this machine; nothing is fetched. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's, Ubuntu's and GitHub's runners', in this order. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Throws where there is none: a test that was left out shows nothing. */
export async function openChromium(): Promise<Browser> {
  const executablePath = PLACES.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('There is no Chromium here. Install it: apt-get install chromium');
  // The sandbox of Chromium needs rights that containers, and root, do not have. Only our own page is opened.
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--force-color-profile=srgb', '--font-render-hinting=none'],
  });
}

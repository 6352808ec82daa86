/// <reference lib="dom" />
import { readMailbox } from '@liaison/region/contract';
import axe, { type RunOptions } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { demoPassword } from './demo.ts';
import { root, type Platform } from './start-platform.ts';

declare global {
  interface Window {
    /** There once its source was run in the page. */
    axe: typeof axe;
  }
}

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Debian's Chromium, kept from calling out. */
export function openBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error('Chromium is missing: apt-get install chromium');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export type Theme = 'light' | 'dark';

/** What a browser keeps of someone who signed in. */
export type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

export async function openContext(
  browser: Browser,
  platform: Platform,
  given: { width: number; height: number; theme?: Theme; isPhone?: boolean; session?: Session },
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: platform.baseUrl,
    viewport: { width: given.width, height: given.height },
    colorScheme: given.theme ?? 'light',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    ...(given.session ? { storageState: given.session } : {}),
    ...(given.isPhone ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
  });
  // A screen that never comes, not one that comes late where much else is at work.
  context.setDefaultTimeout(60_000);
  return context;
}

/** Signs in on the page as a person does, with the code of the demo mailbox. */
export async function signInOnPage(page: Page, platform: Platform, login: string): Promise<void> {
  const since = new Date().toISOString();
  await page.goto('/connexion');
  await page.getByRole('textbox', { name: /adresse/i }).fill(login);
  await page.getByRole('textbox', { name: 'Mot de passe' }).fill(demoPassword);
  await page.getByRole('button', { name: 'Recevoir un code par mail' }).click();
  const field = page.getByRole('textbox', { name: /code/i });
  await field.waitFor();
  await field.fill(await mailedCode(platform, login, since));
  await page.waitForURL((url) => url.pathname !== '/connexion');
}

async function mailedCode(platform: Platform, login: string, since: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${platform.baseUrl}/demo/mailbox?to=${encodeURIComponent(login)}`);
    const { mails } = readMailbox.reply.parse(await response.json());
    const mail = mails.find(({ at, subject }) => at >= since && subject.includes('code de connexion'));
    const code = mail && /\b(\d{6})\b/.exec(mail.text)?.[1];
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** axe's rules that judge colours alone, of those that run unasked. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/**
 * The rules that a page breaks, each with where; empty when it breaks none. WCAG 2.2 A and AA, and best practices.
 * `colours` asks what a change of theme alone can change, of a page that was judged whole before.
 */
export async function accessibilityFaults(page: Page, what: 'all' | 'colours' = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const rules = what === 'colours' ? colourRules : null;
  return page.evaluate(async (only) => {
    // A colour on its way to another, or a dialog that is half there, is neither.
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
    const options: RunOptions = only ? { runOnly: { type: 'rule', values: only } } : {};
    const { violations } = await window.axe.run(document, options);
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
    );
  }, rules);
}

/** Keeps a picture of the page for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = join(root, 'test-results', 'screens');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

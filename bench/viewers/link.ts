import { setTimeout as pause } from 'node:timers/promises';

import { chromium, type Browser, type Page } from 'playwright-core';

import { findProgram } from '../programs.ts';

/** 10 Mb/s both ways, 60 ms before each response. */
const link = { latencyMs: 60, bytesPerSecond: 10_000_000 / 8 };
const viewport = { width: 1280, height: 800 };
const giveUpMs = 45_000;

/** Debian's Chromium with a software WebGL2, which OHIF cannot do without on a machine without a graphics card. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findProgram('chromium') ?? 'chromium',
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export type Opening = {
  /** From the navigation's start until an image could be seen. */
  readonly firstImageMs: number;
  /** What had come over the network by then. */
  readonly bytes: number;
  readonly requests: number;
  /** When the page itself said that it drew 16-bit samples; null where it says no such thing. */
  readonly ownMarkMs: number | null;
};

/** Opens the address in a browser that has never seen it, over the slow link. Rejects when no image shows in 45 s. */
export async function openOverLink(browser: Browser, url: string, cookie: string): Promise<Opening> {
  const context = await browser.newContext({ viewport, locale: 'fr-FR' });
  try {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(cookie) ?? [];
    if (name) await context.addCookies([{ name, value, url: new URL(url).origin }]);
    const page = await context.newPage();
    await page.addInitScript({ content: watchForImage });
    const traffic = await slowDown(page);
    await page.goto(url, { waitUntil: 'commit' });
    const firstImageMs = await untilSeen(page);
    const { bytes, requests } = traffic;
    const ownMarkMs = await page.evaluate(
      () => performance.getEntriesByName('liaison:first-image')[0]?.startTime ?? null,
    );
    return { firstImageMs, bytes, requests, ownMarkMs };
  } finally {
    await context.close();
  }
}

/** Asked for again and again: `waitForFunction` evaluates text in the page, which our content security policy forbids. */
async function untilSeen(page: Page): Promise<number> {
  for (const deadline = performance.now() + giveUpMs; performance.now() < deadline; await pause(50)) {
    const seen = await page.evaluate((): unknown => Reflect.get(globalThis, 'firstImageMs'));
    if (typeof seen === 'number') return seen;
  }
  throw new Error(`no image within ${giveUpMs / 1000} s`);
}

async function slowDown(page: Page): Promise<{ readonly bytes: number; readonly requests: number }> {
  const traffic = { bytes: 0, requests: 0 };
  const session = await page.context().newCDPSession(page);
  session.on('Network.dataReceived', ({ encodedDataLength }) => {
    traffic.bytes += encodedDataLength;
  });
  session.on('Network.requestWillBeSent', () => {
    traffic.requests += 1;
  });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: link.latencyMs,
    downloadThroughput: link.bytesPerSecond,
    uploadThroughput: link.bytesPerSecond,
  });
  return traffic;
}

/**
 * In the page, before its own scripts: looks at each frame for a canvas at least 256 px wide of which a fiftieth is lit.
 * The same judge for every viewer; it knows nothing of them. Small canvases (thumbnails) do not count.
 */
const watchForImage = `{
  const side = 32;
  const scratch = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  const isLit = (canvas) => {
    if (canvas.width * canvas.height === 0 || canvas.getBoundingClientRect().width < 256) return false;
    scratch.fillRect(0, 0, side, side);
    scratch.drawImage(canvas, 0, 0, side, side);
    const { data } = scratch.getImageData(0, 0, side, side);
    let lit = 0;
    for (let at = 0; at < data.length; at += 4) lit += data[at] > 40 ? 1 : 0;
    return lit > (side * side) / 50;
  };
  const look = () => {
    if ([...document.querySelectorAll('canvas')].some(isLit)) globalThis.firstImageMs = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

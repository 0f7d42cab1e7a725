import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { findChromium } from '#servers/chromium';

/** A slow machine on a slow line; nothing is slowed down without it. */
export interface Slowness {
  /** The processor is so many times slower. */
  readonly cpu: number;
  readonly bytesPerSecond: number;
  readonly latencyMs: number;
}

export interface OpenPage {
  readonly page: Page;
  readonly session: CDPSession;
  close(): Promise<void>;
}

export function startBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'];
  return chromium.launch({ executablePath: findChromium(), args });
}

/** A page with an empty cache, not yet anywhere. */
export async function openPage(browser: Browser, slowness?: Slowness): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const session = await context.newCDPSession(page);
  if (slowness !== undefined) {
    const { cpu, bytesPerSecond, latencyMs } = slowness;
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: latencyMs,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
    await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  }
  return { page, session, close: () => context.close() };
}

/** What the page uses after it has thrown away what it can, in MiB. */
export async function heapMib({ session }: OpenPage): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1024 / 1024;
}

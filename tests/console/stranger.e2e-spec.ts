import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Page } from 'playwright-core';
import { Parts } from '../../apps/standalone/src/parts.js';
import { readSettings } from '../../apps/standalone/src/settings.js';
import { startStandalone } from '../../apps/standalone/src/standalone.js';
import { ConsoleBrowser } from './console-browser.fixture.js';

/** An installation with a database of its own starts, and ten attempts of the demo pass. */
const START_MAX_MS = 120_000;

const parts = new Parts();
let folder: string;
let browser: ConsoleBrowser | null = null;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conductor-stranger-'));
  chmodSync(folder, 0o755); // as root the server runs as another user
  const settings = readSettings({
    CONDUCTOR_DATA_DIR: folder,
    PORT: '0',
    ORDER_SERVICE_PORT: '0',
  });
  const log = pino({ level: 'silent' });
  ({ conductorUrl: url } = await startStandalone(settings, log, parts));
  browser = await ConsoleBrowser.start(url);
});

afterAll(async () => {
  await browser?.close();
  await parts.end();
  rmSync(folder, { recursive: true });
});

describe('A stranger, who reads only what is on the screen', () => {
  it('given what npm start shows, then the stuck saga is settled', async () => {
    const page = await (browser as ConsoleBrowser).open();
    await page.getByRole('heading', { level: 1, name: /1 saga is stuck/ }).waitFor({
      timeout: START_MAX_MS,
    });
    const beginAt = performance.now();
    await settle(page);
    const seconds = ((performance.now() - beginAt) / 1000).toFixed(1);
    process.stderr.write(`A stranger settled the stuck saga in ${seconds} s\n`);
    expect(browser?.takeComplaints()).toEqual([]);
  });
});

/** The first thing that names a cause, then whatever is offered to try it again. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('button', { name: /retry/i }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('shipping.ship').first().waitFor();
  const reason = dialog.getByLabel('Reason');
  if ((await reason.inputValue()) === '') await reason.fill('the shipper is back');
  await dialog.getByRole('button', { name: /retry|confirm/i }).click();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('heading', { level: 1, name: 'All is well: no saga is stuck.' }).waitFor();
}

import type { BrowserContextOptions, Page } from 'playwright-core';
import { ConductorStack } from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleBrowser } from './console-browser.fixture.js';

type StackOptions = Parameters<typeof ConductorStack.start>[0];

/** It leads nowhere, so that it is answered with 404, and with a page all the same. */
export const NOWHERE = '/sagas/no/where';

/** A conductor, and a browser in front of it. */
export class ConsoleStack {
  private login: BrowserContextOptions = {};

  private constructor(
    readonly stack: ConductorStack,
    readonly browser: ConsoleBrowser,
  ) {}

  /** `seen`: where the browser finds the console, and where it may ask, too. */
  static async start(
    options?: StackOptions,
    seen?: { readonly url: string; readonly others: readonly string[] },
  ): Promise<ConsoleStack> {
    const stack = await ConductorStack.start(options);
    try {
      const { url, others } = seen ?? { url: stack.conductor.url, others: [] };
      return new ConsoleStack(stack, await ConsoleBrowser.start(url, others));
    } catch (error) {
      await stack.close();
      throw error;
    }
  }

  /** Every page from now on is of the caller who has this key. */
  logIn(key: string): void {
    this.login = { extraHTTPHeaders: { authorization: `Bearer ${key}` } };
  }

  /** Runs the story of one page; the browser has nothing to complain about in the end. */
  async on(
    path: string,
    story: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const page = await this.browser.open(path, { ...this.login, ...options });
    try {
      await story(page);
      const expected = path === NOWHERE ? [`404 of ${page.url()}`] : [];
      expect(this.browser.takeComplaints()).toEqual(expected);
    } catch (error) {
      const shown = await page.locator('body').innerText();
      process.stderr.write(`What was on the screen:\n${shown}\n`);
      throw error;
    } finally {
      await page.context().close();
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.stack.close();
  }
}

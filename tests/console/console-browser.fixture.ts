import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type Page,
  type Response,
} from 'playwright-core';
import { findChromium } from '#servers/chromium';

/** A real Chromium, without anything that it does by itself on the network. */
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Longer than anything takes on a busy machine. */
const WAIT_MAX_MS = 90_000;

/** Looks at the console as people do; whatever the browser complains about is a fault. */
export class ConsoleBrowser {
  private readonly complaints: string[] = [];

  private constructor(
    private readonly browser: Browser,
    /** Where the console is, without a slash at the end. */
    private readonly url: string,
    /** Where it may ask, too, such as a provider of logins. */
    private readonly others: readonly string[],
  ) {}

  static async start(url: string, others: readonly string[] = []): Promise<ConsoleBrowser> {
    const executablePath = findChromium();
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    return new ConsoleBrowser(browser, url, others);
  }

  /** A page of its own, at a path of the console. */
  async open(path = '/', options: BrowserContextOptions = {}): Promise<Page> {
    const viewport = { width: 1280, height: 720 };
    const context = await this.browser.newContext({ viewport, locale: 'en-GB', ...options });
    const page = await context.newPage();
    page.on('console', (message) => {
      const isOfAnswer = message.text().startsWith('Failed to load resource');
      const isLoud = message.type() === 'error' || message.type() === 'warning';
      if (isLoud && !isOfAnswer) this.complaints.push(message.text());
    });
    page.on('response', (response) => this.lookAt(response));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('request', (request) => {
      const mayAsk = [this.url, ...this.others].some((url) => request.url().startsWith(url));
      if (!mayAsk) this.complaints.push(`asked ${request.url()}`);
    });
    page.setDefaultTimeout(WAIT_MAX_MS);
    await page.goto(`${this.url}${path}`);
    return page;
  }

  /**
   * The API may refuse, and say that it is busy, which the console waits out; what the console is
   * made of is there, and nothing fails in the server.
   */
  private lookAt(response: Response): void {
    const status = response.status();
    const isCall = response.url().includes('/v1/');
    const isFault = status >= 500 && status !== 503;
    if (isFault || (status >= 400 && !isCall)) {
      this.complaints.push(`${status} of ${response.url()}`);
    }
  }

  /** What the browser complained about since the last call: violations of the policy, too. */
  takeComplaints(): readonly string[] {
    return this.complaints.splice(0);
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

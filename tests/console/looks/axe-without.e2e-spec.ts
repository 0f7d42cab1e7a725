import type { Page } from 'playwright-core';
import { SeverableProxy } from '../../../apps/conductor/src/severable-proxy.fixture.js';
import { ConsoleBrowser } from '../console-browser.fixture.js';
import { ConsoleStack } from '../console-stack.fixture.js';
import { untilShown } from '../until-shown.fixture.js';
import { keyOf } from '../world/people.fixture.js';
import { faultsOf } from './looked-at.fixture.js';
import { refuse } from './states.fixture.js';

const ALL_MS = 300_000;
const LISTS = [
  ...['/', '/sagas', '/failures', '/tasks', '/bulk', '/definitions', '/participants', '/pauses'],
  ...['/locks', '/dead-messages', '/approvals', '/audit', '/alerts', '/keys', '/retention'],
];
const AS_ROOT = { extraHTTPHeaders: { authorization: `Bearer ${keyOf('root')}` } };
const AS_VIEWER = { extraHTTPHeaders: { authorization: `Bearer ${keyOf('vera')}` } };

let shown: ConsoleStack;

beforeAll(async () => {
  const apiKeys = [
    { name: 'root', key: keyOf('root') },
    { name: 'vera', role: 'viewer' as const, key: keyOf('vera') },
  ];
  shown = await ConsoleStack.start({ apiKeys });
});

afterAll(() => shown?.close());

/** What is wrong with each list, by its address. */
async function faultsOfLists(
  options: object,
  before: (page: Page) => Promise<unknown> = () => Promise.resolve(),
): Promise<readonly object[]> {
  const found: object[] = [];
  await shown.on(
    '/icon.svg',
    async (page) => {
      await before(page);
      for (const path of LISTS) {
        await page.goto(`${shown.stack.conductor.url}${path}`);
        await untilShown(page);
        found.push(...(await faultsOf(page)).map((fault) => ({ path, ...fault })));
      }
    },
    options,
  );
  return found;
}

describe('The login', () => {
  it('given nobody, when axe looks at it, also with an error, then it finds nothing', async () => {
    await shown.on('/sagas', async (page) => {
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      const found = [...(await faultsOf(page))];
      await page.getByLabel('API key').fill('nobody-0123456789abcdef');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByText('There is no such key, or it has ended.').waitFor();
      expect([...found, ...(await faultsOf(page))]).toEqual([]);
    });
  });
});

describe('An installation with nothing in it', () => {
  it(
    'given an admin, when axe looks at each list, then it finds nothing',
    async () => expect(await faultsOfLists(AS_ROOT)).toEqual([]),
    ALL_MS,
  );

  it(
    'given a viewer, when axe looks at each list, then it finds nothing',
    async () => expect(await faultsOfLists(AS_VIEWER)).toEqual([]),
    ALL_MS,
  );

  it(
    'given each call is refused, when axe looks at each list, then it finds nothing',
    async () => {
      const refused = (page: Page) => refuse(page, /\/v1\/(?!me$|stream)/, 400);
      expect(await faultsOfLists(AS_ROOT, refused)).toEqual([]);
    },
    ALL_MS,
  );
});

describe('A lost connection', () => {
  it('given it is lost, when axe looks at what says so, then it finds nothing', async () => {
    const { hostname: host, port } = new URL(shown.stack.conductor.url);
    const proxy = await SeverableProxy.before({ host, port: Number(port) });
    const browser = await ConsoleBrowser.start(`http://127.0.0.1:${proxy.port}`);
    try {
      const page = await browser.open('/sagas', AS_ROOT);
      await page.getByText('live', { exact: true }).waitFor();
      proxy.cut();
      await page.getByText(/^not live: connection lost \d+ s ago$/).waitFor();
      const found = [...(await faultsOf(page))];
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.getByRole('link', { name: 'Retention' }).click();
      await page.getByText('the conductor does not answer now. It comes by itself').waitFor();
      expect([...found, ...(await faultsOf(page))]).toEqual([]);
    } finally {
      await browser.close();
      proxy.close();
    }
  });
});

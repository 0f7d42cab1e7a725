import type { Locator, Page } from 'playwright-core';
import { SeverableProxy } from '../../apps/conductor/src/severable-proxy.fixture.js';
import { errs, ORDER_DEFINITION } from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleBrowser } from './console-browser.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';

let shown: ConsoleStack;

beforeAll(async () => {
  shown = await ConsoleStack.start();
  await shown.stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

afterAll(() => shown?.close());

async function stuckSaga(key: string): Promise<string> {
  shown.stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const body = { definition: 'place-order', key, input: { orderId: key } };
  return (await shown.stack.call('POST', '/v1/sagas?wait=20s', { body })).body.id;
}

describe('The connection of the console', () => {
  it.each(['cut', 'silence'] as const)(
    'given it is lost by a %s, when it is back, then what was missed is there',
    async (way) => {
      const { hostname: host, port } = new URL(shown.stack.conductor.url);
      const proxy = await SeverableProxy.before({ host, port: Number(port) });
      const browser = await ConsoleBrowser.start(`http://127.0.0.1:${proxy.port}`);
      try {
        const page = await browser.open('/sagas?status=stuck');
        await page.getByText('live', { exact: true }).waitFor();
        await page.getByText(/newest first/).waitFor();
        proxy[way]();
        const key = `missed-${way}`;
        await stuckSaga(key);
        await page.getByText(/^not live: connection lost \d+ s ago$/).waitFor();
        proxy.heal();
        await page.getByText('live', { exact: true }).waitFor();
        const there = page.getByText(key, { exact: true });
        const fresh = page.getByRole('button', { name: /new$/ });
        // unless it was read while the connection was lost
        await there.or(fresh).first().waitFor();
        if (await fresh.isVisible()) await fresh.click();
        await there.waitFor();
        await page.getByText('live', { exact: true }).waitFor();
      } finally {
        await browser.close();
        proxy.close();
      }
    },
  );
});

describe('A view that was not loaded yet', () => {
  it('given the connection is lost, when it is back, then the view comes by itself', async () => {
    const { hostname: host, port } = new URL(shown.stack.conductor.url);
    const proxy = await SeverableProxy.before({ host, port: Number(port) });
    const browser = await ConsoleBrowser.start(`http://127.0.0.1:${proxy.port}`);
    try {
      const page = await browser.open('/sagas');
      await page.getByText('live', { exact: true }).waitFor();
      proxy.cut();
      await page.getByRole('link', { name: 'Retention' }).click();
      await page.getByText('the conductor does not answer now. It comes by itself').waitFor();
      proxy.heal();
      await page.getByRole('heading', { level: 1, name: 'Retention' }).waitFor();
      await page.getByText('There is no rule: all that ended is kept.').waitFor();
    } finally {
      await browser.close();
      proxy.close();
    }
  });
});

describe('The first view', () => {
  it('given its program is not there yet, when it comes, then the answers are there', async () => {
    const asked: string[] = [];
    await shown.on('/icon.svg', async (page) => {
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      let answered = (): void => undefined;
      const answers = new Promise<void>((done) => (answered = done));
      page.on('response', (response) => {
        if (response.url().endsWith('/v1/admin/overview')) answered();
      });
      await page.route('**/assets/index-*.js', async (route) => {
        await answers;
        await route.continue();
      });
      await page.goto(shown.stack.conductor.url);
      await page.getByRole('heading', { level: 1 }).waitFor();
      for (const path of ['/v1/me', '/v1/admin/overview', '/v1/admin/participants']) {
        expect([path, asked.filter((each) => each === path).length]).toEqual([path, 1]);
      }
    });
  });
});

describe('A view that is not loaded', () => {
  it('given a link to it, when the pointer or the focus is on it, then it is loaded', async () => {
    await shown.on('/', async (page) => {
      const loaded = (name: string) =>
        page
          .waitForResponse((answer) => answer.url().includes(`/assets/${name}-`))
          .then(() => name);
      const nav = page.getByRole('navigation').first();
      const locks = loaded('locks');
      await nav.getByRole('link', { name: 'Locks' }).hover();
      expect(await locks).toBe('locks');
      const audit = loaded('audit');
      await nav.getByRole('link', { name: 'Audit' }).focus();
      expect(await audit).toBe('audit');
      expect(new URL(page.url()).pathname).toBe('/');
    });
  });
});

describe('The keyboard in the console', () => {
  it('given an id of a saga, when it is pasted after Ctrl K, then Enter opens it', async () => {
    const id = await stuckSaga('pasted-1');
    await shown.on('/', async (page) => {
      for (const pasted of [id, 'pasted-1', `${id}/ship/0/action/1`]) {
        await opens(page, pasted, `/sagas/${id}`);
        await page.goBack();
      }
    });
  });

  it('given a first Ctrl K, when one writes on at once, then all of it is there', async () => {
    await shown.on('/', async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.keyboard.press('Control+k');
      await page.keyboard.type('shipping');
      const field = page.getByRole('combobox', { name: 'A place, a name or an id' });
      expect(await field.inputValue()).toBe('shipping');
    });
  });

  it('given another id, when it is pasted after Ctrl K, then Enter opens its place', async () => {
    await stuckSaga('pasted-2');
    const group = await stuckGroup();
    await shown.on('/', async (page) => {
      await opens(page, 'place-order', '/definitions/place-order');
      await opens(page, 'shipping', '/participants/shipping');
      await opens(page, group, `/failures/${group}`);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'A place' }).fill('nothing-of-that-name');
      await page.getByText('Nothing that you may see has this name or id.').waitFor();
      await page.keyboard.press('Escape');
      await expectNone(page.getByRole('dialog'));
    });
  });

  it('given no mouse, when keys are pressed, then they lead through list and sagas', async () => {
    for (const key of ['row-1', 'row-2']) await stuckSaga(key);
    await shown.on('/', async (page) => {
      const press = (...keys: readonly string[]) => pressAll(page, keys);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await press('g', 's');
      await page.getByRole('link', { name: 'row-2' }).waitFor();
      await press('j', 'j', 'Enter');
      await page.getByRole('heading', { name: 'row-1' }).waitFor();
      await press('k');
      await page.getByRole('heading', { name: 'row-2' }).waitFor();
      await page.getByRole('button', { name: /^Retry ship/ }).waitFor();
      await press('r');
      await page.getByRole('dialog', { name: 'Retry ship' }).waitFor();
      await press('Escape', 'g', 's', '/');
      await page.keyboard.type('g?j');
      expect(await page.getByLabel('Add a filter').inputValue()).toBe('g?j');
      await press('Escape', '?');
      const sheet = page.getByRole('dialog', { name: 'Shortcuts' });
      await sheet.getByText('Retry, with a preview').waitFor();
      await sheet.getByRole('checkbox').uncheck();
      await press('Escape');
      await sheet.waitFor({ state: 'hidden' });
      await press('g', 'd', 'Control+k');
      await page.getByRole('combobox', { name: 'A place, a name or an id' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/sagas');
    });
  });
});

describe('The look of the console', () => {
  it('given a theme and times are chosen, when it is opened again, then it is so', async () => {
    const id = await stuckSaga('look-1');
    const page = await shown.browser.open(`/sagas/${id}`, { timezoneId: 'Asia/Kathmandu' });
    const title = page.locator('time').first();
    await title.waitFor();
    expect(await title.getAttribute('title')).toMatch(/^[^\n]* UTC\n[^\n]* \+05:45$/);
    await page.getByRole('button', { name: /admin/ }).click();
    await page.getByRole('radio', { name: 'dark' }).check();
    await page.getByRole('radio', { name: 'local' }).check();
    expect(await title.getAttribute('title')).toMatch(/^[^\n]* \+05:45\n[^\n]* UTC$/);
    await page.route('**/*.js', (route) =>
      route.request().url().endsWith('/ahead.js') ? route.continue() : route.abort(),
    );
    await page.reload({ waitUntil: 'domcontentloaded' });
    // nothing of the console itself has run
    const colour = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(colour).toBe('rgb(19, 20, 22)');
    // and the page does not say for ever that it is coming
    await page.getByText('The console could not be loaded. Reload the page').waitFor();
    await page.context().close();
    shown.browser.takeComplaints();
  });

  it('given 320 px, when a place is chosen, then the menu of places leads there', async () => {
    await shown.on('/', async (page) => {
      await page.setViewportSize({ width: 320, height: 640 });
      const link = page.getByRole('link', { name: 'Sagas', exact: true });
      await expectNone(link.filter({ visible: true }));
      await page.getByRole('button', { name: 'Overview' }).click();
      await link.click();
      await page.getByRole('heading', { name: 'Sagas' }).waitFor();
      await expectNone(link.filter({ visible: true }));
    });
  });
});

/** The text, pasted into the palette, names one thing, which is at this path. */
async function opens(page: Page, pasted: string, path: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'A place, a name or an id' }).fill(pasted);
  await expectOne(page.getByRole('listbox', { name: 'Found' }).getByRole('option'));
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === path);
}

async function pressAll(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** As soon as there is just one. */
async function expectOne(found: Locator): Promise<void> {
  await found.first().waitFor();
  await found.nth(1).waitFor({ state: 'detached' });
}

async function expectNone(found: Locator): Promise<void> {
  await found.first().waitFor({ state: 'detached' });
}

async function stuckGroup(): Promise<string> {
  const { body } = await shown.stack.call('GET', '/v1/admin/failures');
  return body.groups[0].fingerprint;
}

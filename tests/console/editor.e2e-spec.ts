import type { Page } from 'playwright-core';
import { ORDER_DEFINITION } from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ALL_RULES, findingsOf, overflowOf } from './axe.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';

let shown: ConsoleStack;

beforeAll(async () => {
  shown = await ConsoleStack.start();
  await shown.stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

afterAll(() => shown?.close());

const textOf = (page: Page) => page.getByRole('textbox', { name: 'Document of the definition' });

/** What the page has, and Node has not. */
interface OfPage {
  readonly DataTransfer: new () => { setData(type: string, text: string): void };
  readonly ClipboardEvent: new (type: string, options: object) => Event;
}

/**
 * In place of what is there. Text that the browser puts in by itself takes the look of what was
 * marked as wrong before it, as a style of its own, which the policy refuses, loudly.
 */
async function paste(page: Page, written: string): Promise<void> {
  await textOf(page).focus();
  await page.keyboard.press('Control+A');
  await textOf(page).evaluate((element, pasted) => {
    const { DataTransfer, ClipboardEvent } = globalThis as unknown as OfPage;
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const options = { clipboardData, bubbles: true, cancelable: true };
    element.dispatchEvent(new ClipboardEvent('paste', options));
  }, written);
}

describe('The editor', () => {
  it('given a document that is wrong, when it is written, then it shows where', async () => {
    await shown.on('/definitions/place-order/1/edit', async (page) => {
      await page.getByText('Nothing is wrong with it.').waitFor();
      const steps = ORDER_DEFINITION.steps.map((step, place) =>
        place === 1 ? { ...step, timeout: 'soon' } : step,
      );
      await paste(page, JSON.stringify({ ...ORDER_DEFINITION, steps }, null, 2));
      const fault = page.getByRole('list', { name: 'What is wrong' }).getByRole('button');
      await fault.filter({ hasText: '/steps/1/timeout' }).click();
      expect(await page.locator('.cm-lintRange-error').innerText()).toBe('"timeout"');
      expect(await page.locator('.cm-activeLine').innerText()).toContain('"timeout": "soon"');
      const post = page.getByRole('button', { name: 'Post', exact: true });
      expect(await post.getAttribute('aria-disabled')).toBe('true');
      await paste(page, '{ "name": ');
      await page.getByText('This is no JSON').waitFor();
    });
  });

  it('given letters that are shortcuts, when typed there, then they are text', async () => {
    await shown.on('/definitions/_/new', async (page) => {
      const text = page.getByRole('textbox', { name: 'Document of the definition' });
      await text.fill('');
      await page.keyboard.type('message?');
      expect(await text.innerText()).toContain('message?');
      await page.getByRole('heading', { level: 1, name: 'New definition' }).waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
    });
  });

  it('given a document that is right, when it is posted, then there is a version', async () => {
    await shown.on('/definitions/place-order/1/edit', async (page) => {
      await page.getByText('Nothing is wrong with it.').waitFor();
      await paste(page, JSON.stringify({ ...ORDER_DEFINITION, description: 'newer' }, null, 2));
      await page.getByRole('button', { name: 'What I changed' }).click();
      await page.getByText('"newer"').first().waitFor();
      await page.getByRole('button', { name: 'Post…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Post' });
      await dialog.getByLabel('Reason').fill('it says what it is');
      await dialog.getByRole('button', { name: 'Post' }).click();
      await page.getByRole('heading', { name: 'place-order v2' }).waitFor();
    });
  });

  it('given a new one, when a name is begun, then it is completed as the schema says', async () => {
    await shown.on('/definitions/_/new', async (page) => {
      const text = page.getByRole('textbox', { name: 'Document of the definition' });
      await text.fill('{ "name": "a", "steps": [{ "name": "pay", "co" }] }');
      await text.press('Control+End');
      for (let left = 0; left < 6; left++) await text.press('ArrowLeft');
      const command = page.getByRole('option', { name: /"command"/ });
      // what a slow machine still does takes the list away: people ask again
      for (let asked = 0; asked < 5 && !(await command.isVisible()); asked++) {
        await text.press('Control+Space');
        await command.waitFor({ timeout: 2_000 }).catch(() => undefined);
      }
      await command.click();
      expect(await text.innerText()).toContain('"name": "pay", "command": ');
    });
  });
});

const graphOf = (page: Page) => page.getByRole('group', { name: 'Steps of the draft' });

/** The order's definition with another step at its second place. */
function withSecond(changes: object): string {
  const [first, second, ...others] = ORDER_DEFINITION.steps;
  return JSON.stringify({
    ...ORDER_DEFINITION,
    steps: [first, { ...second, ...changes }, ...others],
  });
}

describe('The graph of a draft', () => {
  it('given a draft, when its text changes, then its graph does', async () => {
    await shown.on('/definitions/_/new', async (page) => {
      await graphOf(page)
        .getByRole('button', { name: /^first: / })
        .waitFor();
      await paste(page, JSON.stringify(ORDER_DEFINITION));
      await graphOf(page).getByRole('button', { name: 'Undo of authorize' }).waitFor();
      await graphOf(page).getByText('pivot: no way back from here').waitFor();
      expect(
        await graphOf(page)
          .getByRole('button', { name: /^first: / })
          .count(),
      ).toBe(0);
    });
  });

  it('given many steps, then it does not wait for what may go wrong in each', async () => {
    await shown.on('/definitions/_/new', async (page) => {
      const checks: string[] = [];
      page.on('request', (request) => checks.push(request.url()));
      const step = (_: unknown, at: number) => {
        return { name: `s${at}`, command: 'order.do', compensation: 'order.undo' };
      };
      const many = { name: 'many-steps', steps: Array.from({ length: 120 }, step) };
      await paste(page, JSON.stringify(many));
      await graphOf(page)
        .getByRole('button', { name: /^s119: / })
        .waitFor();
      const asked = checks.filter((url) => url.includes('/validate'));
      expect(asked.filter((url) => !url.endsWith('?failureMatrix=false'))).toEqual([]);
      expect(asked.length).toBeGreaterThan(0);
    });
  });

  it('given what is wrong, then the last right graph says so, and where', async () => {
    await shown.on('/definitions/place-order/1/edit', async (page) => {
      const stale = page.getByText('stale: last right one');
      await graphOf(page)
        .getByRole('button', { name: 'authorize: payment.authorize', exact: true })
        .waitFor();
      expect(await stale.count()).toBe(0);
      await paste(page, withSecond({ timeout: 'soon', compensation: { command: 'x' } }));
      await stale.waitFor();
      await graphOf(page)
        .getByRole('button', { name: 'authorize: 1 error', exact: true })
        .waitFor();
      await graphOf(page)
        .getByRole('button', { name: 'Undo of authorize: 1 error', exact: true })
        .waitFor();
      await paste(page, '{ "name": ');
      await page.getByText('This is no JSON').waitFor();
      await stale.waitFor();
      await graphOf(page)
        .getByRole('button', { name: 'authorize: payment.authorize', exact: true })
        .waitFor();
      await paste(page, withSecond({ name: 'reserveMoney' }));
      await graphOf(page).getByRole('button', { name: 'reserveMoney' }).first().waitFor();
      expect(await stale.count()).toBe(0);
    });
  });

  it('given a step in the graph, when it is chosen, then the cursor is in its text', async () => {
    await shown.on('/definitions/place-order/1/edit', async (page) => {
      const here = graphOf(page).locator('[aria-current="true"]');
      const box = (name: string) => graphOf(page).getByRole('button', { name });
      await box('ship: shipping.ship').click();
      expect(await here.locator('title').textContent()).toBe('ship: shipping.ship');
      await page.keyboard.press('ArrowDown');
      expect(await page.locator('.cm-activeLine').innerText()).toContain('"name": "ship"');
      await box('Undo of authorize').focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('.cm-activeLine').innerText()).toContain('payment.void');
      await page.keyboard.press('ArrowUp');
      expect(await here.locator('title').textContent()).toBe('authorize: payment.authorize');
      await page.keyboard.press('Control+Home');
      await here.waitFor({ state: 'detached' });
    });
  });

  it('given any width, when it turns wrong, then axe finds nothing and nothing moves', async () => {
    await shown.on('/definitions/place-order/1/edit', async (page) => {
      for (const width of [320, 640, 1280]) {
        await page.setViewportSize({ width, height: 720 });
        await paste(page, withSecond({}));
        await page.getByText('Nothing is wrong with it.').waitFor();
        const before = await placesOf(page);
        await paste(page, withSecond({ timeout: 'soon', retry: 3, compensation: 4 }));
        await page.getByText('stale: last right one').waitFor();
        expect(await placesOf(page)).toEqual(before);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          const found = [...(await findingsOf(page, ALL_RULES)), ...(await overflowOf(page))];
          expect([width, colorScheme, found]).toEqual([width, colorScheme, []]);
        }
      }
    });
  });
});

/** Where text and graph are on the page, in pixels. */
async function placesOf(page: Page): Promise<readonly unknown[]> {
  const box = graphOf(page).getByRole('button', { name: 'createOrder' }).first();
  const list = page.getByRole('list', { name: 'What is wrong' }).locator('..');
  const parts = [page.locator('.cm-editor'), list, graphOf(page), box];
  return Promise.all(parts.map((part) => part.boundingBox()));
}

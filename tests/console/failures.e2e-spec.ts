import type { Page } from 'playwright-core';
import {
  errs,
  ORDER_DEFINITION,
  succeeds,
} from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';
import { loseAnswer } from './lost-answer.fixture.js';

let shown: ConsoleStack;
let orders = 0;

beforeAll(async () => {
  shown = await ConsoleStack.start();
  await shown.stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

afterAll(() => shown?.close());

/** Sagas that are stuck with this code at the step `ship`. */
async function stuckWith(code: string, count: number): Promise<readonly string[]> {
  const { stack } = shown;
  stack.script.set('shipping.ship', errs(code));
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    orders += 1;
    const body = { definition: 'place-order', input: { orderId: `o-${orders}` } };
    ids.push((await stack.call('POST', '/v1/sagas?wait=20s', { body })).body.id as string);
  }
  return ids;
}

/** How often somebody clicked on the page. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(
    `window.clicks = 0; document.addEventListener('click', () => (window.clicks += 1), true)`,
  );
  return () => page.evaluate<number>('window.clicks');
}

describe('From the landing to a confirmed retry', () => {
  it('given a cause, when two things are clicked, then its sagas end before the eyes', async () => {
    const [first = ''] = await stuckWith('NO_TRUCK', 3);
    await shown.on('/', async (page) => {
      const clicks = await countClicks(page);
      const row = page.getByRole('row', { name: /^NO_TRUCK/ });
      await row.getByText('place-order').waitFor();
      shown.stack.script.set('shipping.ship', succeeds);
      await row.getByRole('button', { name: 'Preview retry of 1 as canary' }).click();
      const dialog = page.getByRole('dialog', { name: /^Retry all 3 of NO_TRUCK/ });
      await dialog.getByText('shipping.ship', { exact: true }).first().waitFor();
      await dialog.getByText(first).waitFor();
      await dialog.getByText('as canary; its end is awaited').waitFor();
      await dialog.getByText('Stops by itself when more than 10 %').waitFor();
      await dialog.getByRole('button', { name: 'Confirm' }).click();
      expect(await clicks()).toBe(2);
      await page.getByRole('heading', { name: 'Retry of 3 sagas: 3 done' }).waitFor();
      await page.getByText('3 came to a good end').waitFor();
    });
  });

  it('given only a keyboard, when a cause is settled by it, then it ends live', async () => {
    await stuckWith('NO_DRIVER', 1);
    await shown.on('/', async (page) => {
      const cause = page.getByRole('link', { name: /^NO_DRIVER: / });
      await cause.waitFor();
      await tabTo(page, cause);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: /^NO_DRIVER: / }).waitFor();
      shown.stack.script.set('shipping.ship', succeeds);
      await tabTo(page, page.getByRole('button', { name: 'Preview retry of 1' }));
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: /^Retry all 1 of NO_DRIVER/ });
      await dialog.getByText('shipping.ship', { exact: true }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Retry of 1 saga: 1 done' }).waitFor();
      await page.getByText('1 came to a good end').waitFor();
      const saga = page.getByRole('row', { name: /good/ }).getByRole('link');
      await tabTo(page, saga);
      await page.keyboard.press('Enter');
      await page.getByText('It has ended: completed.').waitFor();
    });
  });
});

describe('A group of failures', () => {
  it('given one, when people act on it, then its life is what they said', async () => {
    await stuckWith('NO_ROAD', 2);
    await shown.on('/failures', async (page) => {
      await page.getByRole('link', { name: /^NO_ROAD: / }).click();
      await page.getByText('answers: 1 consumer').waitFor();
      const reopen = page.getByRole('button', { name: 'Reopen' });
      expect(await reopen.getAttribute('aria-disabled')).toBe('true');
      await act(page, 'Acknowledge', { Owner: 'team-ship', Note: '<b>ticket</b> 4711' });
      await page.getByText('team-ship').waitFor();
      await page.getByText('<b>ticket</b> 4711').waitFor();
      await act(page, 'Mute', {});
      await page.getByText(/^muted, ends in 8 h/).waitFor();
      await act(page, 'Resolve', { 'Since version': '2' });
      await page.getByText('resolved in v2').waitFor();
      await act(page, 'Reopen', {});
      await page.getByText('new', { exact: true }).waitFor();
      await act(page, 'Pause the group', {});
      await page.getByText(/by local .*: of the test\. Holds 0/).waitFor();
      await act(page, 'Resume the group', {});
      await page.getByRole('button', { name: 'Pause the group…' }).waitFor();
    });
  });

  it('given the pauses were seen, when it is opened after them, then both are shown', async () => {
    await stuckWith('NO_BRIDGE', 1);
    await shown.on('/pauses', async (page) => {
      await page.getByText('Nothing is paused.').waitFor();
      await page.getByRole('link', { name: 'Failures' }).first().click();
      await page.getByRole('link', { name: /^NO_BRIDGE: / }).click();
      await page.getByRole('button', { name: 'Pause the group…' }).waitFor();
      await page.getByRole('link', { name: 'Pauses' }).first().click();
      await page.getByText('Nothing is paused.').waitFor();
    });
  });

  it('given it is not read again, when somebody writes, then what they wrote stays', async () => {
    await stuckWith('NO_FERRY', 1);
    await shown.on('/failures', async (page) => {
      await page.getByRole('link', { name: /^NO_FERRY: / }).click();
      await page.getByRole('button', { name: 'Acknowledge…' }).click();
      const owner = page.getByRole('dialog', { name: 'Acknowledge' }).getByLabel('Owner');
      await owner.fill('team-ship');
      await refuse(page, '**/v1/admin/failures/*');
      // the second answer comes after the first one was taken
      await page.evaluate(LOOKS_AGAIN);
      for (let refused = 0; refused < 2; refused++) {
        await page.waitForResponse((response) => response.status() === 403);
      }
      expect(await owner.inputValue()).toBe('team-ship');
      await page.getByRole('heading', { level: 1, name: /^NO_FERRY: / }).waitFor();
    });
  });

  it('given a view cannot be loaded, when it is opened, then a reload is offered', async () => {
    await shown.on('/failures', async (page) => {
      await page.getByRole('heading', { level: 1, name: 'Failures' }).waitFor();
      await page.route('**/assets/pauses-*.js', (route) => route.fulfill({ status: 404 }));
      await page.getByRole('link', { name: 'Pauses' }).first().click();
      await page.getByRole('heading', { name: 'This part of the console is not here' }).waitFor();
      expect(shown.browser.takeComplaints().join('\n')).toContain('dynamically imported module');
      await page.unroute('**/assets/pauses-*.js');
      await page.getByRole('button', { name: 'Reload' }).click();
      await page.getByRole('heading', { level: 1, name: 'Pauses' }).waitFor();
    });
  });

  it('given the answer is lost, when it is paused again, then it is paused once', async () => {
    await stuckWith('NO_BUOY', 1);
    await shown.on('/failures', async (page) => {
      await page.getByRole('link', { name: /^NO_BUOY: / }).click();
      await page.getByRole('button', { name: 'Pause the group…' }).click();
      await loseAnswer(page, /\/v1\/admin\/pauses$/);
      const dialog = page.getByRole('dialog', { name: 'Pause the group' });
      await dialog.getByLabel('For so many hours').fill('2');
      await dialog.getByLabel('Reason').fill('of the test');
      await dialog.getByRole('button', { name: 'Pause the group' }).click();
      await dialog.getByText('Nobody knows whether it was done.').waitFor();
      expect(await dialog.getByLabel('Reason').isDisabled()).toBe(true);
      await dialog.getByRole('button', { name: 'Try again' }).click();
      await page.getByText(/of the test, ends in .*Holds/).waitFor();
      await dialog.waitFor({ state: 'hidden' });
      await act(page, 'Resume the group', {});
      await page.getByRole('button', { name: 'Pause the group…' }).waitFor();
    });
  });

  it('given one that is not known, when it is opened, then it says so', async () => {
    await shown.on('/failures/0123456789abcdef', async (page) => {
      await page.getByText('FAILURE_GROUP_NOT_FOUND').waitFor();
      await page.getByRole('link', { name: 'Failures' }).first().waitFor();
    });
  });
});

/** As when somebody comes back to the page, again and again. */
const LOOKS_AGAIN = `setInterval(() => dispatchEvent(new Event('visibilitychange')), 99)`;

async function refuse(page: Page, calls: string): Promise<void> {
  const problem = { code: 'FORBIDDEN', title: 'You may not do this', status: 403 };
  const contentType = 'application/problem+json';
  await page.route(calls, (route) =>
    route.fulfill({ status: 403, contentType, body: JSON.stringify(problem) }),
  );
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, wanted: ReturnType<Page['getByRole']>): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if ((await wanted.and(page.locator(':focus')).count()) === 1) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead to it.');
}

/** Opens the dialog of an act, fills it in, and does it. */
async function act(page: Page, name: string, fields: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: `${name}…` }).click();
  const dialog = page.getByRole('dialog', { name });
  for (const [label, value] of Object.entries(fields)) {
    await dialog.getByLabel(label).fill(value);
  }
  await dialog.getByLabel('Reason').fill('of the test');
  await dialog.getByRole('button', { name, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

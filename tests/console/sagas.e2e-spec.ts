import type { Page } from 'playwright-core';
import { CLONE_SAGA, stuckSagas } from '../../apps/conductor/src/api/bulk/cloned-sagas.fixture.js';
import { succeeds } from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';
import { loseAnswer } from './lost-answer.fixture.js';

/** More than this in the page would be every row of the list. */
const NODES_MAX = 3_000;
const LINE_PX = 16;
const LIST = '/sagas?status=stuck&definition=chosen';
let shown: ConsoleStack;

beforeAll(async () => {
  shown = await ConsoleStack.start();
  await stuckSagas(shown.stack, 'chosen', 120);
});

afterAll(() => shown?.close());

const checkbox = (page: Page, at: number) =>
  page.getByRole('checkbox', { name: /^Choose [0-9a-f]/ }).nth(at);

describe('The list of sagas', () => {
  it('given rows that are chosen, when they are acted on, then it is about these', async () => {
    await shown.on(LIST, async (page) => {
      await page.getByText('120 sagas · newest first').waitFor();
      await checkbox(page, 1).click();
      await checkbox(page, 4).click({ modifiers: ['Shift'] });
      await page.getByText('4 chosen').waitFor();
      await checkbox(page, 2).click();
      await page.getByText('3 chosen').waitFor();
      await page.reload();
      await page.getByText('3 chosen').waitFor();
      shown.stack.script.set('shipping.ship', succeeds);
      await page.getByRole('button', { name: 'Retry…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Retry: 3 sagas' });
      await dialog.getByText('3 × shipping.ship to shipping').waitFor();
      await dialog.getByText('Canary, rate and when it stops').click();
      await dialog.getByLabel('Canary').fill('2');
      await dialog.getByText('2 as canary; its end is awaited').waitFor();
      await dialog.getByLabel('Reason').fill('the trucks are back');
      await loseAnswer(page, /\/v1\/admin\/bulk$/);
      await dialog.getByRole('button', { name: 'Confirm' }).click();
      await dialog.getByText('Nobody knows whether it was done.').waitFor();
      expect(await dialog.getByLabel('Reason').isDisabled()).toBe(true);
      await dialog.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('3 came to a good end').waitFor();
      expect((await shown.stack.call('GET', '/v1/admin/bulk')).body.items).toHaveLength(1);
      await page.goBack();
      await page.getByText('117 sagas · newest first').waitFor();
    });
  });

  it('given all that the filter means, when they are chosen, then it says how many', async () => {
    await shown.on(LIST, async (page) => {
      await page.getByRole('checkbox', { name: 'Choose all rows' }).click();
      await page.getByText('50 chosen').waitFor();
      await page.getByRole('button', { name: /^choose all 117 that the filter means/ }).click();
      await page.getByText('All 117 that the filter means').waitFor();
      await page.getByRole('button', { name: 'Skip a step…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Skip a step: 117 sagas' });
      expect(
        await dialog.getByRole('button', { name: 'Confirm' }).getAttribute('aria-disabled'),
      ).toBe('true');
      await dialog.getByLabel('Step').fill('ship');
      await dialog.getByText('as they are now: what joins later is not in it').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'choose none' }).click();
      await page.getByText('All 117 that the filter means').waitFor({ state: 'hidden' });
    });
  });

  it('given thousands of rows, when they are scrolled, then the page stays small', async () => {
    const { items } = (await shown.stack.call('GET', '/v1/sagas?limit=1&status=stuck')).body;
    await shown.stack.sql.query(CLONE_SAGA, [items[0].id, 300]);
    await shown.on(LIST, async (page) => {
      for (let pages = 1; pages < 7; pages++) {
        await page.getByRole('button', { name: 'More' }).press('Enter');
        await page
          .getByRole('table')
          .and(page.locator(`[aria-rowcount="${50 * pages + 51}"]`))
          .waitFor();
      }
      expect(await page.evaluate<number>(`document.querySelectorAll('*').length`)).toBeLessThan(
        NODES_MAX,
      );
      await page.evaluate('window.scrollTo(0, 5_000)');
      const row = page.getByRole('row').and(page.locator('[aria-rowindex="140"]'));
      await row.waitFor();
      const { y = 0 } = (await row.boundingBox()) ?? {};
      await row.getByRole('link').click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.evaluate<number>('window.scrollY')).toBe(0);
      await page.goBack();
      await row.waitFor();
      expect(Math.abs(((await row.boundingBox())?.y ?? -1e6) - y)).toBeLessThan(80);
    });
  });
});

describe('Rows of the list', () => {
  it('given one changes while more is read, when that has come, then it keeps it', async () => {
    const id = await stuckAt(30);
    await shown.on(LIST, async (page) => {
      await rowOf(page, id).getByText('stuck').first().waitFor();
      let goOn = (): void => undefined;
      const changed = new Promise<void>((resolve) => (goOn = resolve));
      await page.route(/\/v1\/sagas\?.*cursor=/, async (route) => {
        await changed;
        await route.continue();
      });
      await page.getByRole('button', { name: 'More' }).click();
      await retried(id);
      await rowOf(page, id).getByText('completed').waitFor();
      goOn();
      await page.locator('[aria-rowcount="101"]').waitFor();
      await rowOf(page, id).getByText('completed').waitFor();
    });
  });

  it('given some that change and one that begins, when live, then nothing shifts', async () => {
    const id = await stuckAt(0);
    await shown.on('/sagas?definition=chosen', async (page) => {
      await rowOf(page, id).getByText('stuck').first().waitFor();
      await page.evaluate(NOTE_SHIFTS);
      await retried(id);
      await rowOf(page, id).getByText('completed').waitFor();
      await stuckSagas(shown.stack, 'chosen', 1);
      await page.getByRole('button', { name: '1 new' }).waitFor();
      expect(await page.evaluate('window.shifts')).toEqual([]);
    });
  });

  it('given new ones, when they are asked for, then rows stay until those are there', async () => {
    const id = await stuckAt(0);
    await shown.on('/sagas?definition=chosen', async (page) => {
      await rowOf(page, id).waitFor();
      await stuckSagas(shown.stack, 'chosen', 1);
      const pill = page.getByRole('button', { name: '1 new' });
      await pill.waitFor();
      let answer = (): void => undefined;
      const answered = new Promise<void>((resolve) => (answer = resolve));
      const asked = page.waitForRequest(/\/v1\/sagas\?definition/);
      await page.route(/\/v1\/sagas\?definition/, async (route) => {
        await answered;
        await route.fallback();
      });
      await pill.click();
      await asked;
      expect(await rowOf(page, id).count()).toBe(1);
      answer();
      await rowOf(page, await stuckAt(0)).waitFor();
      await pill.waitFor({ state: 'detached' });
    });
  });

  it('given one below what is shown, when it changes, then it is not new', async () => {
    const oldest = '/v1/sagas?status=stuck&definition=chosen&limit=100';
    const { items } = (await shown.stack.call('GET', oldest)).body;
    await shown.on('/sagas?definition=chosen', async (page) => {
      await page.getByText('newest first').waitFor();
      await retried(items.at(-1).id);
      await stuckSagas(shown.stack, 'chosen', 1);
      await page.getByRole('button', { name: /new$/ }).waitFor();
      expect(await page.getByRole('button', { name: /new$/ }).innerText()).toBe('1 new');
    });
  });
});

const NOTE_SHIFTS = `(() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      const moved = sources.map(({ node }) => node?.outerHTML ?? node?.data);
      if (!hadRecentInput) window.shifts.push([value, moved]);
    }
  }).observe({ type: 'layout-shift' });
})()`;

const rowOf = (page: Page, id: string) =>
  page.getByRole('row').filter({ has: page.locator(`a[href$="/sagas/${id}"]`) });

/** The newest is at 0. */
async function stuckAt(place: number): Promise<string> {
  const list = '/v1/sagas?status=stuck&definition=chosen&limit=50';
  return (await shown.stack.call('GET', list)).body.items[place].id;
}

async function retried(id: string): Promise<void> {
  shown.stack.script.set('shipping.ship', succeeds);
  const body = { reason: 'the trucks are back' };
  expect(await shown.stack.call('POST', `/v1/admin/sagas/${id}/retry`, { body })).toMatchObject({
    status: 200,
  });
}

describe('Rows at 320 px', () => {
  it('given one has ended, when it is listed, then no line waits for what it says', async () => {
    shown.stack.script.set('shipping.ship', succeeds);
    const body = { definition: 'chosen', key: 'has-ended', input: { orderId: 'o-1' } };
    const { status } = (await shown.stack.call('POST', '/v1/sagas?wait=20s', { body })).body;
    expect(status).toBe('completed');
    await shown.on('/sagas?definition=chosen', async (page) => {
      await page.setViewportSize({ width: 320, height: 640 });
      const heightOf = async (text: string): Promise<number> => {
        const row = page.locator('tbody tr').filter({ hasText: text }).first();
        return (await row.boundingBox())?.height ?? 0;
      };
      await page.getByText('has-ended').waitFor();
      expect((await heightOf('has-ended')) + LINE_PX).toBeLessThan(await heightOf('stuck'));
    });
  });
});

describe('The filter', () => {
  it('given a text, when another is typed, then it stands for the first, % and all', async () => {
    await shown.on(LIST, async (page) => {
      const add = page.getByLabel('Add a filter');
      await add.fill('first');
      await add.press('Enter');
      await page.waitForURL(/&q=first$/);
      await add.fill('100% &');
      await add.press('Enter');
      await page.waitForURL(/chosen&q=100%25%20%26$/);
      await add.press('Enter');
      await page.getByText('q=100% &', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Without q=100% &' }).click();
      await page.waitForURL(/definition=chosen$/);
    });
  });
});

describe('A saved view', () => {
  it('given a filter, when it is saved, shared and made the first, then it is', async () => {
    await shown.on('/sagas?status=stuck&age=<1d', async (page) => {
      await page.getByRole('button', { name: 'Save this view…' }).click();
      const saving = page.getByRole('dialog', { name: 'Save this view' });
      await saving.getByLabel('Name').fill('Night shift');
      await saving.getByLabel('All callers see it').check();
      await saving.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('link', { name: 'Night shift' }).waitFor();
      await page.getByRole('button', { name: 'Seen first…' }).click();
      const first = page.getByRole('dialog', { name: 'Seen first' });
      await first.getByLabel('Role').selectOption('admin');
      await first.getByLabel('Reason').fill('they begin with it');
      await first.getByRole('button', { name: 'Seen first' }).click();
      await first.waitFor({ state: 'hidden' });
      await page.getByRole('link', { name: 'Overview' }).click();
      await page.getByRole('link', { name: 'Sagas', exact: true }).click();
      await page.waitForURL(/age=/);
      await page.getByRole('link', { name: 'All', exact: true }).click();
      await page.waitForURL(/#all$/);
      await page.getByRole('link', { name: 'Night shift' }).click();
      await page.getByRole('button', { name: 'Change this view…' }).click();
      const changing = page.getByRole('dialog', { name: 'Change this view' });
      await changing.getByLabel('Name').fill('Day shift');
      await changing.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('link', { name: 'Day shift' }).waitFor();
      await page.getByRole('button', { name: 'Change this view…' }).click();
      await changing.getByRole('button', { name: 'Delete it' }).click();
      await page.getByRole('link', { name: 'Day shift' }).waitFor({ state: 'hidden' });
    });
  });
});

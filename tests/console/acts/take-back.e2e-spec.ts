import type { Page } from 'playwright-core';
import {
  errs,
  ORDER_DEFINITION,
  refuses,
} from '../../../apps/conductor/src/conductor-stack.fixture.js';
import { ALL_RULES, findingsOf, overflowOf } from '../axe.fixture.js';
import { ConsoleStack } from '../console-stack.fixture.js';

let shown: ConsoleStack;

beforeAll(async () => {
  shown = await ConsoleStack.start();
  await shown.stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

afterAll(() => shown?.close());

/** Does what a button offers, for a reason, and is where it was. */
async function act(page: Page, name: string, dialogName = name): Promise<void> {
  await page.getByRole('button', { name: `${name}…` }).click();
  const dialog = page.getByRole('dialog', { name: dialogName });
  await dialog.getByText('It can be taken back on this page, until').waitFor();
  await dialog.getByLabel('Reason').fill('seen');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

/** By keyboard, from wherever one is: the reason is there. */
async function takeBack(page: Page, done: string): Promise<void> {
  await page.getByRole('status').getByText(`Done: ${done}`).waitFor();
  await page.keyboard.press('u');
  const dialog = page.getByRole('dialog', { name: `Take it back: ${done}` });
  expect(await dialog.getByLabel('Reason').inputValue()).toBe('taken back: seen');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText(`Taken back: ${done}`).waitFor();
}

describe('An act of the console that has an opposite', () => {
  it('given a participant is resumed, when taken back, then it is paused as before', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const scope = { participant: 'shipping' };
    const body = { scope, reason: 'it is mended', until, withCompensations: true };
    await shown.stack.call('POST', '/v1/admin/pauses', { body });
    await shown.on('/pauses', async (page) => {
      await page.getByRole('button', { name: 'Resume shipping' }).click();
      const dialog = page.getByRole('dialog', { name: 'Resume shipping' });
      const reason = dialog.getByLabel('Reason');
      expect(await reason.inputValue()).toBe('the pause is over: it is mended');
      await reason.fill('seen');
      await page.keyboard.press('Enter');
      await takeBack(page, 'Resume shipping');
      await page.getByRole('cell', { name: 'shipping' }).first().waitFor();
    });
    const pauses = (await shown.stack.call('GET', '/v1/admin/pauses?active=true')).body.items;
    expect(pauses).toEqual([
      expect.objectContaining({
        scope,
        until,
        withCompensations: true,
        reason: 'taken back: seen',
      }),
    ]);
    await shown.stack.call('POST', `/v1/admin/pauses/${pauses[0].id}/resume`, {
      body: { reason: 'of the test' },
    });
  });

  it('given a participant is paused, when it is taken back, then it goes on', async () => {
    await shown.on('/participants/payment', async (page) => {
      await page.getByRole('button', { name: 'Pause…' }).click();
      await page.getByText('Open now: 0 sagas, which are there.').waitFor();
      await page.keyboard.press('Escape');
      await act(page, 'Pause');
      await takeBack(page, 'Pause payment');
      await page.getByRole('button', { name: 'Resume payment' }).waitFor({ state: 'detached' });
    });
    expect((await shown.stack.call('GET', '/v1/admin/pauses?active=true')).body.items).toEqual([]);
  });

  it('given a group is acknowledged, when it is taken back, then it is new', async () => {
    shown.stack.script.set('payment.capture', refuses('CARD_EXPIRED'));
    shown.stack.script.set('payment.void', errs('LOCKED'));
    const saga = { definition: 'place-order', key: 'o-1', input: { orderId: 'o-1' } };
    await shown.stack.call('POST', '/v1/sagas?wait=20s', { body: saga });
    const { groups } = (await shown.stack.call('GET', '/v1/admin/failures')).body;
    const [{ fingerprint }] = groups;
    await shown.on(`/failures/${fingerprint}`, async (page) => {
      await act(page, 'Acknowledge');
      await takeBack(page, 'Acknowledge');
      await act(page, 'Resolve');
      await takeBack(page, 'Resolve');
    });
    const path = `/v1/admin/failures/${fingerprint}`;
    expect((await shown.stack.call('GET', path)).body.life.status).toBe('new');
  });

  it('given a version is retired, when it is taken back, then sagas start with it', async () => {
    await shown.on('/definitions/place-order?tab=versions', async (page) => {
      await page.getByRole('button', { name: 'Retire v1…' }).click();
      const told = page.getByRole('dialog').getByText(/Open now: \d+ sagas?, which go on/);
      await told.waitFor();
      await page.keyboard.press('Escape');
      await act(page, 'Retire v1');
      await takeBack(page, 'Retire v1');
      await page.getByRole('button', { name: 'Retire v1…' }).waitFor();
    });
  });

  it('given a saga is kept for ever, when it is taken back, then it is not', async () => {
    const saga = { definition: 'place-order', key: 'o-2', input: { orderId: 'o-2' } };
    const { id } = (await shown.stack.call('POST', '/v1/sagas', { body: saga })).body;
    await shown.on(`/sagas/${id}`, async (page) => {
      await act(page, 'Keep for ever');
      await page.getByRole('button', { name: 'Take it back: keep no longer' }).click();
      const dialog = page.getByRole('dialog', { name: 'Keep no longer' });
      expect(await dialog.getByLabel('Reason').inputValue()).toBe('taken back: seen');
      await page.keyboard.press('Enter');
      await page.getByText('It is kept no longer than others.').waitFor();
    });
    expect((await shown.stack.call('GET', '/v1/admin/exemptions')).body.items).toEqual([]);
  });

  it('given a rule is set, when it is taken back, then there is none', async () => {
    await shown.on('/retention', async (page) => {
      await page.getByRole('button', { name: 'Set a rule…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Set a rule' });
      await dialog.getByLabel('Days that abandoned sagas are kept').fill('7');
      await dialog.getByLabel('Reason').fill('seen');
      await page.keyboard.press('Enter');
      await takeBack(page, 'Set a rule');
      await page.getByText('There is no rule: all that ended is kept.').waitFor();
    });
  });

  it('given a view is deleted, when it is taken back, then it is there', async () => {
    const body = { name: 'At night', filter: 'status=stuck&age=>1h', isShared: true };
    await shown.stack.call('POST', '/v1/views', { body });
    await shown.on(`/sagas?${body.filter}`, async (page) => {
      await page.getByRole('button', { name: 'Change this view…' }).click();
      await page.getByRole('button', { name: 'Delete it' }).click();
      await page.getByRole('status').getByText('Done: Delete At night').waitFor();
      await page.keyboard.press('u');
      await page.getByRole('status').getByText('Taken back: Delete At night').waitFor();
      await page.getByRole('link', { name: 'At night' }).waitFor();
    });
    const { items } = (await shown.stack.call('GET', '/v1/views')).body;
    expect(items).toEqual([expect.objectContaining(body)]);
  });
});

describe('What was done last', () => {
  it('given another place is opened, then it is told no more; axe finds nothing', async () => {
    await shown.on('/participants/payment', async (page) => {
      await act(page, 'Pause');
      const told = page.getByText('Done: Pause payment');
      await told.waitFor();
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 640 });
        const findings = [...(await findingsOf(page, ALL_RULES)), ...(await overflowOf(page))];
        expect(findings).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.getByRole('link', { name: 'Overview' }).first().click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await told.count()).toBe(0);
    });
  });
});

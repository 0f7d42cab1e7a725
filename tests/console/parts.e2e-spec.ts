import type { Page } from 'playwright-core';
import { isSilent, ORDER_DEFINITION } from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';

let shown: ConsoleStack;

const LOCKED = {
  name: 'locked',
  locks: [{ key: 'case:${input.case}', timeout: '1h' }],
  steps: [{ name: 'approve', wait: { signal: 'approved' } }],
};
const LONELY = {
  name: 'lonely',
  steps: [{ name: 'ask', command: 'nobody.ask', compensation: 'none', timeout: '10m' }],
};
const MARKUP = '<b onclick=alert(1)>bold</b>';

beforeAll(async () => {
  shown = await ConsoleStack.start();
  for (const body of [LOCKED, LONELY, ORDER_DEFINITION]) {
    await shown.stack.call('POST', '/v1/definitions', { body });
  }
});

beforeEach(() => shown.stack.script.clear());
afterAll(() => shown?.close());

async function start(definition: string, key: string, input: object = {}): Promise<string> {
  const { body } = await shown.stack.call('POST', '/v1/sagas', {
    body: { definition, key, input },
  });
  return body.id;
}

/** Gives the reason in the dialog that is open, and confirms. */
async function confirm(page: Page, dialog: string, name: string): Promise<void> {
  const open = page.getByRole('dialog', { name: dialog });
  await open.getByLabel('Reason').fill('a story');
  await open.getByRole('button', { name, exact: true }).click();
  await open.waitFor({ state: 'hidden' });
}

describe('Participants', () => {
  it('given nobody takes its commands, when it is opened, then it says who waits', async () => {
    await start('lonely', 'n-1');
    await shown.on('/participants', async (page) => {
      await page.getByRole('row', { name: /nobody no consumer 1/ }).waitFor();
      await page.getByRole('link', { name: 'nobody' }).click();
      await page.getByRole('heading', { level: 1, name: 'nobody' }).waitFor();
      await page.getByText('Nobody takes the commands of nobody').waitFor();
      await page.getByRole('link', { name: '1 saga waits' }).click();
      await page.getByRole('link', { name: 'n-1' }).waitFor();
    });
  });

  it('given it describes itself, when its page is opened, then its schemas are there', async () => {
    const inputSchema = { type: 'object', title: MARKUP };
    await shown.stack.describe('shipping', [{ command: 'shipping.ship', inputSchema }]);
    await shown.on('/participants/shipping', async (page) => {
      await page.getByText('shipping.ship', { exact: true }).click();
      await page.getByRole('region', { name: 'Data of shipping.ship' }).getByText(MARKUP).waitFor();
      const forget = page.getByRole('button', { name: 'Forget shipping' });
      await forget.click();
      const dialog = page.getByRole('dialog', { name: 'Forget shipping' });
      await dialog.getByLabel('Reason').fill('it is gone');
      await dialog.getByRole('button', { name: 'Forget' }).click();
      await dialog.getByText(/A process of shipping described itself a moment ago/).waitFor();
    });
  });

  it('given it is paused there, when it is resumed, then what it held goes on', async () => {
    await shown.on('/participants/payment', async (page) => {
      await page.getByRole('button', { name: 'Pause…' }).click();
      await confirm(page, 'Pause', 'Pause');
      await page.getByRole('heading', { name: 'It is paused' }).waitFor();
      const id = await start('place-order', 'p-1', { orderId: 'p-1' });
      await page.getByRole('link', { name: '1', exact: true }).first().waitFor();
      await page.getByRole('button', { name: 'Resume payment' }).click();
      await confirm(page, 'Resume payment', 'Resume');
      await page.getByRole('heading', { name: 'It is paused' }).waitFor({ state: 'hidden' });
      const { body } = await shown.stack.call('GET', `/v1/sagas/${id}?wait=20s`);
      expect(body.status).toBe('completed');
    });
  });
});

describe('Locks', () => {
  it('given one waits, when the lock is released, then the next one has it', async () => {
    const holder = await start('locked', 'k-1', { case: 'c-1' });
    await shown.stack.call('GET', `/v1/sagas/${holder}?wait=10s`);
    const next = await start('locked', 'k-2', { case: 'c-1' });
    await shown.on('/locks', async (page) => {
      await page.getByRole('row', { name: /case:c-1 k-1 locked .* k-2/ }).waitFor();
      await page.getByLabel('Key of a lock').fill('case:c-0');
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByText('Nobody holds case:c-0.').waitFor();
      await page.getByRole('button', { name: 'All locks' }).click();
      await page.getByRole('button', { name: 'Release the lock case:c-1' }).click();
      const dialog = page.getByRole('dialog', { name: 'Release the lock case:c-1' });
      await dialog.getByText('Gives back the locks case:c-1.').waitFor();
      await confirm(page, 'Release the lock case:c-1', 'Release the lock case:c-1');
      await page.getByRole('row', { name: /case:c-1 k-2 locked .* nobody/ }).waitFor();
    });
    for (const id of [holder, next]) {
      await shown.stack.call('POST', `/v1/sagas/${id}/signals/approved`, { body: {} });
    }
  });
});

describe('Dead messages', () => {
  it('given there is none, when they are opened, then it says what they are', async () => {
    await shown.on('/dead-messages', async (page) => {
      await page.getByText('No message waits for a decision.').waitFor();
    });
  });

  it('given its cause is mended, when it is replayed there, then it is taken', async () => {
    const data = { definition: 'late-order', input: { orderId: MARKUP } };
    const properties = { messageId: 'early-1' };
    await shown.stack.publish({ json: { pattern: 'saga.start', data }, properties });
    await shown.on('/dead-messages', async (page) => {
      await page.getByRole('link', { name: 'DEFINITION_NOT_FOUND' }).click();
      await page.getByRole('region', { name: 'Body of the message' }).getByText(MARKUP).waitFor();
      await page.getByRole('button', { name: 'Replay…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Replay' });
      await dialog.getByLabel('Reason').fill('too early');
      await dialog.getByRole('button', { name: 'Replay' }).click();
      await dialog.getByText('DEAD_MESSAGE_STILL_UNUSABLE').waitFor();
      const body = { ...ORDER_DEFINITION, name: 'late-order' };
      await shown.stack.call('POST', '/v1/definitions', { body });
      await dialog.getByRole('button', { name: 'Replay' }).click();
      await page.getByText('It was taken: what it asks for was done.').waitFor();
      await page.getByRole('link', { name: 'Dead messages' }).first().click();
      await page.getByText('No message waits for a decision.').waitFor();
      await page.getByRole('link', { name: 'All', exact: true }).click();
      await page.getByRole('cell', { name: 'replayed' }).waitFor();
    });
  });

  it('given it is of no use, when it is discarded there, then it is open no more', async () => {
    const properties = { messageId: 'broken-1' };
    await shown.stack.publish({ json: MARKUP, properties, isBroken: true });
    await shown.on('/dead-messages', async (page) => {
      await page.getByRole('link', { name: 'NOT_JSON' }).click();
      await page.getByRole('button', { name: 'Discard…' }).click();
      await confirm(page, 'Discard', 'Discard');
      await page.getByRole('button', { name: 'Replay' }).getByText('Replay').waitFor();
      expect(await page.getByRole('button', { name: 'Replay' }).getAttribute('title')).toBe(
        'It was discarded.',
      );
    });
  });
});

describe('Pauses', () => {
  it('given nothing is paused, when a step is paused there, then it holds sagas', async () => {
    shown.stack.script.set('shipping.ship', isSilent);
    await shown.on('/pauses', async (page) => {
      await page.getByText('Nothing is paused.').waitFor();
      await page.getByRole('button', { name: 'Pause…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Pause' });
      await dialog
        .getByRole('combobox', { name: 'What' })
        .selectOption({ label: 'One step of a definition' });
      await dialog.getByRole('combobox', { name: 'Definition' }).selectOption('place-order');
      await dialog.getByRole('combobox', { name: 'Step' }).selectOption('capture');
      await dialog.getByRole('combobox', { name: 'For how long' }).selectOption('an hour');
      await confirm(page, 'Pause', 'Pause');
      await start('place-order', 'h-1', { orderId: 'h-1' });
      await page.mouse.move(0, 0);
      await page.getByRole('row', { name: /place-order · capture .* 1 / }).waitFor();
      await page.getByRole('button', { name: 'Resume place-order · capture' }).click();
      await confirm(page, 'Resume place-order · capture', 'Resume');
      await page.getByText('Nothing is paused.').waitFor();
    });
  });
});

import type { Page } from 'playwright-core';
import {
  errs,
  isSilent,
  ORDER_DEFINITION,
  refuses,
  succeeds,
} from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';

let shown: ConsoleStack;

const KEY = 'ada-0123456789abcdef';
const headers = { authorization: `Bearer ${KEY}` };

/** Stuck past its pivot, with an input that somebody can correct. */
const PARCEL_DEFINITION = {
  name: 'send-parcel',
  defaults: { retry: { maxAttempts: 1 }, compensation: { retry: { maxAttempts: 1 } } },
  steps: [
    { name: 'charge', command: 'payment.charge', kind: 'pivot' },
    {
      name: 'ship',
      command: 'shipping.ship',
      kind: 'retryable',
      retry: { maxAttempts: 1 },
      input: { weight: '${input.weight}', to: '${input.to}' },
    },
  ],
};

beforeAll(async () => {
  const apiKeys = [{ name: 'ada', key: KEY }];
  shown = await ConsoleStack.start({ apiKeys, fourEyes: { list: ['skip'] } });
  for (const body of [ORDER_DEFINITION, PARCEL_DEFINITION]) {
    await shown.stack.call('POST', '/v1/definitions', { headers, body });
  }
});

afterAll(() => shown?.close());

afterEach(() => shown.stack.script.clear());

async function started(body: object): Promise<string> {
  return (await shown.stack.call('POST', '/v1/sagas?wait=20s', { headers, body })).body.id;
}

async function stuckOrder(key: string): Promise<string> {
  shown.stack.script.set('payment.capture', refuses('CARD_EXPIRED'));
  shown.stack.script.set('payment.void', errs('LOCKED'));
  return started({ definition: 'place-order', key, input: { orderId: key } });
}

async function stuckParcel(key: string): Promise<string> {
  shown.stack.script.set('shipping.ship', errs('TOO_HEAVY'));
  return started({ definition: 'send-parcel', key, input: { weight: 3100, to: 'Oslo' } });
}

/** As somebody who has logged in. */
function on(path: string, story: (page: Page) => Promise<void>): Promise<void> {
  return shown.on(path, story, { extraHTTPHeaders: headers });
}

async function act(page: Page, dialog: string, button = dialog): Promise<void> {
  const shownDialog = page.getByRole('dialog', { name: dialog });
  await shownDialog.getByLabel('Reason').fill('seen');
  await shownDialog.getByRole('button', { name: button }).click();
}

describe('The page of a saga', () => {
  it('given what may be done comes late, when it comes, then nothing below it moves', async () => {
    const id = await stuckOrder('o-0');
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await on('/', async (page) => {
      await page.route('**/actions', async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(`${shown.stack.conductor.url}/sagas/${id}`);
      const path = page.getByRole('heading', { name: 'Path' });
      const before = await path.boundingBox();
      expect(await page.getByRole('button', { name: 'Pause…' }).count()).toBe(0);
      answer();
      await page.getByRole('button', { name: 'Pause…' }).waitFor();
      expect(await path.boundingBox()).toEqual(before);
    });
  });

  it('given a stuck saga, when it is retried there, then it goes on before the eyes', async () => {
    const id = await stuckOrder('o-1');
    await on(`/sagas/${id}`, async (page) => {
      await page
        .getByText(/authorize is stuck since \d\d:\d\d:\d\d UTC \(.*\): payment answ/)
        .waitFor();
      await page.getByText('▲ stuck: LOCKED').waitFor();
      shown.stack.script.set('payment.void', succeeds);
      await page.getByRole('button', { name: 'Retry authorize…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Retry authorize' });
      await dialog.getByText('payment.void').waitFor();
      await act(page, 'Retry authorize');
      await page.getByText('It has ended: compensated.').waitFor();
    });
  });

  it('given a payload that was wrong, when it is corrected, then that one is sent', async () => {
    const id = await stuckParcel('p-1');
    const calls = shown.stack.record('shipping.ship');
    await on(`/sagas/${id}`, async (page) => {
      await page.getByRole('button', { name: 'Retry ship…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Retry ship' });
      await dialog.getByText('With another input').click();
      const field = dialog.getByLabel('Input of ship, as JSON');
      expect(JSON.parse(await field.inputValue())).toEqual({ weight: 3100, to: 'Oslo' });
      await field.fill('{ "weight": 31, "to": "<b>Oslo</b>"');
      await dialog.getByText('this is no JSON').waitFor();
      await field.fill('{ "weight": 31, "to": "<b>Oslo</b>" }');
      await dialog.getByText('3100 → 31', { exact: true }).waitFor();
      await dialog.getByText('"Oslo" → "<b>Oslo</b>"').waitFor();
      await dialog.getByText(/then ship/).waitFor();
      shown.stack.script.set('shipping.ship', (command) =>
        command.direction === 'inquire' ? refuses('FENCED')(command) : succeeds(command),
      );
      await act(page, 'Retry ship');
      await page.getByText('It has ended: completed.').waitFor();
    });
    expect(calls.at(-1)?.data).toEqual({ weight: 31, to: '<b>Oslo</b>' });
  });

  it('given the command is described, when its input is corrected, then by fields', async () => {
    const properties = {
      weight: { type: 'integer', maximum: 40 },
      to: { type: 'string' },
      note: {},
    };
    const inputSchema = { type: 'object', properties, required: ['weight', 'to'] };
    await shown.stack.describe('shipping', [{ command: 'shipping.ship', inputSchema }]);
    const id = await stuckParcel('p-3');
    const calls = shown.stack.record('shipping.ship');
    await on(`/sagas/${id}`, async (page) => {
      await page.getByRole('button', { name: 'Retry ship…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Retry ship' });
      await dialog.getByText('With another input').click();
      const weight = dialog.getByRole('spinbutton', { name: 'weight' });
      expect(await weight.inputValue()).toBe('3100');
      expect(await dialog.getByRole('textbox', { name: 'to' }).inputValue()).toBe('Oslo');
      await dialog.getByText('3100 is greater than 40.').waitFor();
      const note = dialog.getByRole('textbox', { name: 'note' });
      await note.fill('{"a":');
      await dialog.getByText('This is no JSON yet.', { exact: true }).waitFor();
      await dialog.getByLabel('Reason').fill('corrected');
      const button = dialog.getByRole('button', { name: 'Retry ship', exact: true });
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      await note.fill('');
      await weight.fill('31');
      await dialog.getByText('3100 → 31', { exact: true }).waitFor();
      await dialog.getByText(/then ship/).waitFor();
      shown.stack.script.set('shipping.ship', (command) =>
        command.direction === 'inquire' ? refuses('FENCED')(command) : succeeds(command),
      );
      await act(page, 'Retry ship');
      await page.getByText('It has ended: completed.').waitFor();
    });
    expect(calls.at(-1)?.data).toEqual({ weight: 31, to: 'Oslo' });
  });

  it('given a saga, when it is paused, then that is taken back where it was made', async () => {
    const id = await stuckParcel('p-2');
    await on(`/sagas/${id}`, async (page) => {
      await page.getByRole('button', { name: 'Pause…' }).click();
      await act(page, 'Pause');
      await page.getByText('It is paused; its clocks stand still.').waitFor();
      await page.getByRole('button', { name: 'Take it back: resume' }).click();
      await act(page, 'Resume');
      await page.getByRole('button', { name: 'Pause…' }).waitFor();
    });
  });

  it('given an act was done to one, when another is seen, then it is told of none', async () => {
    const [one, other] = [await stuckOrder('o-3'), await stuckOrder('o-4')];
    await on(`/sagas/${other}`, async (page) => {
      await page.getByRole('button', { name: 'Retry authorize…' }).waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'A place, a name or an id' }).fill(one);
      await page.getByRole('listbox', { name: 'Found' }).getByRole('option').click();
      await page.getByRole('heading', { level: 1, name: 'o-3' }).waitFor();
      await page.getByRole('button', { name: 'Retry authorize…' }).click();
      await act(page, 'Retry authorize');
      await page.getByText('Done: Retry authorize.').waitFor();
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: 'o-4' }).waitFor();
      await page.getByRole('button', { name: 'Retry authorize…' }).waitFor();
      expect(await page.getByText('Done: Retry authorize.').count()).toBe(0);
    });
  });

  it('given an act is opened by keyboard, when it is left, then one is where one was', async () => {
    const id = await stuckParcel('p-7');
    await on(`/sagas/${id}`, async (page) => {
      const retry = page.getByRole('button', { name: 'Retry ship…' });
      const dialog = page.getByRole('dialog', { name: 'Retry ship' });
      const leave = {
        Back: () => dialog.getByRole('button', { name: 'Back' }).press('Enter'),
        Escape: () => page.keyboard.press('Escape'),
      };
      for (const by of Object.values(leave)) {
        await retry.press('Enter');
        await dialog.waitFor();
        await by();
        await dialog.waitFor({ state: 'detached' });
        expect(await retry.evaluate((it) => it === it.ownerDocument.activeElement)).toBe(true);
      }
    });
  });

  it('given an act that is not possible, when it is asked for, then it says why', async () => {
    const id = await stuckParcel('p-3');
    await on(`/sagas/${id}`, async (page) => {
      const cancel = page.getByRole('button', { name: 'Cancel' });
      expect(await cancel.getAttribute('aria-disabled')).toBe('true');
      await cancel.focus();
      await page.keyboard.press('Enter');
      await page.getByText(/^Cancel: .*pivot/).waitFor();
    });
  });

  it('given an act needs a second person, when it is asked for, then it is not done', async () => {
    const id = await stuckParcel('p-4');
    await on(`/sagas/${id}`, async (page) => {
      await page.getByRole('button', { name: 'Skip ship…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Skip ship' });
      await dialog.getByText('Somebody else has to confirm it').waitFor();
      await dialog.getByText('With an output').click();
      await dialog.getByLabel('Output of ship').fill('{ "trackingId": "T-9" }');
      await act(page, 'Skip ship', 'Ask for: Skip ship');
      await dialog.getByText('Not done yet.').waitFor();
      const link = dialog.getByRole('link', { name: 'approval' });
      const approval = (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
      const path = `/v1/admin/approvals/${approval}`;
      const { body } = await shown.stack.call('GET', path, { headers });
      expect(body.approval ?? body).toMatchObject({
        act: 'skip',
        request: { body: { step: 'ship', output: { trackingId: 'T-9' } } },
      });
    });
  });

  it('given acts of one verb, when one is chosen, then that one is done', async () => {
    const { stack } = shown;
    stack.script.set('payment.authorize', isSilent);
    const body = { definition: 'place-order', key: 'o-2', input: { orderId: 'o-2' } };
    const { id } = (await stack.call('POST', '/v1/sagas', { headers, body })).body;
    await on(`/sagas/${id}`, async (page) => {
      await page.getByText(/authorize waits for an answer/).waitFor();
      await page.getByRole('button', { name: 'Compensate…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Compensate' });
      await dialog.getByLabel('What exactly').selectOption('Compensate back to createOrder');
      stack.script.delete('payment.authorize');
      await act(page, 'Compensate', 'Compensate back to createOrder');
      await page.getByText('It has ended: completed.').waitFor();
    });
  });

  it('given no saga has the id, when it is opened, then it says why', async () => {
    await on('/sagas/019ad1b2-0000-7000-8000-000000000000', async (page) => {
      await page.getByRole('heading', { name: 'There is no saga with this id' }).waitFor();
      await page.getByText(/are deleted after the days that the retention/).waitFor();
    });
  });
});

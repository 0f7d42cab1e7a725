import {
  errs,
  ORDER_DEFINITION,
  refuses,
  succeeds,
} from '../../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from '../console-stack.fixture.js';

const REASON = 'retry of LOCKED at the undo of authorize after repair';

let shown: ConsoleStack;

beforeAll(async () => {
  shown = await ConsoleStack.start();
  await shown.stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

afterAll(() => shown?.close());

async function stuckOrder(key: string): Promise<string> {
  shown.stack.script.set('payment.capture', refuses('CARD_EXPIRED'));
  shown.stack.script.set('payment.void', errs('LOCKED'));
  const body = { definition: 'place-order', key, input: { orderId: key } };
  return (await shown.stack.call('POST', '/v1/sagas?wait=20s', { body })).body.id;
}

describe('The page of a stuck saga, by keyboard', () => {
  it('given r, when Enter comes after the preview, then it is retried, and why', async () => {
    const id = await stuckOrder('o-1');
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const sent: string[] = [];
    await shown.on(`/sagas/${id}`, async (page) => {
      page.on('request', (request) => {
        if (request.method() === 'POST') sent.push(request.url().split('/').at(-1) ?? '');
      });
      await page.route('**/preview', async (route) => {
        await held;
        await route.continue();
      });
      await page.getByRole('button', { name: 'Retry authorize…' }).waitFor();
      await page.keyboard.press('r');
      const dialog = page.getByRole('dialog', { name: 'Retry authorize' });
      expect(await dialog.getByLabel('Reason').inputValue()).toBe(REASON);
      // nobody has seen yet what it would do
      await page.keyboard.press('Enter');
      answer();
      await dialog.getByText('payment.void').waitFor();
      expect(sent).toEqual(['preview']);
      shown.stack.script.set('payment.void', succeeds);
      await page.keyboard.press('Enter');
      await page.getByText('It has ended: compensated.').waitFor();
    });
    const { body } = await shown.stack.call('GET', `/v1/sagas/${id}/history`);
    expect(JSON.stringify(body)).toContain(REASON);
  });

  it('given a reason is there, when people type, then theirs stands in its place', async () => {
    const id = await stuckOrder('o-2');
    await shown.on(`/sagas/${id}`, async (page) => {
      await page.getByRole('button', { name: 'Retry authorize…' }).waitFor();
      await page.keyboard.press('r');
      const dialog = page.getByRole('dialog', { name: 'Retry authorize' });
      await dialog.getByLabel('Reason').waitFor();
      await page.keyboard.type('mended');
      expect(await dialog.getByLabel('Reason').inputValue()).toBe('mended');
    });
  });

  it('given an act that takes away, when it is opened, then people say why', async () => {
    const id = await stuckOrder('o-3');
    await shown.on(`/sagas/${id}`, async (page) => {
      for (const name of ['Abandon', 'Settle authorize as undone']) {
        await page.getByRole('button', { name: `${name}…` }).click();
        const dialog = page.getByRole('dialog', { name });
        expect(await dialog.getByLabel('Reason').inputValue()).toBe('');
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
    });
  });
});

import {
  errs,
  ORDER_DEFINITION,
  refuses,
} from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';
import { loseAnswer } from './lost-answer.fixture.js';

let shown: ConsoleStack;

const INPUT = {
  type: 'object',
  required: ['orderId', 'amount'],
  properties: {
    orderId: { type: 'string', minLength: 1, description: 'As the shop <b>numbers</b> it.' },
    amount: { type: 'number', minimum: 0 },
    express: { type: 'boolean' },
    lines: {
      type: 'array',
      items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } },
    },
  },
};

beforeAll(async () => {
  shown = await ConsoleStack.start();
  const document = { ...ORDER_DEFINITION, inputSchema: INPUT };
  await shown.stack.call('POST', '/v1/definitions', { body: document });
});

afterAll(() => shown?.close());

describe('Definitions', () => {
  it('given stuck sagas, when the definition is opened, then it shows at which step', async () => {
    const { stack } = shown;
    await stack.call('POST', '/v1/definitions', { body: { ...ORDER_DEFINITION, name: 'watched' } });
    stack.script.set('shipping.ship', errs('NO_CARRIER'));
    await startOne('watched');
    await shown.on('/definitions', async (page) => {
      await page.getByRole('link', { name: 'watched' }).click();
      await page.getByRole('heading', { name: 'watched v1' }).waitFor();
      await page.getByText('1 open · 1 stuck').waitFor();
      await page
        .getByRole('group', { name: 'Steps of watched v1' })
        .getByText('▲ 1 stuck')
        .waitFor();
      stack.script.set('payment.capture', refuses('EXPIRED'));
      stack.script.set('payment.void', errs('LOCKED'));
      await startOne('watched');
      await page.getByText('2 open · 2 stuck').waitFor();

      await page.getByRole('link', { name: 'undo of authorize', exact: true }).click();
      await page.getByRole('heading', { name: 'Sagas', exact: true }).waitFor();
      await page.getByText(/authorize is stuck/).waitFor();
      expect(await page.getByText(/ship is stuck/).count()).toBe(0);
    });
    for (const key of ['payment.capture', 'payment.void', 'shipping.ship'])
      stack.script.delete(key);
  });

  it('given a failure of a step, when it is chosen, then it says what happens', async () => {
    await shown.on('/definitions/place-order/1?tab=failures', async (page) => {
      const grid = page.getByRole('group', { name: 'Steps and failures' });
      const row = grid.getByRole('row').filter({ hasText: 'authorize' });
      const sign = row.getByRole('link', { name: /^authorize, refused: goes back/ });
      const told = page.getByRole('region', { name: 'authorize: refused' });
      await sign.hover();
      await told.getByText('It goes back, and ends compensated.').waitFor();
      const legend = page.getByRole('list', { name: 'What the signs mean' });
      await legend.getByText('goes back, and all is undone').waitFor();
      await legend.hover();
      await told.waitFor({ state: 'detached' });
      const before = await sign.boundingBox();
      await sign.focus();
      await page.keyboard.press('Enter');
      await legend.hover();
      await told.getByText('Taken back, in this order').waitFor();
      expect(await sign.boundingBox()).toEqual(before);
    });
  });

  it('given two versions, when one is retired, then it says so, and what differs', async () => {
    const { stack } = shown;
    const first = { ...ORDER_DEFINITION, name: 'grown' };
    await stack.call('POST', '/v1/definitions', { body: first });
    const steps = ORDER_DEFINITION.steps.map((step, at) =>
      at === 1 ? { ...step, timeout: '7s' } : step,
    );
    await stack.call('POST', '/v1/definitions', { body: { ...first, steps } });
    await shown.on('/definitions/grown?tab=versions', async (page) => {
      await page.getByRole('button', { name: 'Retire v1…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Retire v1' });
      await dialog.getByLabel('Reason').fill('the second is right');
      await dialog.getByRole('button', { name: 'Retire v1' }).click();
      await page.getByRole('button', { name: 'Allow v1 again…' }).waitFor();
      await page.getByRole('link', { name: 'Document' }).click();
      await page.getByLabel('Compare with').selectOption('v1');
      const changes = page.getByRole('list', { name: 'What differs from v1' });
      await changes.getByText('changed step authorize: timeout').waitFor();
      await page.getByText('"7s"').waitFor();
    });
  });

  it('given open sagas of another version, when they are moved, then each was seen', async () => {
    const { stack } = shown;
    const first = { ...ORDER_DEFINITION, name: 'moved' };
    await stack.call('POST', '/v1/definitions', { body: first });
    stack.script.set('shipping.ship', errs('NO_CARRIER'));
    await startOne('moved');
    await stack.call('POST', '/v1/definitions', { body: { ...first, description: 'newer' } });
    await shown.on('/definitions/moved?tab=versions', async (page) => {
      await page.getByRole('button', { name: 'Move sagas to v2…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Move sagas to v2' });
      await dialog.getByText('1 fit, 0 do not.').waitFor();
      await dialog.getByText('✓ fits').click();
      await dialog.getByText('Goes out at once').waitFor();
      await dialog.getByLabel('Reason').fill('the newer one is right');

      await dialog.getByRole('button', { name: 'Move those that fit' }).click();
      await dialog.getByText('1 saga goes on by v2 now.').waitFor();
      await dialog.getByText('No saga of another version is open.').waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      const row = page.getByRole('row').filter({ hasText: 'v2' });
      // counts are kept for twenty times as long as they took
      await row.getByText('1 stuck').waitFor();
    });
    stack.script.delete('shipping.ship');
  });
});

async function startOne(definition: string): Promise<void> {
  const body = { definition, input: { orderId: 'o' } };
  await shown.stack.call('POST', '/v1/sagas?wait=20s', { body });
}

describe('The form that starts a saga', () => {
  it('given an input schema, when it is filled in, then it leads to the saga', async () => {
    await shown.on('/definitions/place-order/1/start', async (page) => {
      const start = page.getByRole('button', { name: 'Start the saga' });
      await start.click();
      await page.getByText('has to be there').first().waitFor();
      expect(await page.getByText('has to be there').count()).toBe(2);
      await page.getByText('As the shop <b>numbers</b> it.').waitFor();
      await page.getByLabel('orderId').fill('o-1');
      await page.getByLabel('amount').fill('-1');
      await page.getByText('-1 is less than 0.').waitFor();
      await page.getByLabel('amount').fill('12.5');
      await page.getByRole('button', { name: 'Add to lines' }).click();
      await page.getByLabel('sku').fill('pen');
      await page.getByLabel('Key').first().fill('order 1');
      await start.click();
      await page.getByRole('heading', { name: /^order 1/ }).waitFor();
      const id = new URL(page.url()).pathname.split('/').at(-1);
      const { body } = await shown.stack.call('GET', `/v1/sagas/${id}`);
      const lines = [{ sku: 'pen' }];
      expect(body.input).toEqual({ orderId: 'o-1', amount: 12.5, lines });
    });
  });

  it('given the answer is lost, when it is started again, then it started once', async () => {
    await shown.on('/definitions/place-order/1/start', async (page) => {
      const start = page.getByRole('button', { name: 'Start the saga' });
      await page.getByLabel('orderId').fill('lost');
      await page.getByLabel('amount').fill('1');
      await page.getByLabel('Key').first().fill('started once');
      await loseAnswer(page, /\/v1\/sagas$/);
      await start.click();
      await page.getByText('Nobody knows whether it was done.').waitFor();
      expect(await page.getByLabel('orderId').isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('heading', { name: /^started once/ }).waitFor();
    });
    const { body } = await shown.stack.call('GET', '/v1/sagas?key=started%20once');
    expect(body.items).toHaveLength(1);
  });

  it('given fields are filled in, when JSON is chosen, then it says the same', async () => {
    await shown.on('/definitions/place-order/1/start', async (page) => {
      await page.getByLabel('orderId').fill('o-2');
      await page.getByRole('button', { name: 'JSON' }).click();
      const text = page.getByLabel('Input, as JSON');
      expect(JSON.parse(await text.inputValue())).toEqual({ orderId: 'o-2' });
      await text.fill('{ "orderId": "o-2", "amount": ');
      await page.getByRole('button', { name: 'Start the saga' }).click();
      await page.getByText('this is no JSON').waitFor();
      await text.fill('{ "orderId": "o-2", "amount": 3 }');
      await page.getByRole('button', { name: 'Fields' }).click();
      expect(await page.getByLabel('amount').inputValue()).toBe('3');
    });
  });

  it('given a schema that no form can show, when it is opened, then it says why', async () => {
    const inputSchema = { type: 'object', properties: manyFields(100) };
    const body = { ...ORDER_DEFINITION, name: 'wide', inputSchema };
    await shown.stack.call('POST', '/v1/definitions', { body });
    await shown.on('/definitions/wide/1/start', async (page) => {
      await page.getByText('There are no fields for it: it has 100 fields.').waitFor();
      await page.getByLabel('Input, as JSON').waitFor();
    });
  });
});

function manyFields(count: number): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`field${index}`, { type: 'string' }]),
  );
}

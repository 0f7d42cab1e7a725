import { errs, ORDER_DEFINITION } from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';

let shown: ConsoleStack;

beforeAll(async () => {
  shown = await ConsoleStack.start();
});

afterAll(() => shown?.close());

describe('The overview', () => {
  it('given nothing was started, when it is opened, then it says what to do next', async () => {
    await shown.on('/', async (page) => {
      await page.getByRole('heading', { name: 'All is well: no saga is stuck.' }).waitFor();
      await page.getByText('Post a definition and start a saga').waitFor();
    });
  });

  it('given nothing in it, when the steps of the tour are done, then it is gone', async () => {
    await shown.on('/', async (page) => {
      const tour = page.getByRole('region', { name: /^Nothing has happened yet/ });
      const doStep = async (path: string): Promise<void> => {
        const text = await tour.getByLabel(`As curl: ${path}`).first().innerText();
        const [, body = ''] = /--data-binary '(.*)'$/.exec(text) ?? [];
        expect(text).toContain(`curl -sS -X POST '${shown.stack.conductor.url}${path}' `);
        // with keys it is answered as well
        expect(text).toContain('-H "Authorization: Bearer $CONDUCTOR_API_KEY"');
        const { status } = await shown.stack.call('POST', path, { body: JSON.parse(body) });
        expect(status).toBe(201);
      };
      await doStep('/v1/definitions');
      await tour.getByRole('heading', { name: '✓ first-order is posted' }).waitFor();
      await doStep('/v1/sagas');
      await tour.waitFor({ state: 'detached' });
    });
  });

  it('given a saga gets stuck, when nobody does anything, then its cause appears', async () => {
    await shown.on('/', async (page) => {
      await page.getByText('live', { exact: true }).waitFor();
      await shown.stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
      shown.stack.script.set('shipping.ship', errs('NO_CARRIER'));
      const body = { definition: 'place-order', input: { orderId: 'o-1' } };
      for (let count = 0; count < 3; count++)
        await shown.stack.call('POST', '/v1/sagas?wait=10s', { body });
      await page.getByRole('heading', { name: '3 sagas are stuck, of 1 cause.' }).waitFor();
      await page.getByRole('link', { name: /^NO_CARRIER: / }).waitFor();
      const oldest = page.getByRole('region', { name: 'Open the longest' });
      await oldest.getByText('ship is stuck: shipping answered NO_CARRIER').waitFor();
    });
  });

  it('given a definition of others, when the tour goes on, then by a form', async () => {
    const other = await ConsoleStack.start();
    try {
      await other.stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
      await other.on('/', async (page) => {
        const tour = page.getByRole('region', { name: /^Nothing has happened yet/ });
        await tour.getByRole('heading', { name: '✓ place-order is posted' }).waitFor();
        expect(await tour.getByLabel('As curl: /v1/definitions').count()).toBe(0);
        expect(await tour.getByText('--data-binary').count()).toBe(0);
        await tour.getByRole('link', { name: 'a form' }).click();
        await page.getByRole('heading', { name: 'Start a saga' }).waitFor();
      });
    } finally {
      await other.close();
    }
  });

  it('given a participant that never ran, when it is opened, then not all is well', async () => {
    const steps = [{ name: 'wrap', command: 'gift.wrap', kind: 'pivot' }];
    const { status } = await shown.stack.call('POST', '/v1/definitions', {
      body: { name: 'gifts', steps },
    });
    expect(status).toBe(201);
    await shown.on('/', async (page) => {
      await page.getByRole('heading', { name: /Nobody takes the commands of gift\.$/ }).waitFor();
    });
  });
});

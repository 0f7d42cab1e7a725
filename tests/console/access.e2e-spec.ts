import type { Page } from 'playwright-core';
import { errs, ORDER_DEFINITION } from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';

const ROOT = 'root-0123456789abcdef';
const BOSS = 'boss-0123456789abcdef';
const WALL = 'wall-0123456789abcdef';
const AS_ROOT = { headers: { authorization: `Bearer ${ROOT}` } };

let shown: ConsoleStack;

beforeAll(async () => {
  const apiKeys = [
    { name: 'root', key: ROOT },
    { name: 'boss', key: BOSS },
    { name: 'wall', role: 'viewer' as const, key: WALL },
  ];
  shown = await ConsoleStack.start({ apiKeys });
  await shown.stack.call('POST', '/v1/definitions', { ...AS_ROOT, body: ORDER_DEFINITION });
});

afterAll(() => shown?.close());

async function logIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function stuckSaga(key: string): Promise<string> {
  shown.stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const body = { definition: 'place-order', key, input: { orderId: key } };
  return (await shown.stack.call('POST', '/v1/sagas?wait=20s', { ...AS_ROOT, body })).body.id;
}

async function endSessions(): Promise<void> {
  const { body } = await shown.stack.call('GET', '/v1/admin/sessions', AS_ROOT);
  for (const { id } of body.items as { id: string }[]) {
    const call = { ...AS_ROOT, body: { reason: 'a test' } };
    await shown.stack.call('POST', `/v1/admin/sessions/${id}/end`, call);
  }
}

describe('Who may see and act in the console', () => {
  it('given keys, when a page is asked for, then after a login it is that page', async () => {
    await shown.on('/sagas?status=stuck', async (page) => {
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      await logIn(page, 'nobody-0123456789abcdef');
      await page.getByText('There is no such key, or it has ended.').waitFor();
      await logIn(page, ROOT);
      await page.getByRole('heading', { name: 'Sagas' }).waitFor();
      expect(new URL(page.url()).search).toBe('?status=stuck');
      await page.getByRole('button', { name: 'root · admin' }).click();
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
    });
  });

  it('given the first view, when somebody logs in, then nobody is asked again', async () => {
    await shown.on('/', async (page) => {
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      await logIn(page, ROOT);
      await page.getByRole('heading', { level: 1, name: /stuck/ }).waitFor();
      const participants = page.getByRole('region', { name: 'Participants' });
      await participants.getByText('Loading').waitFor({ state: 'hidden' });
      expect(await page.getByRole('dialog').count()).toBe(0);
    });
  });

  it('given an act half written, when the session ends, then it waits for a login', async () => {
    const id = await stuckSaga('o-ended');
    await shown.on(`/sagas/${id}`, async (page) => {
      await logIn(page, ROOT);
      await page.getByRole('button', { name: 'Abandon…' }).click();
      const act = page.getByRole('dialog', { name: 'Abandon' });
      await act.getByText('If all goes well').waitFor();
      await act.getByLabel('Reason').fill('the customer went away');
      await endSessions();
      const ended = page.getByRole('dialog', { name: 'Your session has ended' });
      await ended.getByLabel('API key').fill(ROOT);
      await ended.getByRole('button', { name: 'Log in' }).click();
      await ended.waitFor({ state: 'hidden' });
      expect(await act.getByLabel('Reason').inputValue()).toBe('the customer went away');
      await act.getByRole('button', { name: 'Abandon' }).click();
      await page.getByText('It has ended: abandoned.').waitFor();
    });
  });

  it('given an act under way, when another one logs in, then nothing of it is left', async () => {
    const id = await stuckSaga('o-other');
    await shown.on(`/sagas/${id}`, async (page) => {
      await logIn(page, ROOT);
      await page.getByRole('button', { name: 'Abandon…' }).click();
      const act = page.getByRole('dialog', { name: 'Abandon' });
      await act.getByText('If all goes well').waitFor();
      await act.getByLabel('Reason').fill('root wants it');
      await page.route(`**/${id}/abandon`, (route) => route.fulfill({ status: 401 }));
      await act.getByRole('button', { name: 'Abandon' }).click();
      const ended = page.getByRole('dialog', { name: 'Your session has ended' });
      await ended.waitFor();
      await page.unroute(`**/${id}/abandon`);
      await ended.getByLabel('API key').fill(BOSS);
      await ended.getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('button', { name: 'boss · admin' }).waitFor();
      await page.getByRole('button', { name: 'Abandon…' }).waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
      const { body } = await shown.stack.call('GET', `/v1/sagas/${id}`, AS_ROOT);
      expect(body.status).toBe('stuck');
    });
  });

  it('given a viewer, when she may not act or start, then the view says so at once', async () => {
    const why = 'This needs the role operator; wall has the role viewer.';
    const id = await stuckSaga('o-wall');
    await shown.on(`/sagas/${id}`, async (page) => {
      await logIn(page, WALL);
      await page.getByRole('region', { name: 'Now' }).getByText(why).waitFor();
      await page.goto(page.url().replace(`sagas/${id}`, 'definitions/place-order/1/start'));
      await page.getByText(why).waitFor();
      const start = page.getByRole('button', { name: 'Start the saga' });
      expect(await start.getAttribute('aria-disabled')).toBe('true');
    });
  });

  it('given two tabs, when one logs out and in as another, then both are of that one', async () => {
    await shown.on('/sagas', async (page) => {
      await logIn(page, ROOT);
      await page.getByRole('button', { name: 'root · admin' }).waitFor();
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.getByRole('button', { name: 'root · admin' }).waitFor();
      await page.getByRole('button', { name: 'root · admin' }).click();
      await page.getByRole('button', { name: 'Log out' }).click();
      await other.getByRole('heading', { name: 'Log in' }).waitFor();
      await logIn(page, WALL);
      await other.getByRole('button', { name: 'wall · viewer' }).waitFor();
    });
  });

  it('given the answer to a login is lost, when it is tried again, then it works', async () => {
    await shown.on('/sagas', async (page) => {
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      await page.route('**/v1/me', (route) => route.abort());
      await logIn(page, ROOT);
      await page.getByText('The conductor does not answer. Try again.').waitFor();
      await page.unroute('**/v1/me');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('button', { name: 'root · admin' }).waitFor();
    });
  });

  it('given a viewer, when a saga is stuck, then acts are there, off, and say why', async () => {
    const id = await stuckSaga('o-viewed');
    await shown.on(`/sagas/${id}`, async (page) => {
      await logIn(page, WALL);
      await page.getByRole('button', { name: 'wall · viewer' }).waitFor();
      const acts = page.getByRole('region', { name: 'Now' }).getByRole('button');
      await acts.first().waitFor();
      const said = await acts.evaluateAll((all) =>
        all.map((each) => [each.ariaDisabled, each.title]),
      );
      expect(said.length).toBeGreaterThanOrEqual(8);
      for (const [isOff, why] of said) {
        expect([isOff, why]).toEqual(['true', expect.stringMatching(/role (operator|admin)/)]);
      }
      await acts.first().press('Enter');
      expect(await page.getByRole('dialog').count()).toBe(0);
    });
  });
});

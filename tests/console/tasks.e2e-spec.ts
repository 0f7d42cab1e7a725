import type { Page } from 'playwright-core';
import { ConsoleStack } from './console-stack.fixture.js';
import { loseAnswer } from './lost-answer.fixture.js';

let shown: ConsoleStack;

const DECISION = {
  type: 'object',
  required: ['approved', 'by'],
  properties: {
    approved: { type: 'boolean', title: 'Approved' },
    by: { type: 'string', title: 'By', minLength: 2 },
    amount: { type: 'integer', title: 'Amount in euro', minimum: 1 },
  },
};
const LOAN = {
  name: 'loan',
  steps: [
    {
      name: 'decide',
      wait: { signal: 'decision', title: 'Pay it out?', timeout: '24h', payloadSchema: DECISION },
    },
    { name: 'pay', command: 'payment.pay', input: { by: '${steps.decide.output.by}' } },
  ].map((step) => ('command' in step ? { ...step, compensation: 'none' } : step)),
  output: '${steps.decide.output}',
};
const SCAN = { name: 'scan', steps: [{ name: 'seen', wait: { signal: 'scanned' } }] };
const MARKUP = '<img src=x onerror=alert(1)>';

beforeAll(async () => {
  shown = await ConsoleStack.start();
  for (const body of [LOAN, SCAN]) await shown.stack.call('POST', '/v1/definitions', { body });
});

afterAll(() => shown?.close());

async function start(definition: string, key: string, input: object = {}): Promise<string> {
  const { body } = await shown.stack.call('POST', '/v1/sagas', {
    body: { definition, key, input },
  });
  return body.id;
}

async function answer(page: Page, by: string): Promise<void> {
  const form = page.getByRole('region', { name: 'Answer' });
  await form.getByLabel('By').fill(by);
  await form.getByRole('button', { name: 'Answer' }).click();
}

describe('Tasks', () => {
  it('given no saga waits, when they are opened, then it says when one would', async () => {
    await shown.on('/tasks', async (page) => {
      await page.getByText('No saga waits for an answer.').waitFor();
      await page.getByText(/A step of a definition may wait for a signal/).waitFor();
    });
  });

  it('given a saga asks, when it is answered by its form, then it goes on', async () => {
    const calls = shown.stack.record('payment.pay');
    const id = await start('loan', 'l-1', { amount: 40, note: MARKUP });
    await shown.on('/tasks', async (page) => {
      await page.getByRole('link', { name: 'Pay it out?' }).click();
      await page.getByRole('heading', { level: 1, name: 'Pay it out?' }).waitFor();
      await page.getByText(/decide waits since/).waitFor();
      await page.getByRole('region', { name: 'Input of the saga' }).getByText(MARKUP).waitFor();
      await answer(page, 'a');
      const form = page.getByRole('region', { name: 'Answer' });
      await form.getByRole('alert').first().waitFor();
      expect(calls).toHaveLength(0);
      await form.getByLabel('Approved').selectOption('yes');
      await answer(page, 'ann');
      await page.getByText('It has ended: completed.').waitFor();
      await page.getByRole('link', { name: 'Tasks' }).first().click();
      await page.getByText('No saga waits for an answer.').waitFor();
    });
    const { body } = await shown.stack.call('GET', `/v1/sagas/${id}?wait=20s`);
    expect(body.output).toEqual({ approved: true, by: 'ann' });
    expect(calls.map(({ data }) => data)).toEqual([{ by: 'ann' }]);
  });

  it('given what comes back is lost, when it is answered again, then it is the same', async () => {
    const id = await start('loan', 'l-4');
    await shown.on(`/tasks/${id}/decide`, async (page) => {
      const form = page.getByRole('region', { name: 'Answer' });
      await form.getByLabel('Approved').selectOption('yes');
      await loseAnswer(page, /\/signals\/decision$/);
      // the saga goes on before anybody knows: its page stays to be looked at
      await page.route(/\/v1\/(sagas\/|stream)/, (route) =>
        route.request().method() === 'GET' ? route.abort() : route.fallback(),
      );
      await answer(page, 'ann');
      await form.getByText('Nobody knows whether it was done.').waitFor();
      expect(await form.getByLabel('By').isDisabled()).toBe(true);
      const sent = page.waitForRequest(/\/signals\/decision$/);
      await form.getByRole('button', { name: 'Try again' }).click();
      expect((await sent).postDataJSON()).toEqual({ approved: true, by: 'ann' });
      await form.getByText('Nobody knows').waitFor({ state: 'hidden' });
      // the page does not know yet that nobody asks any more: another answer is another one
      const other = page.waitForRequest(/\/signals\/decision$/);
      await answer(page, 'bob');
      expect((await other).postDataJSON()).toEqual({ approved: true, by: 'bob' });
      expect((await other).headers()['idempotency-key']).not.toBe(
        (await sent).headers()['idempotency-key'],
      );
    });
    const { body } = await shown.stack.call('GET', `/v1/sagas/${id}?wait=20s`);
    expect(body.output).toEqual({ approved: true, by: 'ann' });
  });

  it('given the list is open, when a saga begins to ask, then no row moves for it', async () => {
    await start('loan', 'l-2');
    await shown.on('/tasks', async (page) => {
      const list = page.getByRole('region', { name: 'Waiting for an answer' });
      await list.getByRole('link', { name: 'l-2' }).waitFor();
      await page.getByText('live', { exact: true }).waitFor();
      const scan = await start('scan', 's-1');
      const fresh = page.getByRole('button', { name: '1 new' });
      await fresh.waitFor();
      expect(await list.getByRole('row').count()).toBe(2);
      await fresh.click();
      await list.getByText('Nobody is asked: another system gives it.').waitFor();
      await shown.stack.call('POST', `/v1/sagas/${scan}/signals/scanned`, { body: {} });
      await list.getByText('scanned · it was given, and the saga goes on').waitFor();
      expect(await list.getByRole('row').count()).toBe(3);
    });
  });

  it('given it was answered elsewhere, when its page is open, then it says so', async () => {
    const id = await start('loan', 'l-3');
    await shown.on(`/tasks/${id}/decide`, async (page) => {
      await page.getByRole('heading', { name: 'Pay it out?' }).waitFor();
      await page.getByText('live', { exact: true }).waitFor();
      const body = { approved: false, by: 'bob' };
      await shown.stack.call('POST', `/v1/sagas/${id}/signals/decision`, { body });
      await page.getByText('It asks nothing now.').waitFor();
      await page.getByRole('heading', { level: 1, name: 'Pay it out?' }).waitFor();
    });
  });

  it('given two tasks, when one goes from one to the other, then each has its title', async () => {
    const [scan, loan] = [await start('scan', 's-2'), await start('loan', 'l-4')];
    await shown.stack.call('POST', `/v1/sagas/${scan}/signals/scanned`, { body: {} });
    await shown.on(`/tasks/${scan}/seen`, async (page) => {
      const title = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
      await title('seen').waitFor();
      await page.evaluate(`history.pushState(null, "", "/tasks/${loan}/decide")`);
      await title('Pay it out?').waitFor();
      await page.goBack();
      await page.getByText('It asks nothing now.').waitFor();
      await title('seen').waitFor();
    });
  });
});

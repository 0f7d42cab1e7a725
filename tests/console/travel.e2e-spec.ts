import type { Page } from 'playwright-core';
import {
  errs,
  ORDER_DEFINITION,
  refuses,
  succeeds,
} from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';
import { copied, run, runCli } from './copied.fixture.js';

let shown: ConsoleStack;

const STOCKTAKE = {
  name: 'stocktake',
  steps: [
    ...['open', 'freeze', 'list'].map((name) => ({
      ...{ name, command: `order.${name}`, compensation: `order.un${name}` },
    })),
    {
      name: 'count',
      command: 'shipping.count',
      compensation: 'none',
      forEach: { items: '${input.shelves}', as: 'shelf', maxParallel: 4 },
      input: { shelf: '${shelf}' },
    },
    { name: 'close', command: 'order.close', kind: 'pivot' },
  ],
};

beforeAll(async () => {
  shown = await ConsoleStack.start();
  for (const body of [ORDER_DEFINITION, STOCKTAKE]) {
    const { status } = await shown.stack.call('POST', '/v1/definitions', { body });
    expect([body.name, status]).toEqual([body.name, 201]);
  }
});

afterAll(() => shown?.close());

afterEach(() => shown.stack.script.clear());

async function started(definition: string, key: string, input: object): Promise<string> {
  const body = { definition, key, input };
  return (await shown.stack.call('POST', '/v1/sagas?wait=20s', { body })).body.id;
}

/** Its undo of `authorize` is stuck. */
function stuckOrder(key: string): Promise<string> {
  shown.stack.script.set('payment.capture', refuses('CARD_EXPIRED'));
  shown.stack.script.set('payment.void', errs('LOCKED'));
  return started('place-order', key, { orderId: key });
}

const atOf = (page: Page): string | null => new URL(page.url()).searchParams.get('at');

describe('A saga in the past', () => {
  it('given a stuck saga, when one goes back by keys, then all of it is as it was', async () => {
    const id = await stuckOrder('o-1');
    await shown.on(`/sagas/${id}`, async (page) => {
      const retry = page.getByRole('button', { name: 'Retry authorize…' });
      await retry.waitFor();
      await page.getByText('▲ stuck: LOCKED').waitFor();
      await page.getByRole('slider', { name: 'Version' }).focus();
      await page.keyboard.press('Home');
      await page.getByText('This is the past', { exact: true }).waitFor();
      const then = page.getByRole('region', { name: 'Then' });
      await then.getByText('after version 1 was written').waitFor();
      await then.getByText(/^createOrder waits since .* UTC for order to answer/).waitFor();
      expect(await page.getByText('▲ stuck: LOCKED').count()).toBe(0);
      expect(await retry.count()).toBe(0);
      expect(atOf(page)).toBe('1');
      await page.keyboard.press('ArrowRight');
      await then.getByText('after version 2 was written').waitFor();
      expect(atOf(page)).toBe('2');
      await page.keyboard.press('Escape');
      await retry.waitFor();
      expect(atOf(page)).toBeNull();
      await page.goBack();
      await then.waitFor();
    });
  });

  it('given a version that never was, when it is opened, then it leads back', async () => {
    const id = await started('place-order', 'o-2', { orderId: 'o-2' });
    await shown.on(`/sagas/${id}?at=999`, async (page) => {
      await page.getByText(/^It has the versions 1 to \d+\. SAGA_VERSION_NOT_FOUND$/).waitFor();
      await page.getByRole('button', { name: 'Back to now' }).click();
      await page.getByText('It has ended: completed.').waitFor();
    });
  });
});

describe('Two sagas', () => {
  it('given one that went well, when another is compared, then they part', async () => {
    const good = await started('place-order', 'good', { orderId: 'o-3' });
    const bad = await stuckOrder('o-4');
    await shown.on(`/sagas/${bad}`, async (page) => {
      await page.getByText('Share', { exact: true }).click();
      await page.getByRole('link', { name: 'Compare with the last that completed' }).click();
      await page.getByText(/they part at createOrder|they part at authorize/).waitFor();
      expect(new URL(page.url()).searchParams.get('left')).toBe(good);
      const row = page.getByRole('row', { name: /they part here/ });
      expect(await row.count()).toBe(1);
      await page.getByText('orderId', { exact: true }).first().waitFor();
      await page
        .getByRole('row', { name: /^capture/ })
        .getByText('CARD_EXPIRED')
        .waitFor();
    });
  });

  it('given none that completed, when it is asked for, then it says what to do', async () => {
    shown.stack.script.set('order.open', refuses('CLOSED'));
    const id = await started('stocktake', 's-0', { shelves: [] });
    await shown.on(`/sagas/compare?right=${id}`, async (page) => {
      await page.getByText('No other saga of stocktake has completed.').waitFor();
      await page.getByLabel('Left').fill(id);
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await page.getByText(/^They went the same way/).waitFor();
    });
  });
});

describe('What is copied of a saga', () => {
  it('given its page, when it is shared, then all of it says what is seen', async () => {
    const id = await stuckOrder('o-5');
    await shown.on(`/sagas/${id}`, async (page) => {
      await page.getByText('Share', { exact: true }).click();
      expect(await run(await copied(page, 'Copy as curl'))).toMatchObject({ id, status: 'stuck' });
      expect(await runCli(await copied(page, 'Copy as CLI'))).toMatchObject({
        id,
        status: 'stuck',
      });
      expect(await copied(page, 'Copy link')).toBe(`${shown.stack.conductor.url}/sagas/${id}`);
      const note = await copied(page, 'Copy incident note');
      expect(note).toContain('### Saga `o-5`: stuck');
      expect(note).toContain('- Path: ✓ createOrder → ▲ authorize → ✗ capture → ○ ship');
      expect(note).toMatch(/\nauthorize|authorize.*LOCKED/);
      expect(note).toContain(`<${shown.stack.conductor.url}/sagas/${id}>`);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Earlier' }).click();
      await page.getByText('This is the past', { exact: true }).waitFor();
      await page.getByText('Share', { exact: true }).click();
      const then = await run(await copied(page, 'Copy as curl'));
      expect(then['version']).toBe(Number(then['latestVersion']) - 1);
      expect(await runCli(await copied(page, 'Copy as CLI'))).toEqual(then);
    });
  });

  it('given an act, when its command is run, then exactly that is done', async () => {
    const id = await stuckOrder('o-6');
    await shown.on(`/sagas/${id}`, async (page) => {
      const acts = [
        ['Pause', { status: 'stuck', paused: { reason: "it's a 'test'" } }],
        ['Resume', { status: 'stuck', paused: null }],
        ['Pause', { status: 'stuck', paused: { reason: "it's a 'test'" } }, 'CLI'],
        ['Resume', { status: 'stuck', paused: null }, 'CLI'],
        ['Retry authorize', { id }, 'CLI'],
      ] as const;
      for (const [name, expected, how = 'curl'] of acts) {
        if (name.startsWith('Retry')) shown.stack.script.set('payment.void', succeeds);
        await page.getByRole('button', { name: `${name}…` }).click();
        const dialog = page.getByRole('dialog', { name });
        await dialog.getByLabel('Reason').fill("it's a 'test'");
        const command = await copied(page, `Copy as ${how}`, dialog);
        await dialog.getByRole('button', { name: 'Back' }).click();
        if (how === 'CLI') {
          // which looks first, and asks
          expect(await runCli(command, ['--yes'])).toMatchObject(expected);
          continue;
        }
        expect(await run(command)).toMatchObject(expected);
        // done once, however often it is run
        await run(command);
      }
      await page.getByText('It has ended: compensated.').waitFor();
    });
  });
});

describe('A saga on paper', () => {
  it('given a long one, when it is printed, then it fills one sheet', async () => {
    const shelves = Array.from({ length: 40 }, (_, at) => `shelf ${at} `.repeat(20));
    const id = await started('stocktake', 's-1', { shelves });
    await shown.on(`/sagas/${id}`, async (page) => {
      await page.getByText('It has ended: completed.').waitFor();
      await page.evaluate(`window.addEventListener('beforeprint', () => {
        document.title = document.querySelector('article')?.innerText ?? '';
      })`);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
      const [, , width, height] =
        /\/MediaBox \[(\S+) (\S+) (\S+) (\S+)\]/.exec(pdf)?.slice(1) ?? [];
      expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
      const printed = await page.title();
      for (const part of ['s-1: completed', 'It has ended', 'stocktake v1', 'lines before these']) {
        expect(printed).toContain(part);
      }
      expect(printed).toContain('saga completed');
      expect(await page.locator('article').count()).toBe(0);
    });
  });
});

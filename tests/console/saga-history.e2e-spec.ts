import type { Page } from 'playwright-core';
import {
  errs,
  isSilent,
  ORDER_DEFINITION,
  refuses,
} from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';

let shown: ConsoleStack;
/** Stuck while it goes back, with markup wherever there may be text. */
let stuckId: string;

const MARKUP = '<img src=x onerror="document.title=1">';

beforeAll(async () => {
  shown = await ConsoleStack.start();
  const { stack } = shown;
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
  stack.script.set('order.create', () => ({ type: 'succeeded', output: { note: MARKUP } }));
  stack.script.set('payment.capture', refuses('CARD_EXPIRED'));
  stack.script.set('payment.void', () => ({
    type: 'errored',
    error: { code: 'LOCKED', message: MARKUP },
  }));
  const body = { definition: 'place-order', key: MARKUP, input: { orderId: MARKUP } };
  stuckId = (await stack.call('POST', '/v1/sagas?wait=20s', { body })).body.id;
});

afterAll(() => shown?.close());

function fail(message: string): never {
  throw new Error(message);
}

function lineOf(page: Page, text: RegExp | string) {
  return page.getByRole('option').filter({ hasText: text }).first();
}

describe('The page of a saga, of what happened', () => {
  it('given its graph, when a step is chosen by keyboard, then all of it is shown', async () => {
    await shown.on(`/sagas/${stuckId}`, async (page) => {
      const step = page.getByRole('link', { name: 'Undo of authorize: stuck: LOCKED' });
      await step.focus();
      await page.keyboard.press('Enter');
      const panel = page.getByRole('region', { name: 'Step authorize' });
      await panel.getByText('1 to execute, 1 to undo').waitFor();
      await panel.getByRole('cell', { name: 'payment.void compensate' }).waitFor();
      await panel.getByRole('cell', { name: `errored LOCKED ${MARKUP}` }).waitFor();
      expect(page.url()).toContain('?step=authorize');
      await page.getByRole('link', { name: 'createOrder: done', exact: true }).click();
      const other = page.getByRole('region', { name: 'Step createOrder' });
      await other.getByRole('region', { name: 'Output of createOrder' }).waitFor();
      await other.getByRole('link', { name: 'Close' }).click();
      await other.waitFor({ state: 'detached' });
      expect(await page.title()).not.toBe('1');
    });
  });

  it('given its events, when one is chosen, then it tells what came and changed', async () => {
    await shown.on(`/sagas/${stuckId}`, async (page) => {
      await lineOf(page, 'createOrder: succeeded').click();
      const event = page.getByRole('region', { name: /^Event \d+$/ });
      await event.getByText('Reply of createOrder, attempt 1: succeeded.').waitFor();
      const changed = event.getByRole('group', { name: 'What changed' });
      await changed.getByText('steps.createOrder.status', { exact: true }).waitFor();
      await changed.getByText('"executing" → "succeeded"').waitFor();
      await changed.getByText('steps.createOrder.output.note', { exact: true }).waitFor();
      await event.getByText('timeout of createOrder: cleared').waitFor();
      await event.getByText('timeout of authorize:').waitFor();
      await event.getByText('payment.authorize', { exact: true }).waitFor();
      await event.getByRole('link', { name: 'event 1' }).click();
      await page.getByRole('region', { name: 'Event 1' }).getByText('order.create').waitFor();
      await page.getByRole('listbox', { name: 'Events' }).press('ArrowDown');
      await page.getByRole('region', { name: 'Event 2' }).waitFor();
      expect(page.url()).toContain('?event=2');
    });
  });

  it('given a condition, when its event is opened, then it tells what was seen', async () => {
    const { stack } = shown;
    const once = { compensation: 'none' };
    const steps = [
      { name: 'check', command: 'order.create', input: { id: '${input.orderId}' }, ...once },
      { name: 'wrap', when: '${steps.check.output.isGift}', command: 'order.wrap', ...once },
    ];
    await stack.call('POST', '/v1/definitions', { body: { name: 'gift-order', steps } });
    stack.script.set('order.create', () => ({ type: 'succeeded', output: { isGift: false } }));
    const body = { definition: 'gift-order', key: 'gift', input: { orderId: MARKUP } };
    const { id, status } = (await stack.call('POST', '/v1/sagas?wait=20s', { body })).body;
    expect(status).toBe('completed');
    await shown.on(`/sagas/${id}?event=2`, async (page) => {
      const event = page.getByRole('region', { name: 'Event 2' });
      const decided = event.getByRole('list', { name: 'What decided it', exact: true });
      await decided.getByText('${steps.check.output.isGift}', { exact: true }).waitFor();
      await decided.getByText('gave false').waitFor();
      const seen = decided.getByRole('list', { name: 'What /steps/1/when saw' });
      await seen.getByText('steps.check.output.isGift = false', { exact: true }).waitFor();
      await page.getByRole('listbox', { name: 'Events' }).press('ArrowUp');
      const first = page.getByRole('region', { name: 'Event 1' });
      await first.getByText(`input.orderId = ${JSON.stringify(MARKUP)}`).waitFor();
      expect(await page.title()).not.toBe('1');
    });
  });

  it('given its timeline, when it is read, then rows say in words what time was', async () => {
    await shown.on(`/sagas/${stuckId}`, async (page) => {
      const card = page.getByRole('region', { name: 'Timeline' });
      const row = card.getByRole('listitem').filter({ hasText: 'undo of authorize' });
      await row.getByText(/undo, until its answer .*, waits for a person \d+/).waitFor();
      const kinds = card.getByRole('list', { name: 'Kinds of time' });
      await kinds.getByRole('button', { name: 'waits for a person' }).click();
      // what is hidden is not counted
      await row.getByText(/undo, until its answer [^,]*$/).waitFor();
      expect(page.url()).toContain('?hide=stuck');
      await kinds.getByRole('button', { name: 'waits for a person', pressed: false }).click();
      await row.getByText(/waits for a person \d+/).waitFor();
    });
  });

  it('given its timeline, when a part is chosen by keyboard, then it alone is shown', async () => {
    await shown.on(`/sagas/${stuckId}`, async (page) => {
      const card = page.getByRole('region', { name: 'Timeline' });
      const undo = card.getByRole('listitem').filter({ hasText: 'undo of authorize' });
      await undo.waitFor();
      await card.getByRole('slider', { name: 'Shown to' }).press('Home');
      await card.getByText(/^0 ms to \d+ ms of /).waitFor();
      await undo.waitFor({ state: 'detached' });
      await card.getByRole('link', { name: 'createOrder' }).waitFor();
      expect(page.url()).toMatch(/\?zoom=0-\d+$/);
      await card.getByRole('link', { name: 'show all' }).press('Enter');
      await undo.waitFor();
      expect(page.url()).not.toContain('zoom');
    });
  });

  it('given its timeline, when parts are drawn by mouse, then it is ever nearer', async () => {
    await shown.on(`/sagas/${stuckId}`, async (page) => {
      const card = page.getByRole('region', { name: 'Timeline' });
      await card.getByRole('listitem').first().waitFor();
      const strip = card.getByRole('group', { name: 'Part shown' });
      await strip.scrollIntoViewIfNeeded();
      const { x, y, width, height } = (await strip.boundingBox()) ?? fail('there is no strip');
      const draw = async (from: number, to: number, top: number): Promise<number> => {
        const before = page.url();
        await page.mouse.move(x + from * width, top);
        await page.mouse.down();
        await page.mouse.move(x + ((from + to) / 2) * width, top);
        await page.mouse.move(x + to * width, top);
        await page.mouse.up();
        await page.waitForURL((url) => url.href !== before && url.searchParams.has('zoom'));
        const [start, end] = new URL(page.url()).searchParams.get('zoom')?.split('-') ?? [];
        return Number(end) - Number(start);
      };
      const shownFrom = (): Promise<string> => strip.getByLabel('Shown from').inputValue();
      const whole = await draw(0.05, 0.95, y + height / 2);
      const near = await draw(0.6, 0.1, y + 1.5 * height);
      expect(near).toBeLessThan(whole);
      // what is drawn ends with the press
      const before = await shownFrom();
      await page.mouse.move(x + 0.4 * width, y + height / 2);
      await page.mouse.move(x + 0.3 * width, y + height / 2);
      expect(await shownFrom()).toBe(before);
      // the strip has all of the time, whatever is shown
      await draw(0.5, 0.8, y + height / 2);
      expect(Number(await shownFrom()) / 1_000).toBeCloseTo(0.5, 1);
      // a click is no part
      const url = page.url();
      await page.mouse.click(x + width / 2, y + height / 2);
      await card.getByRole('link', { name: 'show all' }).click();
      expect(url).toContain('zoom');
      expect(page.url()).not.toContain('zoom');
    });
  });

  it('given a quick saga, when a key moves an edge, then by a millisecond at least', async () => {
    const { stack } = shown;
    for (const command of ['order.create', 'payment.capture']) stack.script.delete(command);
    const body = { definition: 'place-order', input: { orderId: 'quick' } };
    const { id } = (await stack.call('POST', '/v1/sagas?wait=20s', { body })).body;
    await shown.on(`/sagas/${id}`, async (page) => {
      const zooms: string[] = [];
      for (const [edge, key] of [
        ['Shown to', 'ArrowLeft'],
        ['Shown from', 'ArrowRight'],
        ['Shown from', 'ArrowRight'],
        ['Shown from', 'ArrowLeft'],
      ] as const) {
        const before = page.url();
        await page.getByRole('slider', { name: edge }).press(key);
        await page.waitForURL((url) => url.href !== before);
        zooms.push(new URL(page.url()).searchParams.get('zoom') ?? '');
      }
      const end = zooms[0]?.split('-')[1];
      expect(zooms).toEqual([`0-${end}`, `1-${end}`, `2-${end}`, `1-${end}`]);
    });
  });

  it('given others were quicker, when a step takes long, then it is told how unusual', async () => {
    const { stack } = shown;
    const start = async (orderId: string): Promise<string> => {
      const body = { definition: 'usual-order', input: { orderId } };
      return (await stack.call('POST', '/v1/sagas?wait=20s', { body })).body.id;
    };
    const body = { ...ORDER_DEFINITION, name: 'usual-order' };
    await stack.call('POST', '/v1/definitions', { body });
    stack.script.delete('order.create');
    stack.script.delete('payment.capture');
    for (const orderId of ['a', 'b', 'c', 'd', 'e']) await start(orderId);
    stack.script.set('payment.capture', errs('CLOSED'));
    await shown.on(`/sagas/${await start('stuck')}`, async (page) => {
      const card = page.getByRole('region', { name: 'Timeline' });
      const row = card.getByRole('listitem').filter({ hasText: 'capture' });
      const unusual = row.getByText(/^[\d,.]+× its usual$/);
      await unusual.waitFor();
      expect(await unusual.getAttribute('title')).toMatch(/^Usually \d+ ms: half of the last 5 in/);
    });
  });

  it('given ten thousand events, when they are scrolled, then few are in the page', async () => {
    const { stack } = shown;
    await stack.call('POST', '/v1/definitions', {
      body: { ...ORDER_DEFINITION, name: 'long-order' },
    });
    stack.script.set('order.create', errs('BUSY'));
    const body = { definition: 'long-order', key: 'long', input: { orderId: 'o-1' } };
    const { id, version } = (await stack.call('POST', '/v1/sagas?wait=20s', { body })).body;
    await stack.sql.query(
      `insert into saga_event (saga_id, version, at, data)
       select $1, $2 + n, now(), jsonb_build_object(
         'input', '{"type":"operator","action":"pause"}'::jsonb,
         'events', jsonb_build_array(jsonb_build_object('type', 'operator-acted',
           'action', '{"name":"pause"}'::jsonb, 'actor', 'ada', 'reason', 'reason ' || n)))
       from generate_series(1, 10000) as n`,
      [id, version],
    );
    await shown.on(`/sagas/${id}`, async (page) => {
      const list = page.getByRole('listbox', { name: 'Events' });
      await lineOf(page, '"reason 1"').waitFor();
      let asked = 0;
      await page.route(/history\?.*cursor=/, (route) => {
        asked++;
        return route.fulfill({ status: 400, body: 'no' });
      });
      // the end of what has been read is no end: more is read as it is reached
      await list.press('End');
      // the panel of an event may have one of its own, behind it
      const failed = page.getByRole('alert').filter({ hasText: 'Try again' }).first();
      await failed.waitFor();
      await list.press('ArrowUp');
      await page.getByRole('region', { name: /^Event \d+$/ }).waitFor();
      // what failed is asked for again by people alone
      expect(asked).toBe(1);
      await page.unrouteAll();
      await failed.getByRole('button', { name: 'Try again' }).click();
      await page.getByText(/^1,200 of/).waitFor();
      await list.press('End');
      await lineOf(page, '"reason 1190"').waitFor();
      await page.goto(`${page.url().split('?')[0]}?event=${version + 9990}`);
      // it is read from the beginning as far as there
      const far = page.getByRole('region', { name: `Event ${version + 9990}` });
      await far.waitFor();
      await lineOf(page, '"reason 9990"').waitFor();
      expect(await page.locator('*').count()).toBeLessThan(3_000);
    });
  });

  it('given a child and a lock, when they are waited for, then links lead there', async () => {
    const { stack } = shown;
    const send = { name: 'send', command: 'shipping.send', compensation: 'none' };
    const child = { name: 'send-note', steps: [send] };
    const parent = {
      name: 'note-order',
      locks: ['order:${input.orderId}'],
      steps: [{ name: 'note', saga: { definition: 'send-note' } }],
    };
    for (const body of [child, parent]) await stack.call('POST', '/v1/definitions', { body });
    stack.script.set('shipping.send', isSilent);
    const body = { definition: 'note-order', key: 'holder', input: { orderId: 'o-7' } };
    const holder = (await stack.call('POST', '/v1/sagas', { body })).body;
    await shown.on(`/sagas/${holder.id}`, async (page) => {
      await page.getByText('note waits for a child').waitFor();
      await page.getByRole('link', { name: /^note: / }).click();
      const step = page.getByRole('region', { name: 'Step note' });
      await step.getByRole('link', { name: /^send-note / }).click();
      const about = page.getByRole('region', { name: 'About it' });
      await about.getByRole('link', { name: `step note of ${holder.id}` }).waitFor();
    });
    const waiter = (await stack.call('POST', '/v1/sagas', { body: { ...body, key: 'next' } })).body;
    await shown.on(`/sagas/${waiter.id}`, async (page) => {
      await page.getByText('waits for a lock').waitFor();
      const about = page.getByRole('region', { name: 'About it' });
      await about.getByRole('link', { name: 'order:o-7' }).waitFor();
      await about.getByRole('link', { name: holder.id }).click();
      await page.getByRole('heading', { name: /^holder/ }).waitFor();
    });
  });
});

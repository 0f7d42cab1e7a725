import type { Locator, Page } from 'playwright-core';
import { errs, ORDER_DEFINITION } from '../../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from '../console-stack.fixture.js';

const VIEWPORT = { width: 320, height: 640 } as const;

let shown: ConsoleStack;
let stuck: string;

beforeAll(async () => {
  shown = await ConsoleStack.start();
  await shown.stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
  shown.stack.script.set('payment.capture', errs('LOCKED'));
  const body = { definition: 'place-order', key: 'o-1', input: { orderId: 'o-1' } };
  stuck = (await shown.stack.call('POST', '/v1/sagas?wait=20s', { body })).body.id;
});

afterAll(() => shown?.close());

/** Where something begins and ends, from the left. */
async function spanOf(part: Locator): Promise<readonly [number, number]> {
  const box = await part.boundingBox();
  if (box === null) throw new Error('it is not shown');
  return [box.x, box.x + box.width];
}

/** Whether the slider through the saga's versions is what one sees there, from the top. */
function isTravelAt(page: Page, y: number): Promise<boolean> {
  return page.evaluate(`document.elementFromPoint(160, ${y})
    ?.closest('[aria-label="Time travel"]') != null`);
}

describe('One saga in 320 px', () => {
  it('given a wide path, when one looks, then one sees where it is and where more is', async () => {
    await shown.on(
      `/sagas/${stuck}`,
      async (page) => {
        const picture = page.getByRole('group', { name: 'Path of o-1' });
        const [left, right] = await spanOf(picture);
        const here = await spanOf(picture.locator('[data-mark="stuck"]'));
        expect(here[0]).toBeGreaterThanOrEqual(left);
        expect(here[1]).toBeLessThanOrEqual(right);
        const [before, after] = ['before', 'after'].map((side) =>
          page.locator(`[data-more="${side}"]`).first(),
        ) as [Locator, Locator];
        await picture.evaluate((box) => box.scrollTo({ left: 0 }));
        await after.waitFor();
        await before.waitFor({ state: 'detached' });
        await picture.evaluate((box) => box.scrollTo({ left: box.scrollWidth }));
        await before.waitFor();
        await after.waitFor({ state: 'detached' });
      },
      { viewport: VIEWPORT },
    );
  });

  it('given its versions, when one scrolls, then the slider covers nothing', async () => {
    await shown.on(
      `/sagas/${stuck}`,
      async (page) => {
        await page.getByRole('slider', { name: 'Version' }).waitFor();
        const bottom = VIEWPORT.height - 20;
        expect(await isTravelAt(page, bottom)).toBe(false);
        await page.getByRole('heading', { name: 'About it' }).scrollIntoViewIfNeeded();
        for (const y of [20, bottom]) expect(await isTravelAt(page, y)).toBe(false);
      },
      { viewport: VIEWPORT },
    );
  });
});

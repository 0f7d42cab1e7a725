import type { Page } from 'playwright-core';
import type { ConsoleStack } from './console-stack.fixture.js';
import { untilShown } from './until-shown.fixture.js';
import { viewsOf } from './world/views.fixture.js';
import { startWorld } from './world/start-world.fixture.js';
import type { World } from './world/world.fixture.js';

/* What people read is words: no instants as machines write them, and nothing that is cut off. */

const NARROW = { viewport: { width: 320, height: 640 } } as const;
let shown: ConsoleStack;
let world: World;

beforeAll(async () => {
  ({ shown, world } = await startWorld());
});

afterAll(() => shown?.close());

/** What is read on the page: documents, payloads and values are shown as they are. */
const PROSE = `(() => {
  const copy = document.body.cloneNode(true);
  const verbatim = 'pre, code, textarea, [contenteditable], [aria-label="What changed"]';
  copy.querySelectorAll(verbatim).forEach((each) => each.remove());
  return copy.textContent;
})()`;

/** The texts of what is wider than the place where it stands. */
function cutOff(page: Page, selector: string): Promise<readonly string[]> {
  return page
    .locator(selector)
    .evaluateAll((all) =>
      all
        .filter((each) => each.scrollWidth > each.clientWidth + 1)
        .map((each) => each.textContent ?? ''),
    );
}

/** The words in cells of tables that stand in more than one line. */
function brokenWords(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`[...document.querySelectorAll('td')].flatMap((cell) => {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    const broken = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      for (const { index, 0: word } of node.data.matchAll(/\\w+/g)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) broken.push(word);
      }
    }
    return broken;
  })`);
}

describe('What is read', () => {
  it.each(['overview', 'sagas', 'saga-stuck', 'locks', 'audit', 'alerts'])(
    'given the view %s, when it is read, then instants are as people write them',
    async (name) => {
      await shown.on(viewsOf(world)[name] ?? '', async (page) => {
        await untilShown(page);
        await page.locator('td, [role="listbox"] [role="option"]').first().waitFor();
        const prose = await page.evaluate<string>(PROSE);
        expect(prose.match(/.{0,40}\d{4}-\d\d-\d\dT\d\d:\d\d.{0,12}/g) ?? []).toEqual([]);
      });
    },
  );

  it.each(['approvals', 'keys', 'retention', 'alerts'])(
    'given the view %s, when it is read, then no word is broken',
    async (name) => {
      await shown.on(viewsOf(world)[name] ?? '', async (page) => {
        await untilShown(page);
        await page.locator('td').first().waitFor();
        expect(await brokenWords(page)).toEqual([]);
      });
    },
  );

  it('given the list of sagas, when it is read, then nothing of it is cut off', async () => {
    await shown.on('/sagas', async (page) => {
      await page.getByRole('link', { name: 'o-201' }).waitFor();
      // as long as it gets
      await page
        .locator('td > time')
        .evaluateAll((all) => all.forEach((each) => (each.textContent = '59 min ago')));
      expect(await cutOff(page, 'td:has(> time), td:has(> [data-status])')).toEqual([]);
      expect(await page.getByText('ship is stuck: shipping answered').count()).toBeGreaterThan(0);
    });
  });

  it('given acts beside a title, when looked at, then they end where it ends', async () => {
    await shown.on('/audit', async (page) => {
      await untilShown(page);
      const [head = 0, act = 1] = await Promise.all(
        [page.locator('main header').first(), page.getByRole('button', { name: 'Export' })].map(
          async (each) => {
            const { x = 0, width = 0 } = (await each.boundingBox()) ?? {};
            return Math.round(x + width);
          },
        ),
      );
      expect(act).toBe(head);
    });
  });

  it('given a filter that means none, when it is read, then it says what to do', async () => {
    await shown.on('/sagas?key=none-has-it', async (page) => {
      await page.getByText('No saga is meant by this filter.').waitFor();
      await page.getByRole('link', { name: 'all sagas' }).click();
      await page.getByRole('link', { name: 'o-201' }).waitFor();
    });
  });
});

describe('What is read before an act', () => {
  it('given it does not help, when it is looked at, then it says so', async () => {
    await shown.on(`/sagas/${world.stuck}`, async (page) => {
      await page.getByRole('button', { name: 'Skip ship…' }).click();
      await page.getByText('Even if all goes well, the saga is stuck at confirmOrder').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Keep for ever…' }).click();
      await page.getByText('No rule of retention deletes this saga').waitFor();
    });
  });
});

describe('What is read on a narrow screen', () => {
  it('given what becomes of failures, when it is read, then each has its name', async () => {
    const path = '/definitions/refund/1?tab=failures';
    const words = ['block, undo refused: is stuck', 'pay, reply lost: waits, asks again'];
    await shown.on(path, (page) => sayEach(page, words), NARROW);
  });

  it('given the audit log, when it is read, then it says about what, and why', async () => {
    const words = ['acknowledge group', 'participant carrier', 'the carrier is on strike'];
    await shown.on('/audit', (page) => sayEach(page, words), NARROW);
  });

  it('given a long remark beside a title, when it is read, then the title is whole', async () => {
    await shown.on(
      '/definitions/refund/1/start',
      async (page) => {
        const title = page.getByRole('heading', { level: 2, name: 'refund v1' });
        const { height = 0 } = (await title.boundingBox()) ?? {};
        expect(Math.round(height)).toBe(20);
      },
      NARROW,
    );
  });
});

/** They are seen; the style shows the name that a cell has on a narrow screen. */
async function sayEach(page: Page, words: readonly string[]): Promise<void> {
  await untilShown(page);
  await page.getByRole('table').first().waitFor();
  const said = await page
    .locator('td:visible')
    .evaluateAll((cells) =>
      cells.map((each) => `${each.getAttribute('data-label') ?? ''} ${each.textContent ?? ''}`),
    );
  for (const word of words) expect(said.join('\n')).toContain(word);
}

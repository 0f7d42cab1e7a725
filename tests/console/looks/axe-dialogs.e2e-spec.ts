import type { Locator } from 'playwright-core';
import { EachAct } from '../acts/each-act.fixture.js';
import { untilShown } from '../until-shown.fixture.js';
import { ALL_VIEWS_MS, worldOfTests } from '../world/start-world.fixture.js';
import { faultsOf } from './looked-at.fixture.js';

const DIALOGS_MIN = 30;

const its = worldOfTests();

/** Unfolds what is folded there. The number of those. */
function unfold(within: Locator): Promise<number> {
  return within.locator('details:not([open])').evaluateAll((all) => {
    for (const each of all) each.setAttribute('open', '');
    return all.length;
  });
}

describe('What a view opens', () => {
  it(
    'given each dialog of an act, when axe looks at it, then it finds nothing',
    async () => {
      const found: object[] = [];
      const each = new EachAct();
      let dialogs = 0;
      for (const [view, path] of Object.entries(its.views)) {
        await its.shown.on(path, async (page) => {
          await untilShown(page);
          await each.on(page, view, async (dialog) => {
            await dialog.getByText('Loading …').first().waitFor({ state: 'detached' });
            const act = await dialog.getByRole('heading').first().innerText();
            await unfold(dialog);
            found.push(...(await faultsOf(page)).map((fault) => ({ view, act, ...fault })));
            dialogs++;
          });
        });
      }
      expect(found).toEqual([]);
      expect(dialogs).toBeGreaterThan(DIALOGS_MIN);
    },
    ALL_VIEWS_MS,
  );

  it(
    'given all that a view can unfold, when axe looks at it, then it finds nothing',
    async () => {
      const found: object[] = [];
      for (const [view, path] of Object.entries(its.views)) {
        await its.shown.on(path, async (page) => {
          await untilShown(page);
          if ((await unfold(page.locator('main'))) === 0) return;
          found.push(...(await faultsOf(page)).map((fault) => ({ view, ...fault })));
        });
      }
      expect(found).toEqual([]);
    },
    ALL_VIEWS_MS,
  );
});

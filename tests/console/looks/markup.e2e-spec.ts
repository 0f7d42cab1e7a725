import type { Locator, Page } from 'playwright-core';
import { EachAct } from '../acts/each-act.fixture.js';
import { untilShown } from '../until-shown.fixture.js';
import { ALL_VIEWS_MS, worldOfTests } from '../world/start-world.fixture.js';
import { becameOf, MARKUP, tellMarkup } from './markup.fixture.js';

/** Where there is some text of others in the first place. */
const TELLING = [
  ...['overview', 'failure', 'saga-stuck', 'sagas', 'task', 'dead-message', 'audit', 'locks'],
  ...['definitions', 'approval', 'alerts', 'bulk', 'compare', 'retention', 'pauses'],
];

const its = worldOfTests();

/** What would have run, had the policy let it, and views that break; `missing` leads nowhere. */
function stoppedByPolicy(): readonly string[] {
  return its.shown.browser.takeComplaints().filter((each) => !each.startsWith('404 of '));
}

/** Of fields in which one does not write. */
const OTHERS = ['checkbox', 'radio', 'range', 'number', 'datetime-local'];

/** Writes it into each field that is there, and says how many there were. */
async function writeIn(place: Page | Locator): Promise<number> {
  // what is written in one may take others away
  const fields = await place.locator('input, textarea, [contenteditable=true]').elementHandles();
  let count = 0;
  for (const field of fields) {
    const type = (await field.getAttribute('type')) ?? 'text';
    if (OTHERS.includes(type) || !(await field.isVisible()) || !(await field.isEditable()))
      continue;
    await field.fill(MARKUP);
    count++;
  }
  return count;
}

describe('Markup stays text', () => {
  it(
    'given it is in what the API tells, when each view is opened, then it is read there',
    async () => {
      const became: object[] = [];
      const stopped: string[] = [];
      const told: string[] = [];
      for (const [view, path] of Object.entries(its.views)) {
        await its.shown.on('/icon.svg', async (page) => {
          await tellMarkup(page);
          await page.goto(`${its.shown.stack.conductor.url}${path}`);
          await untilShown(page);
          const details = page.locator('main summary');
          for (const each of await details.all()) await each.click();
          const found = await becameOf(page);
          if (found.length > 0) became.push({ view, found });
          if ((await page.locator('body').innerText()).includes('<mark-up>')) told.push(view);
          await page.unrouteAll({ behavior: 'wait' });
          stopped.push(...stoppedByPolicy());
        });
      }
      expect([...became, ...stopped]).toEqual([]);
      expect(told).toEqual(expect.arrayContaining(TELLING));
    },
    ALL_VIEWS_MS,
  );

  it(
    'given a field of any view or dialog, when it is written there, then nothing becomes of it',
    async () => {
      const became: object[] = [];
      const stopped: string[] = [];
      const acts = new EachAct();
      let fields = 0;
      for (const [view, path] of Object.entries(its.views)) {
        await its.shown.on('/icon.svg', async (page) => {
          await page.goto(`${its.shown.stack.conductor.url}${path}`);
          const look = async (where: string): Promise<void> => {
            const found = await becameOf(page);
            if (found.length > 0) became.push({ view, where, found });
          };
          await untilShown(page);
          await acts.on(page, view, async (dialog) => {
            for (const each of await dialog.locator('summary').all()) await each.click();
            fields += await writeIn(dialog);
            await look('dialog');
          });
          fields += await writeIn(page);
          await page.keyboard.press('Enter');
          await page.waitForLoadState('networkidle');
          await look('page');
          stopped.push(...stoppedByPolicy());
        });
      }
      expect([...became, ...stopped]).toEqual([]);
      expect(fields).toBeGreaterThan(50);
    },
    ALL_VIEWS_MS,
  );
});

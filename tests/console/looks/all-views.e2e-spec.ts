import type { Page } from 'playwright-core';
import { untilShown } from '../until-shown.fixture.js';
import { keyOf } from '../world/people.fixture.js';
import { ALL_VIEWS_MS, worldOfTests } from '../world/start-world.fixture.js';

const AS_VIEWER = { extraHTTPHeaders: { authorization: `Bearer ${keyOf('vera')}` } };
/** What viewers may do: their own views, and what is only looked at. */
const MAY = ['Save this view…'];

const its = worldOfTests();

/** What moves on the page, or would as soon as something changes. */
const MOVING = `(() => {
  const parts = [null, '::before', '::after', '::backdrop'];
  const styled = [...document.querySelectorAll('*')].flatMap((each) => parts.flatMap((part) => {
    const { animationDuration, transitionDuration } = getComputedStyle(each, part);
    const lasts = /[1-9]/.test(animationDuration + transitionDuration);
    return lasts ? [each.localName + (part ?? '')] : [];
  }));
  return [...styled, ...document.getAnimations().map(({ playState }) => playState)];
})()`;

describe('Every view', () => {
  it(
    'given somebody wants no motion, when it is opened, then nothing moves',
    async () => {
      const moving: object[] = [];
      for (const [view, path] of Object.entries(its.views)) {
        await its.shown.on(
          path,
          async (page) => {
            await untilShown(page);
            const found = await page.evaluate<readonly string[]>(MOVING);
            if (found.length > 0) moving.push({ view, found });
          },
          { reducedMotion: 'reduce' },
        );
      }
      expect(moving).toEqual([]);
    },
    ALL_VIEWS_MS,
  );

  it(
    'given a viewer, when something is refused, then the view says so, and why',
    async () => {
      const seen: object[] = [];
      const refused = new Set<string>();
      await its.shown.on(
        '/icon.svg',
        async (page) => {
          for (const [view, path] of Object.entries(its.views)) {
            const fault = await faultOf(page, path, () => refused.add(view));
            if (fault !== null) seen.push({ view, ...fault });
          }
          its.shown.browser.takeComplaints();
        },
        AS_VIEWER,
      );
      expect(seen).toEqual([]);
      expect([...refused]).toContain('keys');
    },
    ALL_VIEWS_MS,
  );
});

/** What a viewer is not told, or may press all the same. null: all is well. */
async function faultOf(page: Page, path: string, refused: () => void): Promise<object | null> {
  const whys: string[] = [];
  const reading: Promise<unknown>[] = [];
  page.removeAllListeners('response');
  page.on('response', (response) => {
    if (response.status() !== 403 || response.request().method() !== 'GET') return;
    reading.push(response.json().then(({ detail }) => whys.push(detail)));
  });
  await page.goto(`${its.shown.stack.conductor.url}${path}`);
  await untilShown(page);
  await page.getByText(/^live$/).waitFor();
  await Promise.all(reading);
  if (whys.length > 0) refused();
  const told = (await page.getByRole('alert').allInnerTexts()).join('\n');
  const untold = whys.filter((why) => !told.includes(why));
  const buttons = page.locator('main button:not([aria-disabled=true])').filter({ hasText: /…$/ });
  const acts = (await buttons.allInnerTexts()).filter((name) => !MAY.includes(name));
  const offersAgain = whys.length > 0 && told.includes('Try again');
  return untold.length + acts.length === 0 && !offersAgain ? null : { untold, acts, offersAgain };
}

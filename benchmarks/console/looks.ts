import type { Page } from 'playwright-core';

/*
 * What is measured within the page. They are texts, since they run there. A frame that was painted
 * counts, not a change of the document.
 */

/** Resolves with the time since the navigation when something is seen, in ms. */
export function seenAfter(page: Page, selector: string): Promise<number> {
  return page.evaluate(`new Promise((done) => {
    const look = () => document.querySelector(${JSON.stringify(selector)})
      ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look);
    look();
  })`);
}

/** Clicks, and resolves with how long something took to be seen, in ms. */
export function clickToSeen(page: Page, clicked: string, seen: string): Promise<number> {
  return page.evaluate(`new Promise((done) => {
    const begin = performance.now();
    document.querySelector(${JSON.stringify(clicked)}).click();
    const look = () => document.querySelector(${JSON.stringify(seen)})
      ? requestAnimationFrame(() => done(performance.now() - begin)) : requestAnimationFrame(look);
    look();
  })`);
}

/** From now on shifts of the layout add up, those right after an input left out. */
export async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`(() => {
    window.benchShifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!entry.hadRecentInput) window.benchShifts += entry.value;
      }
    }).observe({ type: 'layout-shift' });
  })()`);
  return () => page.evaluate('window.benchShifts');
}

/**
 * Notes when the row of each saga is first painted without a text: `[id, ms since the epoch]`. The
 * row is the one whose link ends with the id.
 */
export async function watchRows(
  page: Page,
  text: string,
): Promise<() => Promise<readonly (readonly [id: string, at: number])[]>> {
  await page.evaluate(`(() => {
    window.benchRows = new Map();
    const look = () => requestAnimationFrame(() => {
      const at = performance.timeOrigin + performance.now();
      for (const row of document.querySelectorAll('main tr')) {
        const id = row.querySelector('a')?.href.split('/').at(-1);
        const isOver = id !== undefined && !row.textContent.includes(${JSON.stringify(text)});
        if (isOver && !window.benchRows.has(id)) window.benchRows.set(id, at);
      }
    });
    new MutationObserver(look).observe(document.querySelector('main'), {
      childList: true, subtree: true, characterData: true });
  })()`);
  return () => page.evaluate('[...window.benchRows]');
}

export interface Scrolled {
  readonly framesPerSecond: number;
  /** At most, while it scrolled. */
  readonly nodes: number;
}

/** Scrolls what scrolls down with each frame, for some seconds. */
export function scroll(page: Page, selector: string, seconds: number): Promise<Scrolled> {
  return page.evaluate(`new Promise((done) => {
    const box = document.querySelector(${JSON.stringify(selector)});
    let [frames, nodes] = [0, 0];
    const begin = performance.now();
    const step = () => {
      frames += 1;
      box.scrollBy(0, 40);
      if (frames % 20 === 0) nodes = Math.max(nodes, document.querySelectorAll('*').length);
      const took = performance.now() - begin;
      if (took < ${seconds * 1000}) requestAnimationFrame(step);
      else done({ framesPerSecond: frames / took * 1000, nodes });
    };
    requestAnimationFrame(step);
  })`);
}

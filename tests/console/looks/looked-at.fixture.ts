import type { Page } from 'playwright-core';
import { ALL_RULES, findingsOf, overflowOf } from '../axe.fixture.js';

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [320, 1280] as const;

/** What is wrong with what is on the page now, in both themes, narrow and wide. */
export async function faultsOf(page: Page): Promise<readonly object[]> {
  const faults: object[] = [];
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 720 });
      const found = [...(await findingsOf(page, ALL_RULES)), ...(await overflowOf(page))];
      faults.push(...found.map((each) => ({ theme: colorScheme, width, ...each })));
    }
  }
  return faults;
}

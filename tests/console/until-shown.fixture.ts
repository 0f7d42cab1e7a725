import type { Page } from 'playwright-core';

/** Its first answers have come. */
export async function untilShown(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.getByText('Loading …').first().waitFor({ state: 'detached' });
  await page.locator('[data-coming]').first().waitFor({ state: 'detached' });
}

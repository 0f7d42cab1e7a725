import type { Page } from 'playwright-core';

/** The next call is carried out, and its answer never comes back. */
export async function loseAnswer(page: Page, calls: RegExp): Promise<void> {
  await page.route(
    calls,
    async (route) => {
      await route.fetch();
      await route.fulfill({ status: 503, body: '' });
    },
    { times: 1 },
  );
}

import type { Page, Route } from 'playwright-core';

/** Becomes an element, and runs, wherever a page takes a text for more than a text. */
export const MARKUP = '<mark-up></mark-up><img src=x onerror="ran=1"><script>ran=1</script>';

/** What people and their systems write, whatever it is. Names and codes of states are ours. */
const WRITTEN = new Set([
  ...['key', 'sagaKey', 'message', 'errorMessage', 'reason', 'note', 'owner', 'by', 'actor'],
  ...['detail', 'description', 'text', 'title', 'brokerSays', 'sample', 'normalized'],
]);
/** Data of the users, with whatever keys. */
const DATA = new Set([
  'input',
  'output',
  'outputs',
  'payload',
  'body',
  'headers',
  'state',
  'value',
]);

/** The answer, with markup behind each text that is not the conductor's own. */
export function withMarkup(answer: unknown, name = '', isData = false): unknown {
  if (Array.isArray(answer)) return answer.map((each) => withMarkup(each, name, isData));
  if (typeof answer === 'string') {
    return isData || WRITTEN.has(name) ? `${answer}${MARKUP}` : answer;
  }
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [
      key,
      withMarkup(value, key, isData || (DATA.has(key) && typeof value === 'object')),
    ]),
  );
}

/** From now on the page is told texts with markup. */
export async function tellMarkup(page: Page): Promise<void> {
  await page.route('**/v1/**', async (route: Route) => {
    const isRead = route.request().method() === 'GET';
    const isStream = (await route.request().headerValue('accept'))?.includes('event-stream');
    if (!isRead || isStream === true) return route.continue();
    const response = await route.fetch();
    if (!(response.headers()['content-type'] ?? '').includes('json')) {
      return route.fulfill({ response });
    }
    return route.fulfill({ response, json: withMarkup(await response.json()) });
  });
}

/** What became of the markup: elements, and whether anything ran. Nothing: []. */
export function becameOf(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`[
    ...[...document.querySelectorAll('mark-up, img[src=x]')].map(({ outerHTML }) => outerHTML),
    ...('ran' in window ? ['it ran'] : []),
  ]`);
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** To look at everything, whatever its severity. */
export const ALL_RULES = { resultTypes: ['violations'] };

export interface Finding {
  readonly rule: string;
  readonly where: string;
  readonly what: string;
}

/** What axe finds. Through the debugger: the page's own policy lets nobody add a script. */
export async function findingsOf(page: Page, asked: object): Promise<readonly Finding[]> {
  const session = await page.context().newCDPSession(page);
  const evaluate = async (expression: string): Promise<unknown> => {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', options);
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  };
  await evaluate(`typeof axe === 'object' || (() => { ${AXE} })()`);
  const found = await evaluate(`axe.run(document, ${JSON.stringify(asked)}).then(
    ({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => ({
      rule: id, where: node.target.join(' '), what: node.failureSummary }))))`);
  await session.detach();
  return found as readonly Finding[];
}

/** Neither the page nor what is open above it ever scrolls sideways. */
export function overflowOf(page: Page): Promise<readonly Finding[]> {
  return page.locator('html, dialog[open], [popover]:popover-open').evaluateAll((all) =>
    all
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ localName, scrollWidth, clientWidth }) => ({
        rule: 'no-sideways-scroll',
        where: localName,
        what: `${scrollWidth} px in ${clientWidth} px`,
      })),
  );
}

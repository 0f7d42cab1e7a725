import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { ConsoleStack } from './console-stack.fixture.js';
import { untilShown } from './until-shown.fixture.js';
import { viewsOf } from './world/views.fixture.js';
import { makeWorld } from './world/world.fixture.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** 640 is also what a window of 1,280 has at a zoom of 200 %. */
const WIDTHS = [320, 640, 1280] as const;
const ALL = { resultTypes: ['violations'] };
/** Contrast is all that another look changes. */
const CONTRAST = { ...ALL, runOnly: ['color-contrast'] };
const LIGHT = {
  colorScheme: 'light',
  contrast: 'no-preference',
  forcedColors: 'none',
} as const;
const LOOKS = [
  { look: 'light', media: LIGHT, options: ALL, widths: WIDTHS },
  { look: 'dark', media: { ...LIGHT, colorScheme: 'dark' }, options: CONTRAST, widths: WIDTHS },
  {
    look: 'more contrast',
    media: { ...LIGHT, contrast: 'more' },
    options: CONTRAST,
    widths: [1280],
  },
  {
    look: 'forced colours',
    media: { ...LIGHT, colorScheme: 'dark', forcedColors: 'active' },
    options: CONTRAST,
    widths: [1280],
  },
] as const;
const ALL_VIEWS_MS = 600_000;

let shown: ConsoleStack;
let views: Readonly<Record<string, string>>;

beforeAll(async () => {
  shown = await ConsoleStack.start();
  views = viewsOf(await makeWorld(shown.stack));
}, ALL_VIEWS_MS);

afterAll(() => shown?.close());

interface Finding {
  readonly rule: string;
  readonly where: string;
  readonly what: string;
}

describe('Every view', () => {
  it(
    'given its looks and three widths, when axe looks at it, then it finds nothing',
    async () => {
      const found: object[] = [];
      for (const [name, path] of Object.entries(views)) {
        await shown.on(path, async (page) => {
          await untilShown(page);
          for (const { look, media, options, widths } of LOOKS) {
            for (const width of widths) {
              await page.setViewportSize({ width, height: 720 });
              await page.emulateMedia(media);
              const findings = [...(await findingsOf(page, options)), ...(await overflowOf(page))];
              for (const finding of findings) found.push({ name, width, look, ...finding });
            }
          }
        });
      }
      expect(found).toEqual([]);
    },
    ALL_VIEWS_MS,
  );
});

/** Through the debugger: the page's own policy lets nobody add a script. */
async function findingsOf(page: Page, asked: object): Promise<readonly Finding[]> {
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

/** The page itself never scrolls sideways. */
async function overflowOf(page: Page): Promise<readonly Finding[]> {
  const [wide = 0, width = 0] = await page
    .locator('html')
    .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
  if (wide <= width) return [];
  return [{ rule: 'no-sideways-scroll', where: 'html', what: `${wide} px in ${width} px` }];
}

import { ALL_RULES, findingsOf, overflowOf } from './axe.fixture.js';
import { untilShown } from './until-shown.fixture.js';
import { ALL_VIEWS_MS, worldOfTests } from './world/start-world.fixture.js';

/** 640 is also what a window of 1,280 has at a zoom of 200 %. */
const WIDTHS = [320, 640, 1280] as const;
/** A look that somebody's system asks for changes colours, and nothing else that axe looks at. */
const CONTRAST = { ...ALL_RULES, runOnly: ['color-contrast'] };
const LIGHT = {
  colorScheme: 'light',
  contrast: 'no-preference',
  forcedColors: 'none',
} as const;
const LOOKS = [
  { look: 'light', media: LIGHT, options: ALL_RULES, widths: WIDTHS },
  { look: 'dark', media: { ...LIGHT, colorScheme: 'dark' }, options: ALL_RULES, widths: WIDTHS },
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

const its = worldOfTests();

describe('Every view', () => {
  it(
    'given its looks and three widths, when axe looks at it, then it finds nothing',
    async () => {
      const found: object[] = [];
      for (const [name, path] of Object.entries(its.views)) {
        await its.shown.on(path, async (page) => {
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

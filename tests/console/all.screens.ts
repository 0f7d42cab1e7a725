import { mkdirSync } from 'node:fs';
import { momentsOf } from './looks/moments.fixture.js';
import { untilShown } from './until-shown.fixture.js';
import { viewsOf } from './world/views.fixture.js';
import { startWorld } from './world/start-world.fixture.js';

/* `npm run screens`: not a test, but pictures of every view for docs/console. */

const FOLDER = 'docs/console/screens';
const NARROW = { width: 320, height: 640 } as const;
/** Of what people do, what is shown in the dark, too. */
const IN_DARK: ReadonlySet<string> = new Set(['moment-retry']);
const ALL_MS = 300_000;

it(
  'Pictures of every view are made',
  async () => {
    mkdirSync(FOLDER, { recursive: true });
    const { shown, world } = await startWorld();
    const views = viewsOf(world);
    for (const [name, path] of Object.entries(views)) {
      await shown.on(path, async (page) => {
        await untilShown(page);
        await page.screenshot({ path: `${FOLDER}/${name}.png` });
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.setViewportSize(NARROW);
        await page.screenshot({ path: `${FOLDER}/${name}-dark.png` });
      });
    }
    for (const [name, { path, lead }] of Object.entries(momentsOf(world))) {
      await shown.on(path, async (page) => {
        await untilShown(page);
        await lead(page);
        await page.screenshot({ path: `${FOLDER}/${name}.png` });
        if (!IN_DARK.has(name)) return;
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.screenshot({ path: `${FOLDER}/${name}-dark.png` });
      });
    }
    await shown.close();
  },
  ALL_MS,
);

import type { Page } from 'playwright-core';
import type { World } from '../world/world.fixture.js';

interface Moment {
  readonly path: string;
  /** Until what is meant is on the screen. */
  readonly lead: (page: Page) => Promise<void>;
}

/** What people see only when they do something, by the name of its picture. */
export function momentsOf(world: World): Readonly<Record<string, Moment>> {
  return {
    'moment-retry': {
      path: `/sagas/${world.stuck}`,
      lead: async (page) => {
        await page.getByRole('button', { name: 'Retry ship…' }).click();
        await page.getByRole('dialog').getByText('Goes out at once').waitFor();
      },
    },
    'moment-timeline': {
      path: `/sagas/${world.inParts}`,
      lead: (page) =>
        page
          .getByRole('heading', { name: 'Timeline' })
          .evaluate((heading) => heading.scrollIntoView({ block: 'center' })),
    },
    'moment-palette': {
      path: '/',
      lead: async (page) => {
        await page.keyboard.press('Control+k');
        await page.getByRole('dialog').waitFor();
        await page.keyboard.type('par');
        await page.getByRole('dialog').getByText('Participants').waitFor();
      },
    },
  };
}

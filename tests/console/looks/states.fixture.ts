import type { Page } from 'playwright-core';
import { loseAnswer } from '../lost-answer.fixture.js';
import type { World } from '../world/world.fixture.js';

/** What a view is like after somebody did something in it. */
export interface State {
  readonly name: string;
  readonly path: (world: World) => string;
  /** Brings it about; it is there when this has ended. */
  readonly reach: (page: Page) => Promise<unknown>;
}

const NO_ID = '019ad1b2-0000-7000-8000-000000000000';

const dialogOf = (page: Page) => page.locator('dialog[open]');
const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).first().click();
const says = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).first().waitFor();

/** Above every view. */
const ABOVE: readonly State[] = [
  { name: 'the palette', path: () => '/', reach: (page) => sought(page, '') },
  {
    name: 'the palette, with what it found',
    path: () => '/',
    reach: (page) => sought(page, 'o-3'),
  },
  {
    name: 'the palette, with nothing found',
    path: () => '/',
    reach: async (page) => {
      await sought(page, 'no-such-thing');
      await says(page, 'Nothing that you may see has this name or id.');
    },
  },
  {
    name: 'the sheet of keys',
    path: () => '/',
    reach: async (page) => {
      await page.keyboard.press('?');
      await dialogOf(page).getByText('Retry, with a preview').waitFor();
    },
  },
  {
    name: 'the menu of who looks',
    path: () => '/',
    reach: async (page) => {
      await press(page, 'root · admin');
      await page.getByRole('radio', { name: 'dark' }).waitFor();
    },
  },
  {
    name: 'the menu of places',
    path: () => '/',
    reach: async (page) => {
      await page.setViewportSize({ width: 320, height: 720 });
      await press(page, 'Overview');
      await page.getByRole('link', { name: 'Sagas', exact: true }).waitFor();
    },
  },
];

async function sought(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'A place, a name or an id' }).fill(text);
  await page.getByText('Looking …').waitFor({ state: 'detached' });
}

const LISTS: readonly State[] = [
  { name: 'chosen sagas', path: () => '/sagas', reach: chooseTwo },
  {
    name: 'a bulk operation on chosen sagas',
    path: () => '/sagas',
    reach: async (page) => {
      await chooseTwo(page);
      await press(page, 'Retry…');
      await dialogOf(page).getByText('as canary; its end is awaited').waitFor();
      await dialogOf(page).getByText('Canary, rate and when it stops').click();
    },
  },
  {
    name: 'a bulk operation that needs a step',
    path: () => '/sagas',
    reach: async (page) => {
      await chooseTwo(page);
      await press(page, /^Settle/);
      await dialogOf(page).getByLabel('Step').waitFor();
    },
  },
  {
    name: 'a filter that is wrong',
    path: () => '/sagas?status=nonsense',
    reach: (page) => page.getByRole('alert').first().waitFor(),
  },
  {
    name: 'a filter that is written',
    path: () => '/sagas',
    reach: (page) => page.getByLabel('Add a filter').fill('age='),
  },
  {
    name: 'a view that is saved',
    path: () => '/sagas?step=ship',
    reach: (page) => press(page, 'Save this view…'),
  },
  {
    name: 'a record of the audit log',
    path: () => '/audit',
    reach: async (page) => {
      await page.getByRole('button', { name: 'acknowledge' }).first().click();
      await page.getByRole('region', { name: 'Before' }).first().waitFor();
    },
  },
  {
    name: 'an audit log that was verified',
    path: () => '/audit',
    reach: async (page) => {
      await press(page, 'Verify');
      await says(page, /It is intact/);
    },
  },
];

async function chooseTwo(page: Page): Promise<void> {
  const boxes = page.getByRole('checkbox', { name: /^Choose [^a]/ });
  await boxes.nth(1).click();
  await boxes.nth(2).click();
  await says(page, '2 chosen');
}

const SAGA: readonly State[] = [
  {
    name: 'a step of a saga',
    path: ({ stuck }) => `/sagas/${stuck}?step=ship`,
    reach: (page) => page.getByRole('region', { name: 'Step ship' }).waitFor(),
  },
  {
    name: 'an event of a saga',
    path: ({ stuck }) => `/sagas/${stuck}?event=3`,
    reach: (page) => page.getByRole('region', { name: 'Event 3' }).waitFor(),
  },
  {
    name: 'the first event of a saga',
    path: ({ withChildren }) => `/sagas/${withChildren}?event=1`,
    reach: (page) => page.getByRole('region', { name: 'Event 1' }).waitFor(),
  },
  {
    name: 'a part of the timeline',
    path: ({ stuck }) => `/sagas/${stuck}?zoom=0-20&hide=stuck`,
    reach: (page) => page.getByRole('link', { name: 'show all' }).waitFor(),
  },
  {
    name: 'a version that never was',
    path: ({ stuck }) => `/sagas/${stuck}?at=999`,
    reach: (page) => says(page, /It has the versions/),
  },
  {
    name: 'a payload that is no JSON',
    path: ({ stuck }) => `/sagas/${stuck}`,
    reach: async (page) => {
      await press(page, 'Retry ship…');
      await dialogOf(page).getByText('With another input').click();
      await dialogOf(page).getByLabel('Input of ship, as JSON').fill('{ "weight":');
      await says(page, 'this is no JSON');
    },
  },
  {
    name: 'an act that was refused',
    path: ({ stuck }) => `/sagas/${stuck}`,
    reach: async (page) => {
      await retry(page, (calls) => refuse(page, calls, 409));
      await dialogOf(page).getByRole('alert').waitFor();
    },
  },
  {
    name: 'an act of which nobody knows whether it was done',
    path: ({ stuckUndo }) => `/sagas/${stuckUndo}`,
    reach: async (page) => {
      await retry(page, (calls) => loseAnswer(page, calls));
      await says(page, 'Nobody knows whether it was done.');
    },
  },
  {
    name: 'an act after the session has ended',
    path: ({ stuck }) => `/sagas/${stuck}`,
    reach: async (page) => {
      await retry(page, (calls) => page.route(calls, (route) => route.fulfill({ status: 401 })));
      await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    },
  },
  {
    name: 'an act that another person has to confirm',
    path: ({ stuck }) => `/sagas/${stuck}`,
    reach: async (page) => {
      await press(page, 'Abandon…');
      await dialogOf(page).getByText('If all goes well').waitFor();
      await dialogOf(page).getByLabel('Reason').fill('of the test');
      await dialogOf(page).getByRole('button', { name: 'Ask for: Abandon' }).click();
      await says(page, 'Not done yet.');
    },
  },
];

async function retry(page: Page, before: (calls: RegExp) => Promise<unknown>): Promise<void> {
  await press(page, /^Retry .*…$/);
  await dialogOf(page).getByText('If all goes well').waitFor();
  await dialogOf(page).getByLabel('Reason').fill('of the test');
  await before(/\/retry$/);
  await dialogOf(page)
    .getByRole('button', { name: /^Retry/ })
    .click();
}

/** As the API refuses, with all that it may say. */
export async function refuse(page: Page, calls: RegExp, status: number): Promise<void> {
  const errors = [{ path: '/reason', code: 'WRONG', message: 'It is too short.' }];
  const problem = { code: 'OF_THE_TEST', title: 'It may not be done now', status, errors };
  const contentType = 'application/problem+json';
  await page.route(calls, (route) =>
    route.fulfill({ status, contentType, body: JSON.stringify(problem) }),
  );
}

const textOf = (page: Page) => page.getByRole('textbox', { name: 'Document of the definition' });

const FORMS: readonly State[] = [
  {
    name: 'a form with what is wrong in it',
    path: () => '/definitions/refund/1/start',
    reach: async (page) => {
      await press(page, 'Start the saga');
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'a form as JSON',
    path: () => '/definitions/refund/1/start',
    reach: async (page) => {
      await press(page, 'JSON');
      await page.getByLabel('Input, as JSON').fill('{ "orderId":');
      await press(page, 'Start the saga');
      await says(page, 'this is no JSON');
    },
  },
  {
    name: 'an answer with what is wrong in it',
    path: ({ task }) => `/tasks/${task}/allow`,
    reach: async (page) => {
      await press(page, 'Answer');
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'a new definition',
    path: () => '/definitions/_/new',
    reach: (page) => textOf(page).waitFor(),
  },
  {
    name: 'what somebody changed in the editor',
    path: () => '/definitions/refund/1/edit',
    reach: async (page) => {
      await textOf(page).press('Control+End');
      await page.keyboard.type('x');
      await says(page, 'This is no JSON');
      await press(page, 'What I changed');
      await page.getByRole('heading', { name: 'What I changed' }).waitFor();
    },
  },
  {
    name: 'a key that is shown once',
    path: () => '/keys',
    reach: async (page) => {
      await press(page, 'Make a key…');
      await dialogOf(page).getByLabel('Name').fill('of-the-test');
      await dialogOf(page).getByLabel('Reason').fill('of the test');
      await dialogOf(page).getByRole('button', { name: 'Make a key' }).click();
      await page.getByRole('dialog', { name: 'The key of of-the-test' }).waitFor();
    },
  },
];

const ANSWER_LACKS: readonly State[] = Object.entries({
  saga: `/sagas/${NO_ID}`,
  definition: '/definitions/nothing',
  draft: '/definitions/nothing/1/edit',
  group: '/failures/0123456789abcdef',
  'bulk operation': `/bulk/${NO_ID}`,
  task: `/tasks/${NO_ID}/nothing`,
  participant: '/participants/nothing',
  'dead message': `/dead-messages/${NO_ID}`,
  approval: `/approvals/${NO_ID}`,
  'pair of sagas': '/sagas/compare',
}).map(([what, path]) => ({
  name: `no ${what} of this name`,
  path: () => path,
  reach: (page) => page.getByRole('main').waitFor(),
}));

export const STATES: readonly State[] = [...ABOVE, ...LISTS, ...SAGA, ...FORMS, ...ANSWER_LACKS];

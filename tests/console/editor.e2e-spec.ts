import { ORDER_DEFINITION } from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';

let shown: ConsoleStack;

beforeAll(async () => {
  shown = await ConsoleStack.start();
  await shown.stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

afterAll(() => shown?.close());

describe('The editor', () => {
  it('given a document that is wrong, when it is written, then it shows where', async () => {
    await shown.on('/definitions/place-order/1/edit', async (page) => {
      const text = page.getByRole('textbox', { name: 'Document of the definition' });
      await page.getByText('Nothing is wrong with it.').waitFor();
      const steps = ORDER_DEFINITION.steps.map((step, place) =>
        place === 1 ? { ...step, timeout: 'soon' } : step,
      );
      await text.fill(JSON.stringify({ ...ORDER_DEFINITION, steps }, null, 2));
      const fault = page.getByRole('list', { name: 'What is wrong' }).getByRole('button');
      await fault.filter({ hasText: '/steps/1/timeout' }).click();
      expect(await page.locator('.cm-lintRange-error').innerText()).toBe('"timeout"');
      expect(await page.locator('.cm-activeLine').innerText()).toContain('"timeout": "soon"');
      const post = page.getByRole('button', { name: 'Post', exact: true });
      expect(await post.getAttribute('aria-disabled')).toBe('true');
      await text.fill('{ "name": ');
      await page.getByText('This is no JSON').waitFor();
    });
  });

  it('given letters that are shortcuts, when typed there, then they are text', async () => {
    await shown.on('/definitions/_/new', async (page) => {
      const text = page.getByRole('textbox', { name: 'Document of the definition' });
      await text.fill('');
      await page.keyboard.type('message?');
      expect(await text.innerText()).toContain('message?');
      await page.getByRole('heading', { level: 1, name: 'New definition' }).waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
    });
  });

  it('given a document that is right, when it is posted, then there is a version', async () => {
    await shown.on('/definitions/place-order/1/edit', async (page) => {
      const text = page.getByRole('textbox', { name: 'Document of the definition' });
      await page.getByText('Nothing is wrong with it.').waitFor();
      await text.fill(JSON.stringify({ ...ORDER_DEFINITION, description: 'newer' }, null, 2));
      await page.getByRole('button', { name: 'What I changed' }).click();
      await page.getByText('"newer"').first().waitFor();
      await page.getByRole('button', { name: 'Post…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Post' });
      await dialog.getByLabel('Reason').fill('it says what it is');
      await dialog.getByRole('button', { name: 'Post' }).click();
      await page.getByRole('heading', { name: 'place-order v2' }).waitFor();
    });
  });

  it('given a new one, when a name is begun, then it is completed as the schema says', async () => {
    await shown.on('/definitions/_/new', async (page) => {
      const text = page.getByRole('textbox', { name: 'Document of the definition' });
      await text.fill('{ "name": "a", "steps": [{ "name": "pay", "co" }] }');
      await text.press('Control+End');
      for (let left = 0; left < 6; left++) await text.press('ArrowLeft');
      const command = page.getByRole('option', { name: /"command"/ });
      // what a slow machine still does takes the list away: people ask again
      for (let asked = 0; asked < 5 && !(await command.isVisible()); asked++) {
        await text.press('Control+Space');
        await command.waitFor({ timeout: 2_000 }).catch(() => undefined);
      }
      await command.click();
      expect(await text.innerText()).toContain('"name": "pay", "command": ');
    });
  });
});

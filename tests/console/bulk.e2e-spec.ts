import { CLONE_SAGA, stuckSagas } from '../../apps/conductor/src/api/bulk/cloned-sagas.fixture.js';
import { errs, succeeds } from '../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';
import { copied, run, runCli } from './copied.fixture.js';

const REASON = 'the trucks are back';
/** One a second, they keep a bulk operation running for longer than any test looks at it. */
const ENDLESS = 900;
let shown: ConsoleStack;

beforeAll(async () => {
  shown = await ConsoleStack.start();
});

afterAll(() => shown?.close());

async function made(body: object): Promise<string> {
  const asked = { action: 'retry', reason: REASON, ...body };
  return (await shown.stack.call('POST', '/v1/admin/bulk', { body: asked })).body.id as string;
}

describe('A bulk operation', () => {
  it('given none, when the list is opened, then it says what to do next', async () => {
    await shown.on('/bulk', async (page) => {
      await page.getByText('Nothing was done in bulk yet.').waitFor();
    });
  });

  it('given a cause that is not mended, when its canary fails, then it stops itself', async () => {
    const definition = await stuckSagas(shown.stack, 'not-mended', 9);
    const keyed = `update saga set key = 'o-17' where definition_name = $1`;
    await shown.stack.sql.query(keyed, [definition]);
    const id = await made({ filter: `definition=${definition}&status=stuck` });
    await shown.on(`/bulk/${id}`, async (page) => {
      await page.getByRole('heading', { name: 'Retry of 9 sagas: 1 done, 1 failed' }).waitFor();
      await page.getByText(/^It stopped itself, because its canary failed again: 1 of 1/).waitFor();
      await page.getByText('8 were left alone').waitFor();
      expect(await page.getByRole('button', { name: 'Stop…' }).count()).toBe(0);
      await page.getByRole('link', { name: 'Failed again' }).click();
      expect(new URL(page.url()).search).toBe('?show=bad');
      const row = page.getByRole('row', { name: /failed again/ });
      const results = await shown.stack.call('GET', `/v1/admin/bulk/${id}/results?outcome=bad`);
      const [{ sagaId, sagaKey }] = results.body.items;
      expect(sagaKey).toBe('o-17');
      const link = row.getByRole('link', { name: 'o-17', exact: true });
      expect(await link.getAttribute('href')).toContain(`/sagas/${sagaId}`);
      expect(await page.getByRole('row').count()).toBe(2);
    });
  });

  it('given it is mended, when it goes on, then all end well before the eyes', async () => {
    const definition = await stuckSagas(shown.stack, 'mended', 40);
    shown.stack.script.set('shipping.ship', succeeds);
    await shown.on('/bulk', async (page) => {
      const id = await made({ filter: `definition=${definition}&status=stuck`, rate: 1 });
      await page.reload();
      await page.getByRole('link', { name: 'Retry of 40 sagas' }).click();
      await page.getByText('The canary came to a good end.').waitFor();
      await page.getByRole('button', { name: 'Pause…' }).click();
      const pause = page.getByRole('dialog', { name: 'Pause' });
      await pause.getByLabel('Reason').fill('let me look');
      await pause.getByRole('button', { name: 'Pause' }).click();
      const resume = page.getByRole('button', { name: 'Resume…' });
      await resume.waitFor();
      const { items } = (await shown.stack.call('GET', `/v1/sagas?definition=${definition}`)).body;
      const { id: sagaId } = items.find(({ status }: { status: string }) => status === 'stuck');
      await shown.stack.sql.query(CLONE_SAGA, [sagaId, 2]);
      await page.reload();
      await page.getByText('2 joined since and are not in this run.').waitFor();
      await resume.click();
      const dialog = page.getByRole('dialog', { name: 'Resume' });
      await dialog.getByLabel('Reason').fill('it is fine');
      await dialog.getByRole('button', { name: 'Resume' }).click();
      await page.getByText('40 came to a good end').waitFor();
      expect(page.url()).toContain(id);
    });
  });

  it('given it is running, when it is stopped, then the rest is left alone', async () => {
    const definition = await stuckSagas(shown.stack, 'to-stop', ENDLESS);
    shown.stack.script.set('shipping.ship', errs('NO_TRUCK'));
    const pace = { canary: 0, rate: 1, failureShareMax: 1 };
    const id = await made({ filter: `definition=${definition}&status=stuck`, ...pace });
    await shown.on(`/bulk/${id}`, async (page) => {
      await page.getByRole('button', { name: 'Stop…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Stop' });
      await dialog.getByText('It ends here, for good').waitFor();
      await dialog.getByLabel('Reason').fill('not today');
      await dialog.getByRole('button', { name: 'Stop' }).click();
      await page.getByText(/^It was stopped: .* were left alone/).waitFor();
      await page.getByRole('link', { name: 'Not acted on' }).click();
      await page
        .getByRole('row', { name: /not acted on/ })
        .first()
        .waitFor();
    });
  });

  it('given an id that no bulk has, when it is opened, then it says so', async () => {
    await shown.on('/bulk/01900000-0000-7000-8000-000000000011', async (page) => {
      await page.getByText('BULK_NOT_FOUND').waitFor();
    });
  });
});

describe('What is copied of a bulk operation', () => {
  it.each([
    ['curl', []],
    ['CLI', ['--yes']],
  ])('given chosen sagas, when its %s is run, then exactly that is made', async (how, more) => {
    const definition = await stuckSagas(shown.stack, `as-${how.toLowerCase()}`, 4);
    shown.stack.script.set('shipping.ship', succeeds);
    await shown.on(`/sagas?status=stuck&definition=${definition}`, async (page) => {
      // the first one chooses all
      const choose = page.getByRole('checkbox', { name: /^Choose [0-9a-f]/ });
      for (const at of [1, 3]) await choose.nth(at).click();
      await page.getByRole('button', { name: 'Retry…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Retry: 2 sagas' });
      const copy = dialog.getByRole('button', { name: `Copy as ${how}` });
      // its usual reason is there; without any there is nothing to copy
      await dialog.getByLabel('Reason').fill('');
      expect(await copy.getAttribute('aria-disabled')).toBe('true');
      await dialog.getByText('Canary, rate and when it stops').click();
      await dialog.getByLabel('Rate').fill('7');
      await dialog.getByLabel('Stops above').fill('29');
      await dialog.getByLabel('Reason').fill("it's a 'test'");
      const command = await copied(page, `Copy as ${how}`, dialog);
      const inShell = how === 'CLI' ? runCli : run;
      const { id } = await inShell(command, more);
      const bulk = (await shown.stack.call('GET', `/v1/admin/bulk/${id}`)).body;
      expect(bulk).toMatchObject({ count: 2, reason: "it's a 'test'" });
      expect(bulk).toMatchObject({ rate: 7, failureShareMax: 0.29, canary: 1 });
      // the command line looks anew: another look under the same key is refused
      if (how === 'curl') expect(await run(command)).toMatchObject({ id });
    });
  });

  it('given a filter, when its command is run, then its sagas are meant', async () => {
    const definition = await stuckSagas(shown.stack, 'as-filter', 1);
    shown.stack.script.set('shipping.ship', succeeds);
    await shown.on('/', async (page) => {
      const row = page.getByRole('row').filter({ hasText: definition });
      await row.getByRole('button', { name: 'Preview retry of 1 as canary' }).click();
      const dialog = page.getByRole('dialog', { name: /^Retry all 1 of NO_TRUCK/ });
      const command = await copied(page, 'Copy as CLI', dialog);
      expect(await runCli(command, ['--dry-run'])).toMatchObject({ count: 1 });
      expect(await runCli(command, ['--yes'])).toMatchObject({ count: 1 });
    });
  });

  it('given it is running, when its acts are run as copied, then they are done, once', async () => {
    const definition = await stuckSagas(shown.stack, 'as-acts', ENDLESS);
    shown.stack.script.set('shipping.ship', errs('NO_TRUCK'));
    const pace = { canary: 0, rate: 1, failureShareMax: 1 };
    const id = await made({ filter: `definition=${definition}&status=stuck`, ...pace });
    await shown.on(`/bulk/${id}`, async (page) => {
      const asked = async (act: string, how: string): Promise<string> => {
        await page.getByRole('button', { name: `${act}…` }).click();
        const dialog = page.getByRole('dialog', { name: act });
        const copy = dialog.getByRole('button', { name: `Copy as ${how}` });
        expect(await copy.getAttribute('aria-disabled')).toBe('true');
        await dialog.getByLabel('Reason').fill("it's for a 'shell'");
        const command = await copied(page, `Copy as ${how}`, dialog);
        await dialog.getByRole('button', { name: 'Back' }).click();
        return command;
      };
      const pause = await asked('Pause', 'curl');
      expect(await run(pause)).toMatchObject({ id, status: 'paused' });
      expect(await runCli(await asked('Resume', 'CLI'), ['--yes'])).toMatchObject({ id });
      // sent again with its key, the pause has no further effect
      await run(pause);
      expect(await runCli(await asked('Stop', 'CLI'), ['--yes'])).toMatchObject({ id });
      await page.getByText(/^It was stopped: .* were left alone/).waitFor();
    });
  });
});

import type { Page } from 'playwright-core';
import { readAlertSettings } from '#alerts';
import { eventually } from '#testing-internal';
import { errs, ORDER_DEFINITION } from '../../apps/conductor/src/conductor-stack.fixture.js';
import type { HttpAnswer } from '../../apps/conductor/src/conductor-call.fixture.js';
import { ConsoleStack } from './console-stack.fixture.js';

const PEOPLE = [
  { name: 'root', role: 'admin' as const },
  { name: 'anna', role: 'operator' as const },
  { name: 'ben', role: 'operator' as const },
].map((person) => ({ ...person, key: keyOf(person.name) }));
const LOOK_MS = 500;
const ROUTES = { routes: [{ name: 'bus', type: 'events', kinds: ['stuck'] }] };

let shown: ConsoleStack;

beforeAll(async () => {
  const alerts = readAlertSettings(JSON.stringify(ROUTES), (fault) => {
    throw new Error(fault);
  });
  const fourEyes = { list: ['abandon'] };
  shown = await ConsoleStack.start({ apiKeys: PEOPLE, fourEyes, alerts, alertLookMs: LOOK_MS });
  await as('root', 'POST', '/v1/definitions', ORDER_DEFINITION);
});

afterAll(() => shown?.close());

function keyOf(name: string): string {
  return `${name}-0123456789abcdef`;
}

function as(who: string, method: string, path: string, body?: object): Promise<HttpAnswer> {
  const headers = { authorization: `Bearer ${keyOf(who)}` };
  return shown.stack.call(method, path, { headers, ...(body === undefined ? {} : { body }) });
}

async function stuckSaga(key: string): Promise<string> {
  shown.stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const body = { definition: 'place-order', key, input: { orderId: key } };
  return (await as('root', 'POST', '/v1/sagas?wait=20s', body)).body.id;
}

/** The story of somebody who logs in on a page. */
function asSeenBy(who: string, path: string, story: (page: Page) => Promise<void>): Promise<void> {
  return shown.on(path, async (page) => {
    await page.getByLabel('API key').fill(keyOf(who));
    await page.getByRole('button', { name: 'Log in' }).click();
    await story(page);
  });
}

describe('Keys', () => {
  it('given an admin, when a key is made, then it is shown once, works and can end', async () => {
    await asSeenBy('root', '/keys', async (page) => {
      await page.getByText('There is no key yet.').waitFor();
      await page.getByRole('button', { name: 'Make a key…' }).click();
      const asked = page.getByRole('dialog', { name: 'Make a key' });
      await asked.getByLabel('Name').fill('billing');
      await asked.getByLabel('Role').selectOption('operator');
      await asked.getByLabel('Definitions').fill('place-order');
      await asked.getByLabel('Reason').fill('bills are sent');
      await asked.getByRole('button', { name: 'Make a key' }).click();
      const made = page.getByRole('dialog', { name: 'The key of billing' });
      const key = await made.getByLabel('Key').innerText();
      const me = async (): Promise<HttpAnswer> => {
        const headers = { authorization: `Bearer ${key}` };
        return shown.stack.call('GET', '/v1/me', { headers });
      };
      expect((await me()).body).toMatchObject({ actor: 'billing', definitions: ['place-order'] });
      await made.getByRole('button', { name: 'I have it' }).click();
      expect(await page.locator('body').innerText()).not.toContain(key);
      const row = page.getByRole('row', { name: /^billing/ });
      await row.getByRole('button', { name: 'Revoke…' }).click();
      const revoked = page.getByRole('dialog', { name: 'Revoke' });
      await revoked.getByLabel('Reason').fill('it was in a log');
      await revoked.getByRole('button', { name: 'Revoke' }).click();
      await row.getByText(/^revoked/).waitFor();
      expect((await me()).status).toBe(401);
      await page
        .getByRole('row', { name: /^root admin/ })
        .getByText('setting:root')
        .waitFor();
    });
  });

  it('given a key, when it is rotated at once, then the new one is shown', async () => {
    const made = { name: 'mailing', role: 'viewer', reason: 'letters' };
    await as('root', 'POST', '/v1/admin/keys', made);
    await asSeenBy('root', '/keys', async (page) => {
      const row = page.getByRole('row', { name: /^mailing/ });
      await row.getByRole('button', { name: 'Rotate…' }).click();
      const rotated = page.getByRole('dialog', { name: 'Rotate' });
      await rotated.getByLabel('Both are valid for').fill('0s');
      await rotated.getByLabel('Reason').fill('it was in a log');
      await rotated.getByRole('button', { name: 'Rotate' }).click();
      await page.getByText(/rotated to/).waitFor();
      const key = await page
        .getByRole('dialog', { name: 'The key of mailing' })
        .getByLabel('Key')
        .innerText();
      const headers = { authorization: `Bearer ${key}` };
      const { body } = await shown.stack.call('GET', '/v1/me', { headers });
      expect(body.actor).toBe('mailing');
    });
  });

  it('given an operator, when keys are asked for, then it says which role it takes', async () => {
    await asSeenBy('anna', '/keys', async (page) => {
      const why = 'This needs the role admin; anna has the role operator.';
      await page.getByRole('alert').getByText(why).first().waitFor();
      const make = page.getByRole('button', { name: 'Make a key' });
      expect([await make.getAttribute('aria-disabled'), await make.getAttribute('title')]).toEqual([
        'true',
        why,
      ]);
    });
  });
});

describe('An act that needs two people', () => {
  it('given one asked, when the second sees the same preview, then it is done', async () => {
    const id = await stuckSaga('two-people');
    await as('anna', 'POST', `/v1/admin/sagas/${id}/abandon`, { reason: 'the customer left' });
    await asSeenBy('anna', '/approvals', async (page) => {
      await page.getByRole('link', { name: 'abandon' }).click();
      const confirm = page.getByRole('button', { name: 'Confirm' });
      await page.getByRole('button', { name: 'Withdraw…' }).waitFor();
      expect(await confirm.getAttribute('aria-disabled')).toBe('true');
    });
    await asSeenBy('ben', '/', async (page) => {
      await page.getByRole('link', { name: 'Approvals 1 wait for you' }).click();
      await page.getByRole('link', { name: 'abandon' }).click();
      await page.getByRole('heading', { name: 'anna asks to abandon' }).waitFor();
      await page.getByText('the customer left', { exact: true }).waitFor();
      await page
        .getByRole('region', { name: 'What it would do now' })
        .getByText('saga.abandoned')
        .waitFor();
      await page.getByRole('button', { name: 'Confirm…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Confirm' });
      await dialog.getByLabel('Reason').fill('I called them');
      await dialog.getByRole('button', { name: 'Confirm' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('ben: I called them').waitFor();
    });
    expect((await as('root', 'GET', `/v1/sagas/${id}`)).body.status).toBe('abandoned');
  });
});

describe('The audit log', () => {
  it('given acts, when one is looked for, then it says what it changed', async () => {
    const id = await stuckSaga('on-record');
    await as('ben', 'POST', `/v1/admin/sagas/${id}/retry`, { reason: '<b>again</b>' });
    await asSeenBy('anna', '/audit', async (page) => {
      const filter = page.getByRole('form', { name: 'Filter' });
      await filter.getByLabel('Who').fill('ben');
      await filter.getByLabel('Act').fill('retry');
      await filter.getByRole('button', { name: 'Show' }).click();
      await page.getByRole('button', { name: 'retry' }).click();
      const before = page.getByRole('region', { name: 'Before' }).first();
      await before.getByText('"stuck"').waitFor();
      await page.getByText('<b>again</b>').first().waitFor();
      await page.reload();
      await before.getByText('"stuck"').waitFor();
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      expect((await saving).suggestedFilename()).toBe('audit.jsonl');
      await page.getByText('1 saved').waitFor();
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText(/It is intact: \d+ records are what was sealed/).waitFor();
    });
  });
});

describe('Alerts and retention', () => {
  it('given an act that waits, when its alert is followed, then it leads to that act', async () => {
    const id = await stuckSaga('told-of');
    const reason = 'nobody answers';
    const { body } = await as('anna', 'POST', `/v1/admin/sagas/${id}/abandon`, { reason });
    const told = async () => JSON.stringify((await as('ben', 'GET', '/v1/admin/alerts')).body);
    await eventually(told, (alerts) => alerts.includes(body.id));
    await asSeenBy('ben', '/alerts', async (page) => {
      await page.locator(`a[href$="/approvals/${body.id}"]`).click();
      await page.getByRole('heading', { name: 'anna asks to abandon' }).waitFor();
      await page.getByText(reason, { exact: true }).waitFor();
    });
  });

  it('given a route, when it is tested, then it says that it was taken', async () => {
    await asSeenBy('root', '/alerts', async (page) => {
      const route = page.getByRole('row', { name: /^bus/ });
      await route.getByRole('button', { name: 'Test…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Test' });
      await dialog.getByLabel('Reason').fill('does it work?');
      await dialog.getByRole('button', { name: 'Test' }).click();
      await page.getByText(/✓ taken, in/).waitFor();
      await page.getByText('✓ sent').first().waitFor();
    });
  });

  it('given a rule, when it is set, then it says first what it would delete', async () => {
    await asSeenBy('root', '/retention', async (page) => {
      await page.getByRole('button', { name: 'Set a rule…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Set a rule' });
      await dialog.getByLabel('Days that completed sagas are kept').fill('30');
      await dialog.getByText('With it, all rules together delete 0 sagas now').waitFor();
      await dialog.getByLabel('Reason').fill('the law');
      await dialog.getByRole('button', { name: 'Set a rule' }).click();
      const row = page.getByRole('row', { name: /^all others 30 d/ });
      await row.waitFor();
      await row.getByRole('button', { name: 'Clear…' }).click();
      const clear = page.getByRole('dialog', { name: 'Clear' });
      await clear.getByLabel('Reason').fill('another law');
      await clear.getByRole('button', { name: 'Clear' }).click();
      await page.getByText('There is no rule: all that ended is kept.').waitFor();
    });
  });
});

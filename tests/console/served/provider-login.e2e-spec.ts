import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cookie, Page } from 'playwright-core';
import { agedLogin } from '../../../apps/conductor/src/api/access/login/aged-login.fixture.js';
import { LOGIN_COOKIE } from '../../../apps/conductor/src/api/access/login/login.controller.js';
import {
  clientOf,
  TestProvider,
} from '../../../apps/conductor/src/api/access/login/provider.fixture.js';
import {
  errs,
  ORDER_DEFINITION,
  succeeds,
} from '../../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleStack } from '../console-stack.fixture.js';
import { prefixed } from './prefixed.fixture.js';

const ROOT_KEY = 'root-0123456789abcdef';
const AS_ROOT = { headers: { authorization: `Bearer ${ROOT_KEY}` } };
const PEOPLE = {
  ann: { groups: ['shop'], email: 'ann@example.org' },
  vic: { groups: ['wall'], email: 'vic@example.org' },
  bob: { groups: ['sales'], email: 'bob@example.org' },
};
/** A proxy has the console under a path: nothing of a login may lead around it. */
const PREFIX = '/ops/conductor';

let proxy: Server;
let provider: TestProvider;
let shown: ConsoleStack;

beforeAll(async () => {
  proxy = await prefixed(PREFIX, () => shown.stack.conductor.url);
  const url = publicUrl();
  provider = await TestProvider.start({ publicUrl: url, people: PEOPLE, asks: true });
  const oidc = clientOf(provider.issuer, url, [
    { group: 'shop', role: 'operator', definitions: ['place-order'] },
    { group: 'wall', role: 'viewer', definitions: 'all' },
  ]);
  const apiKeys = [{ name: 'root', key: ROOT_KEY }];
  shown = await ConsoleStack.start({ oidc, apiKeys }, { url, others: [provider.issuer] });
  for (const body of [ORDER_DEFINITION, { ...ORDER_DEFINITION, name: 'secret-order' }]) {
    await shown.stack.call('POST', '/v1/definitions', { ...AS_ROOT, body });
  }
});

afterAll(async () => {
  await shown?.close();
  provider?.close();
  proxy?.closeAllConnections();
  proxy?.close();
});

function publicUrl(): string {
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${PREFIX}`;
}

async function stuckSaga(key: string, definition = 'place-order'): Promise<string> {
  shown.stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const body = { definition, key, input: { orderId: key } };
  return (await shown.stack.call('POST', '/v1/sagas?wait=20s', { ...AS_ROOT, body })).body.id;
}

const atProvider = (page: Page) => page.getByRole('link', { name: /at your provider/ });

/** From the page that asks for a login to the provider, which asks who somebody is. */
async function toProvider(page: Page): Promise<void> {
  await atProvider(page).click();
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  expect(page.url()).toContain(provider.issuer);
}

async function sayIAm(page: Page, person: string): Promise<void> {
  await page.getByRole('button', { name: `I am ${person}` }).click();
}

/** The path and what follows it, as the address of the page has them. */
function addressOf(page: Page): string {
  const { pathname, search, hash } = new URL(page.url());
  return `${pathname}${search}${hash}`;
}

describe('A login at the provider', () => {
  it('given an operator, when she is back, then she sees what is hers, acts, leaves', async () => {
    const id = await stuckSaga('o-ann');
    await stuckSaga('o-secret', 'secret-order');
    await shown.on('/sagas?status=stuck#chosen=x', async (page) => {
      await toProvider(page);
      await sayIAm(page, 'ann');
      await page.getByRole('button', { name: 'oidc/ann@example.org · operator' }).waitFor();
      expect(addressOf(page)).toBe(`${PREFIX}/sagas?status=stuck#chosen=x`);
      await page.getByRole('link', { name: 'o-ann' }).first().click();
      await page.getByRole('button', { name: 'Retry ship…' }).click();
      expect(await page.getByText('o-secret').count()).toBe(0);
      shown.stack.script.set('shipping.ship', succeeds);
      const dialog = page.getByRole('dialog', { name: 'Retry ship' });
      await dialog.getByLabel('Reason').fill('the trucks are back');
      await dialog.getByRole('button', { name: 'Retry ship' }).click();
      await page.getByText('Done: Retry ship.').waitFor();
      const audit = `/v1/admin/audit?action=retry&saga=${id}`;
      const { body } = await shown.stack.call('GET', audit, AS_ROOT);
      expect(body.items[0]).toMatchObject({ action: 'retry', actor: 'oidc/ann@example.org' });
      await page.getByRole('button', { name: 'oidc/ann@example.org · operator' }).click();
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      expect(await page.getByText('o-ann').count()).toBe(0);
    });
  });

  it('given a viewer, when a saga is stuck, then acts are there, off, and say why', async () => {
    const id = await stuckSaga('o-vic', 'secret-order');
    await shown.on(`/sagas/${id}`, async (page) => {
      await toProvider(page);
      await sayIAm(page, 'vic');
      await page.getByRole('button', { name: 'oidc/vic@example.org · viewer' }).waitFor();
      const act = page.getByRole('region', { name: 'Now' }).getByRole('button').first();
      await act.waitFor();
      expect(await act.getAttribute('aria-disabled')).toBe('true');
      expect(await act.getAttribute('title')).toMatch(/role (operator|admin)/);
    });
  });

  it('given a provider that refuses, then it says what to do, and leads on', async () => {
    await shown.on('/failures?status=new,muted', async (page) => {
      await toProvider(page);
      await sayIAm(page, 'nobody');
      await page.getByText('Your provider refused the login').waitFor();
      expect(addressOf(page)).toBe(`${PREFIX}/failures?status=new,muted`);
      await toProvider(page);
      await sayIAm(page, 'ann');
      await page.getByRole('heading', { name: 'Failures' }).waitFor();
      expect(addressOf(page)).toBe(`${PREFIX}/failures?status=new,muted`);
    });
  });

  it('given somebody without a role, then she is told, and another one may come', async () => {
    await shown.on('/sagas', async (page) => {
      await toProvider(page);
      await sayIAm(page, 'bob');
      await page.getByText('none of your groups has a role here').waitFor();
      // the provider knows bob, and asks all the same
      await toProvider(page);
      await sayIAm(page, 'ann');
      await page.getByRole('heading', { name: 'Sagas' }).waitFor();
    });
  });

  it('given a login that took too long, then it says so there, and begins again', async () => {
    const from = `${PREFIX}/sagas?status=stuck#chosen=x`;
    await shown.on('/sagas?status=stuck#chosen=x', async (page) => {
      await toProvider(page);
      const [kept] = (await page.context().cookies()).filter(({ name }) => name === LOGIN_COOKIE);
      const aged = await agedLogin(kept?.value ?? '', shown.stack.sql);
      await page.context().addCookies([{ ...(kept as Cookie), value: aged }]);
      await sayIAm(page, 'ann');
      await page.getByText('The login took longer than ten minutes').waitFor();
      expect(addressOf(page)).toBe(from);
      await atProvider(page).click();
      await page.getByRole('button', { name: 'oidc/ann@example.org · operator' }).waitFor();
      expect(addressOf(page)).toBe(from);
    });
  });

  it('given a login of another browser, then it leads to the root, and says so', async () => {
    await shown.on('/sagas', async (page) => {
      await toProvider(page);
      await page.context().clearCookies({ name: LOGIN_COOKIE });
      await sayIAm(page, 'ann');
      await page.getByText('or was begun in another browser').waitFor();
      expect(addressOf(page)).toBe(`${PREFIX}/`);
    });
  });

  it('given an answer to another login, then nobody is logged in, and it says why', async () => {
    await shown.on('/sagas', async (page) => {
      await toProvider(page);
      const later = await page.context().newPage();
      await later.goto(`${publicUrl()}/locks`);
      await toProvider(later);
      await sayIAm(page, 'ann');
      await page.getByText('is not the login that this browser began last').waitFor();
      expect((await page.context().cookies()).map(({ name }) => name)).not.toContain(
        '__Host-conductor-session',
      );
      await sayIAm(later, 'ann');
      await later.getByRole('heading', { level: 1, name: 'Locks' }).waitFor();
    });
  });

  it('given an act half written, when the session ends, then another tab logs in', async () => {
    const id = await stuckSaga('o-ended');
    await shown.on(`/sagas/${id}`, async (page) => {
      await toProvider(page);
      await sayIAm(page, 'ann');
      await page.getByRole('button', { name: 'Abandon…' }).click();
      const act = page.getByRole('dialog', { name: 'Abandon' });
      await act.getByText('If all goes well').waitFor();
      await act.getByLabel('Reason').fill('the customer went away');
      await endSessions();
      const ended = page.getByRole('dialog', { name: 'Your session has ended' });
      const [tab] = await Promise.all([page.waitForEvent('popup'), atProvider(page).click()]);
      await tab.getByRole('button', { name: 'oidc/ann@example.org · operator' }).waitFor();
      await ended.waitFor({ state: 'hidden' });
      expect(await act.getByLabel('Reason').inputValue()).toBe('the customer went away');
      await act.getByRole('button', { name: 'Abandon' }).click();
      await page.getByText('It has ended: abandoned.').waitFor();
    });
  });
});

async function endSessions(): Promise<void> {
  const { body } = await shown.stack.call('GET', '/v1/admin/sessions', AS_ROOT);
  for (const { id } of body.items as { id: string }[]) {
    const call = { ...AS_ROOT, body: { reason: 'a test' } };
    await shown.stack.call('POST', `/v1/admin/sessions/${id}/end`, call);
  }
}

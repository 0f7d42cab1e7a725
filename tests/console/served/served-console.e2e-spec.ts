import type { AddressInfo } from 'node:net';
import { readConsole } from '../../../apps/conductor/src/api/console/console-files.js';
import { ConductorStack } from '../../../apps/conductor/src/conductor-stack.fixture.js';
import { ConsoleBrowser } from '../console-browser.fixture.js';
import { prefixed } from './prefixed.fixture.js';

/** Where somebody comes to without an id. */
const PLACES = readConsole()?.routes.filter((route) => !route.includes(':')) ?? [];

let stack: ConductorStack;
let browser: ConsoleBrowser;

beforeAll(async () => {
  stack = await ConductorStack.start();
  browser = await ConsoleBrowser.start(stack.conductor.url);
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

describe('The console, as it is served', () => {
  it('given a browser, when it opens any place, then it has no complaints', async () => {
    for (const path of PLACES) {
      const page = await browser.open(path);
      await page.getByRole('navigation', { name: 'Console' }).waitFor();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect([path, browser.takeComplaints()]).toEqual([path, []]);
      await page.context().close();
    }
  });

  it('given a proxy under another path, when it is opened, then all of it works', async () => {
    const proxy = await prefixed('/ops/conductor', () => stack.conductor.url);
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const browser = await ConsoleBrowser.start(url);
    const page = await browser.open('/ops/conductor/sagas/x');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/ops/conductor/');
    expect(browser.takeComplaints()).toEqual([]);
    await browser.close();
    proxy.close();
  });

  it('given an address that leads nowhere, when a browser asks, then it leads on', async () => {
    const page = await browser.open('/nowhere/at-all?x=1');
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
    await page.getByText('/nowhere/at-all', { exact: true }).waitFor();
    expect(browser.takeComplaints()).toEqual([`404 of ${stack.conductor.url}/nowhere/at-all?x=1`]);
    await page.getByRole('main').getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { level: 1, name: 'nothing at this' }).waitFor({
      state: 'detached',
    });
    expect(new URL(page.url()).pathname).toBe('/');
    await page.context().close();
  });

  it.each([
    '/sagas/no/where',
    '/definitions/x/1/edit/y',
    '/retention/x',
    '/tasks/x',
    '/tasks/x/',
    '/Sagas',
  ])(
    'given a place that has no %s, when a browser asks, then it says so, with 404',
    async (path) => {
      const page = await browser.open(path);
      await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
      expect(browser.takeComplaints()).toEqual([`404 of ${stack.conductor.url}${path}`]);
      await page.context().close();
    },
  );

  it('given any view, when asked for, with a last slash or without, then it is there', async () => {
    const views = (readConsole()?.routes ?? []).map((route) => route.replaceAll(/:\w+/g, 'x'));
    expect(views.length).toBeGreaterThan(PLACES.length);
    for (const path of views.flatMap((view) => [view, `${view.replace(/\/$/, '')}/`])) {
      const { status, headers } = await fetch(`${stack.conductor.url}${path}`);
      expect([path, status, headers.get('content-type')]).toEqual([
        ...[path, 200, 'text/html; charset=utf-8'],
      ]);
    }
  });

  it.each([
    ['a program', '/sagas/no/where', 'application/json'],
    ['a program', '/nowhere', 'application/json'],
    ['a program', '/tasks/x/', 'application/json'],
    ['whoever does not say', '/nowhere', '*/*'],
    ['a browser that asks the API', '/v1/nowhere', 'text/html,application/xhtml+xml'],
  ])('given %s, when %s is asked, then it gets a problem', async (_who, path, accept) => {
    const answer = await fetch(`${stack.conductor.url}${path}`, { headers: { accept } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 404, code: 'ROUTE_NOT_FOUND' });
  });

  it('given its files, when they are asked for, then they come compressed', async () => {
    const { url } = stack.conductor;
    const html = await (await fetch(url)).text();
    const [, script = ''] = /src="\.(\/assets\/[^"]+\.js)"/.exec(html) ?? [];
    const answer = await fetch(`${url}${script}`, { headers: { 'accept-encoding': 'br' } });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
    });
    const program = await answer.text();
    expect(program.length).toBeGreaterThan(10_000);
    // the mark by which a browser compiles it ahead counts at the very beginning only
    expect(program.startsWith('//# allFunctionsCalledOnLoad\n')).toBe(true);
    const page = await fetch(`${url}/sagas/1`);
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await page.text()).toContain('<base href="../" />');
  });
});

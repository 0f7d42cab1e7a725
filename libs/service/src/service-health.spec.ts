import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveHealth } from './service-health.js';

type Status = 'connected' | 'disconnected' | 'blocked';

async function ask(path: string, status: Status, isDatabaseThere: boolean) {
  const server = await serveHealth(0, {
    bus: { status: () => status },
    service: { isDatabaseThere: () => Promise.resolve(isDatabaseThere) },
  });
  return answerOf(server, path);
}

async function answerOf(server: Server, path: string) {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  server.close();
  return { status: answer.status, body: (await answer.json()) as unknown };
}

it.each([
  ['/health/live', 'disconnected', false, 200, { status: 'ok' }],
  ['/health/ready', 'connected', true, 200, { status: 'ok', away: [] }],
  ['/health/ready', 'disconnected', true, 503, { status: 'away', away: ['broker'] }],
  ['/health/ready', 'blocked', false, 503, { status: 'away', away: ['broker', 'database'] }],
  ['/orders', 'connected', true, 404, { status: 'not-found' }],
] as const)('%s: with the broker %s and the database %p it says %d', async (...row) => {
  const [path, bus, database, status, body] = row;
  expect(await ask(path, bus, database)).toEqual({ status, body });
});

it('Given a service that has not started, it lives, and is not ready', async () => {
  const watched = { bus: { status: () => 'connected' as const }, service: null };
  expect((await answerOf(await serveHealth(0, watched), '/health/live')).status).toBe(200);
  expect(await answerOf(await serveHealth(0, watched), '/health/ready')).toEqual({
    status: 503,
    body: { status: 'away', away: ['service'] },
  });
});

it('Given a database that never answers, callers share one check, and are answered', async () => {
  let checks = 0;
  const isDatabaseThere = () => {
    checks += 1;
    return new Promise<boolean>(() => undefined);
  };
  const server = await serveHealth(0, {
    bus: { status: () => 'connected' },
    service: { isDatabaseThere },
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/health/ready`;
  const answers = await Promise.all([fetch(url), fetch(url), fetch(url)]);
  server.close();
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
  expect(await answers[0]?.json()).toEqual({ status: 'away', away: ['database'] });
  expect(checks).toBe(1);
});

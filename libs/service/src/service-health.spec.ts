import type { AddressInfo } from 'node:net';
import { serveHealth } from './service-health.js';

type Status = 'connected' | 'disconnected' | 'blocked';

async function ask(path: string, status: Status, isDatabaseThere: boolean) {
  const server = await serveHealth(0, {
    bus: { status: () => status },
    service: { isDatabaseThere: () => Promise.resolve(isDatabaseThere) },
  });
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

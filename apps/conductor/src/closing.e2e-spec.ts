import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { ConductorStack } from './conductor-stack.fixture.js';

/** A second for whoever is about to ask, and what else there is to close on a busy machine. */
const CLOSING_MAX_MS = 8_000;

async function opened(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

it('given silent connections, when it stops, then it waits for none', async () => {
  const stack = await ConductorStack.start();
  const { url } = stack.conductor;
  const silent = await opened(url);
  const halfway = await opened(url);
  halfway.write('GET /health/live HTTP/1.1\r\nHost: x');
  const used = await opened(url);
  used.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(used, 'data');
  const startedAt = performance.now();
  await stack.conductor.close();
  expect(performance.now() - startedAt).toBeLessThan(CLOSING_MAX_MS);
  for (const socket of [silent, halfway, used]) socket.destroy();
  await stack.close();
});

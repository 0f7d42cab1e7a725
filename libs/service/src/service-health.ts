import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { MessageBus } from '#bus';
import type { RunningService } from './participant-service.js';

interface Watched {
  readonly bus: Pick<MessageBus, 'status'>;
  readonly service: Pick<RunningService, 'isDatabaseThere'>;
}

/**
 * Says on this machine alone whether a service works: `/health/live` 200 while the process answers,
 * `/health/ready` 200 while broker and database are there, else 503 with what is away. An address
 * in use gives the error `EADDRINUSE`.
 *
 * @param port 0: any free one
 */
export async function serveHealth(port: number, watched: Watched): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.url === '/health/live') return answer(200, { status: 'ok' });
    if (request.url !== '/health/ready') return answer(404, { status: 'not-found' });
    void awayOf(watched).then((away) => {
      answer(away.length === 0 ? 200 : 503, { status: away.length === 0 ? 'ok' : 'away', away });
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function awayOf({ bus, service }: Watched): Promise<readonly string[]> {
  const away = bus.status() === 'connected' ? [] : ['broker'];
  const isThere = (await service.isDatabaseThere?.()) ?? true;
  return isThere ? away : [...away, 'database'];
}

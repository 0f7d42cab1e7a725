import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { MessageBus } from '#bus';
import type { RunningService } from './participant-service.js';

export interface Watched {
  readonly bus: Pick<MessageBus, 'status'>;
  /** null: it has not started. */
  service: Pick<RunningService, 'isDatabaseThere'> | null;
}

/** A database that takes longer to answer is away: probes wait for some seconds themselves. */
const ANSWER_MAX_MS = 2_000;

/**
 * Says on this machine alone whether a service works: `/health/live` 200 while the process answers,
 * `/health/ready` 200 while it has started and broker and database are there, else 503 with what is
 * away, after 2 s at the latest. An address in use gives the error `EADDRINUSE`.
 *
 * @param port 0: any free one
 */
export async function serveHealth(port: number, watched: Watched): Promise<Server> {
  const isDatabaseThere = oneAtATime(async () => {
    return (await watched.service?.isDatabaseThere?.()) ?? true;
  });
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.url === '/health/live') return answer(200, { status: 'ok' });
    if (request.url !== '/health/ready') return answer(404, { status: 'not-found' });
    void awayOf(watched, isDatabaseThere).then((away) => {
      answer(away.length === 0 ? 200 : 503, { status: away.length === 0 ? 'ok' : 'away', away });
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

type Check = () => Promise<boolean>;

async function awayOf({ bus, service }: Watched, isDatabaseThere: Check) {
  const away = bus.status() === 'connected' ? [] : ['broker'];
  if (service === null) return [...away, 'service'];
  return (await isDatabaseThere()) ? away : [...away, 'database'];
}

/** Whoever asks meanwhile waits for the same check: one that hangs holds one connection alone. */
function oneAtATime(check: Check): Check {
  let current: Promise<boolean> | null = null;
  return async () => {
    current ??= check().finally(() => (current = null));
    const given = new AbortController();
    const late = delay(ANSWER_MAX_MS, false, { signal: given.signal });
    late.catch(() => undefined);
    return Promise.race([current, late]).finally(() => given.abort());
  };
}

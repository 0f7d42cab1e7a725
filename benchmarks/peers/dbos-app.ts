import { createServer, type IncomingMessage } from 'node:http';
import { answerEffectRequests } from '../effect-requests.js';
import type { Order } from '../load.js';
import { loadDbos } from './dbos-sdk.js';
import { effects, steps } from './steps.js';

/**
 * The benchmark's saga for DBOS: a workflow whose steps run in its own process, behind the plainest
 * HTTP server. A program of its own that listens on `PORT`.
 */
class Refusal extends Error {}

/** Connections. Of 10, 20 and 50 the best one. */
const POOL_SIZE = 20;
const { DBOS } = loadDbos();

const saga = DBOS.registerWorkflow(
  async (order: Order) => {
    const undo: (() => Promise<unknown>)[] = [];
    try {
      await DBOS.runStep(async () => steps.create(order), { name: 'create' });
      undo.push(() => DBOS.runStep(async () => steps.cancel(order), { name: 'cancel' }));
      await DBOS.runStep(async () => steps.charge(order), { name: 'charge' });
      undo.push(() => DBOS.runStep(async () => steps.refund(order), { name: 'refund' }));
      const refuse = (reason: string): Error => new Refusal(reason);
      const output = await DBOS.runStep(async () => steps.ship(order, refuse), { name: 'ship' });
      return { status: 'completed', output };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const compensate of undo.reverse()) await compensate();
      return { status: 'compensated' };
    }
  },
  { name: 'saga' },
);

const nothing = (): void => undefined;
DBOS.setConfig({
  name: 'bench-dbos',
  systemDatabaseUrl: process.env['DATABASE_URL'] ?? '',
  systemDatabasePoolSize: POOL_SIZE,
  logger: {
    info: nothing,
    debug: nothing,
    warn: (entry) => console.error(entry),
    error: (entry, metadata) => console.error(entry, metadata?.stack ?? ''),
  },
});
await DBOS.launch();
answerEffectRequests(effects);

createServer((request, response) => {
  readJson(request)
    .then((order) => saga(order as Order))
    .then(
      (result) => ({ statusCode: 200, answer: result as unknown }),
      (error: unknown) => ({ statusCode: 500, answer: { error: String(error) } }),
    )
    .then(({ statusCode, answer }) => {
      response.writeHead(statusCode, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    })
    .catch((error: unknown) => console.error(error));
}).listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.('ready'));

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

import type { JsonObject } from '#protocol';
import type { MessageBus } from '#bus';
import { InProcessBroker, InProcessBus } from '#messaging';
import type { RunningService } from '#service';
import { uniquePrefix } from '#testing-internal';
import { startOrderService, type OrderServiceOptions } from './order-service.js';

export const VALID_ORDER = {
  customerId: 'c-1',
  lines: [{ sku: 'book', quantity: 2 }],
  amount: 40.5,
  card: '4242424242424242',
};

/** Records what is logged, for tests that check it. */
export class RecordingLogger {
  readonly lines: string[] = [];
  info = (_facts: object, message: string): void => void this.lines.push(message);
  warn = this.info;
  error = this.info;
}

export interface TestOrderService extends RunningService {
  readonly url: string;
}

/** The order service on a bus of its own and a free port. */
export async function startTestOrderService(
  options: Pick<OrderServiceOptions, 'databaseUrl' | 'conductorUrl'> & Partial<OrderServiceOptions>,
): Promise<TestOrderService> {
  const bus = await openTestBus();
  const service = await startOrderService({
    bus,
    prefix: uniquePrefix(),
    logger: new RecordingLogger(),
    host: '127.0.0.1',
    port: 0,
    ...options,
  });
  return {
    url: service.url ?? '',
    close: async () => {
      await service.close();
      await bus.close();
    },
  };
}

/** Uses a broker of its own, or shares `broker` with others. */
export async function openTestBus(broker = new InProcessBroker()): Promise<MessageBus> {
  const bus = new InProcessBus(broker);
  await bus.open({ exchanges: [], queues: [] });
  return bus;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

export async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  return read(response);
}

export async function get(url: string): Promise<Answer> {
  return read(await fetch(url));
}

async function read(response: Response): Promise<Answer> {
  const body = (await response.json()) as JsonObject;
  return { status: response.status, headers: response.headers, body };
}

import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { InProcessBus } from '#messaging';
import { compileDefinition, type InputFault } from '#definition';
import { type JsonValue } from '#protocol';
import { createTestDatabase, eventually, TappedBroker } from '#testing-internal';
import pg from 'pg';
import { startConductor } from '../../apps/conductor/src/conductor.js';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { startOrderService } from '../../apps/order-service/src/order-service.js';
import { startPaymentService } from '../../apps/payment-service/src/payment-service.js';
import { startShippingService } from '../../apps/shipping-service/src/shipping-service.js';

/* The demo's services tell the conductor what their commands give. */

const definition = JSON.parse(
  readFileSync('apps/order-service/src/order-fulfilment.json', 'utf8'),
) as { readonly steps: readonly { readonly name: string; readonly command: string }[] };

interface Running {
  readonly url: string | null;
  close(): Promise<unknown>;
}

const logger = pino({ level: 'silent' });
const broker = new TappedBroker('conductor');
const endings: (() => Promise<unknown>)[] = [];
let conductorUrl: string;
let orderUrl: string;
let databaseUrl: string;

beforeAll(async () => {
  await start((parts) => startPaymentService(parts));
  await start((parts) => startShippingService(parts));
  const conductor = await start(({ bus, ...parts }) => {
    databaseUrl = parts.databaseUrl;
    const settings = { host: '127.0.0.1', port: 0, replySecret: null, apiKeys: [] };
    return startConductor({ bus, logger, config: { ...parts, ...settings } });
  });
  conductorUrl = conductor.url ?? '';
  const order = await start((parts) =>
    startOrderService({ ...parts, host: '127.0.0.1', port: 0, conductorUrl }),
  );
  orderUrl = order.url ?? '';
});

afterAll(async () => {
  for (const end of endings.reverse()) await end();
});

async function start(
  run: (parts: {
    readonly databaseUrl: string;
    readonly bus: InProcessBus;
    readonly prefix: string;
    readonly logger: typeof logger;
  }) => Promise<Running>,
): Promise<Running> {
  const database = await createTestDatabase();
  endings.push(() => database.drop());
  const bus = new InProcessBus(broker);
  await bus.open({ exchanges: [], queues: [] });
  endings.push(() => bus.close());
  const running = await run({ databaseUrl: database.url, bus, prefix: 'conductor', logger });
  endings.push(() => running.close());
  return running;
}

async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
  const method = body === undefined ? 'GET' : 'POST';
  return (await callUrl(method, `${conductorUrl}${path}`, { body })).body;
}

async function placeOrder(body: unknown): Promise<{ readonly id: string }> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await (await fetch(`${orderUrl}/orders`, request)).json()) as { id: string };
}

interface HistoryPage {
  readonly items: readonly {
    readonly input: { readonly type: string; readonly tookMs?: number };
  }[];
}

interface ParticipantPage {
  readonly items: readonly { readonly participant: string; readonly commands: unknown }[];
}

it('the services that were there before the conductor describe themselves too', async () => {
  const { items } = await eventually(
    () => ask<ParticipantPage>('/v1/admin/participants'),
    (page) => page.items.length === 3 && page.items.every(({ commands }) => commands !== null),
  );
  expect(items).toMatchObject([
    { participant: 'order', consumers: 1 },
    { participant: 'payment', consumers: 1 },
    { participant: 'shipping', consumers: 1 },
  ]);
});

it('the demo’s definition fits what they say, and nothing is to be warned of', async () => {
  const report = await ask('/v1/definitions/validate', definition);
  expect(report).toMatchObject({ valid: true, errors: [], warnings: [] });
});

it('what they give is what they declare', async () => {
  const lines = [{ sku: 'book', quantity: 1 }];
  const order = { customerId: 'c-1', amount: 40, card: '4242424242424242', lines };
  const { id } = await placeOrder(order);
  const [found] = await eventually(
    async () => (await ask<SagaPage>(`/v1/sagas?key=${id}`)).items,
    ([summary]) => summary?.status === 'completed',
  );
  const saga = await ask<Saga>(`/v1/sagas/${found?.id}`);
  const { items: history } = await ask<HistoryPage>(`/v1/sagas/${found?.id}/history`);
  const replies = history.filter(({ input }) => input.type === 'reply');
  expect(replies.length).toBeGreaterThanOrEqual(6);
  expect(replies.map(({ input }) => input.tookMs)).toEqual(replies.map(() => expect.any(Number)));
  const schemas = await outputSchemas();
  const declared = definition.steps.filter(({ command }) => schemas.has(command));
  expect(declared.map(({ command }) => command)).toEqual([
    'order.create',
    'shipping.reserve',
    'payment.authorize',
    'payment.capture',
    'shipping.ship',
    'order.confirm',
  ]);
  for (const { name, command } of declared) {
    const output = saga.steps.find((step) => step.name === name)?.output ?? null;
    expect([name, faultsOf(output, schemas.get(command) ?? false)]).toEqual([name, []]);
  }
});

interface SagaPage {
  readonly items: readonly { readonly id: string; readonly status: string }[];
}

interface Saga {
  readonly steps: readonly { readonly name: string; readonly output: JsonValue }[];
}

/** By command, as the conductor keeps them. */
async function outputSchemas(): Promise<ReadonlyMap<string, JsonValue>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ described: string }>(
      'select unnest(described) as described from participant_description',
    );
    const described = rows.map(
      (row) => JSON.parse(row.described) as { command: string; outputSchema?: JsonValue },
    );
    return new Map(
      described.flatMap(({ command, outputSchema }) =>
        outputSchema === undefined ? [] : [[command, outputSchema] as const],
      ),
    );
  } finally {
    await client.end();
  }
}

/** A schema is a schema: what checks inputs checks this. */
function faultsOf(value: JsonValue, schema: JsonValue): readonly InputFault[] {
  const steps = [{ name: 'any', command: 'any.thing', compensation: 'none' }];
  const compiled = compileDefinition({ name: 'any', inputSchema: schema, steps }, 1);
  if (!compiled.ok) throw new Error('the schema is not usable');
  return compiled.definition.checkInput(value);
}

import { pino } from 'pino';
import { conductorNames, conductorTopology, participantQueue, type MessageBus } from '#bus';
import { parseCommand, replyMessage } from '#contracts';
import { InProcessBus, RabbitBus } from '#messaging';
import {
  brokerUrl,
  createTestDatabase,
  deleteQueues,
  Firehose,
  TappedBroker,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { startConductor, type RunningConductor } from '../../apps/conductor/src/conductor.js';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { waitFor } from './fleet.fixture.js';
import { CountedBus, happened, PARTICIPANTS, SlipServices } from './slip-services.fixture.js';

const input = { trip: '${input.trip}' };
/** An envelope that nobody could read costs this long. */
const policies = { timeout: '5s', retry: { initialInterval: '100ms' } };
const HOTEL = { name: 'hotel', command: 'hotel.book', compensation: 'hotel.cancel', input };
const PAY = { name: 'pay', command: 'card.charge', kind: 'pivot', input };
const TRIP = {
  name: 'trip',
  steps: [
    { ...HOTEL, ...policies },
    { ...PAY, ...policies },
  ],
};

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

type Json = ReturnType<typeof JSON.parse>;

/** The conductor and three services of the library, on one of the buses. */
class Stack {
  private constructor(
    private readonly conductor: RunningConductor,
    readonly services: SlipServices,
    readonly counted: CountedBus,
    readonly openBus: () => Promise<MessageBus>,
    private readonly database: TestDatabase,
  ) {}

  static async start(prefix: string, openBus: () => Promise<MessageBus>): Promise<Stack> {
    const database = await createTestDatabase();
    const bus = await openBus();
    const counted = new CountedBus(bus, conductorNames(prefix).commandsExchange);
    const config = { host: '127.0.0.1', port: 0, databaseUrl: database.url, prefix };
    const conductor = await startConductor({
      config: { ...config, replySecret: null, apiKeys: [] },
      bus: counted.bus,
      logger: pino({ level: 'silent' }),
    });
    const services = new SlipServices(prefix, openBus);
    await services.open();
    for (const name of ['hotel', 'card']) await services.start(name);
    const stack = new Stack(conductor, services, counted, openBus, database);
    await stack.call('POST', '/v1/definitions', TRIP);
    await stack.untilEnvelopes({ hotel: 50, card: 50 });
    return stack;
  }

  /** How many commands messages to participants may carry, as operators see it. */
  untilEnvelopes(wanted: Readonly<Record<string, number>>): Promise<unknown> {
    return waitFor(
      `envelopes of ${JSON.stringify(wanted)}`,
      async () => (await this.call('GET', '/v1/admin/participants')).items as Json[],
      (items) =>
        Object.entries(wanted).every(([name, envelopes]) =>
          items.some((item) => item.participant === name && item.envelopes === envelopes),
        ),
    );
  }

  /** Starts so many sagas at once, and gives what became of them. */
  async run(trips: readonly string[]): Promise<readonly string[]> {
    const sagas = await Promise.all(
      trips.map((trip) =>
        this.call('POST', '/v1/sagas?wait=60s', { definition: 'trip', input: { trip } }),
      ),
    );
    return sagas.map(({ status }) => status as string);
  }

  /** Runs sagas until a message carried several commands; gives the trips. */
  async runInEnvelopes(name: string): Promise<readonly string[]> {
    const trips: string[] = [];
    for (let turn = 0; turn < 20; turn++) {
      this.counted.forget();
      const some = Array.from({ length: 40 }, (_, index) => `${name}-${turn}-${index}`);
      trips.push(...some);
      expect(new Set(await this.run(some))).toEqual(new Set(['completed']));
      if (this.counted.most > 1) return trips;
    }
    throw new Error('no message carried several commands');
  }

  async close(): Promise<void> {
    await this.services.close();
    await this.conductor.close();
    await this.counted.bus.close();
    await this.database.drop();
  }

  async call(method: string, path: string, body?: object): Promise<Json> {
    const answer = await callUrl(method, `${this.conductor.url}${path}`, body ? { body } : {});
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }
}

const doneFor = (trip: string) => happened.filter((what) => what.endsWith(` ${trip}`));

const broker = new TappedBroker('conductor');
const rabbitPrefix = uniquePrefix();
const buses = [
  {
    name: 'RabbitMQ',
    prefix: rabbitPrefix,
    openBus: async () => {
      const bus = new RabbitBus({ url: brokerUrl(), name: 'test-envelopes', log: SILENT });
      await bus.open(conductorTopology(rabbitPrefix));
      return bus;
    },
  },
  {
    name: 'the bus of one process',
    prefix: 'conductor',
    openBus: async () => {
      const bus = new InProcessBus(broker);
      await bus.open(conductorTopology('conductor'));
      return bus;
    },
  },
];

describe.each(buses)('Commands in envelopes, on $name', ({ prefix, openBus, name }) => {
  let stack: Stack;
  let tap: Firehose | null = null;

  beforeAll(async () => {
    if (name === 'RabbitMQ') tap = await Firehose.openIfAsked(prefix);
    happened.length = 0;
    stack = await Stack.start(prefix, openBus);
  });

  afterAll(async () => {
    await stack?.close();
    await tap?.close();
    if (name === 'RabbitMQ') await deleteQueues(prefix, PARTICIPANTS);
  });

  it('are done once each, whatever they travelled with', async () => {
    const trips = await stack.runInEnvelopes('once');
    for (const trip of trips) {
      expect(doneFor(trip)).toEqual([`hotel.book ${trip}`, `card.charge ${trip}`]);
    }
  });

  it('are undone once each where a later one is refused', async () => {
    const trips = Array.from(
      { length: 40 },
      (_, index) => `${index % 2 ? 'dear' : 'fair'}-${index}`,
    );
    const statuses = await stack.run(trips);
    trips.forEach((trip, index) => {
      const isDear = trip.startsWith('dear');
      expect(statuses[index]).toBe(isDear ? 'compensated' : 'completed');
      const second = isDear ? `hotel.cancel ${trip}` : `card.charge ${trip}`;
      expect(doneFor(trip)).toEqual([`hotel.book ${trip}`, second]);
    });
  });

  it('go alone once somebody reads along who knows no envelopes, and none is lost', async () => {
    await stack.runInEnvelopes('before');
    const plain = await startPlainHotel(stack, prefix);
    await stack.untilEnvelopes({ hotel: 1, card: 50 });

    // one that came to it in an envelope meanwhile is sent again by itself
    let turnsAlone = 0;
    for (let turn = 0; turn < 60 && turnsAlone < 3; turn++) {
      stack.counted.forget('hotel');
      const trips = Array.from({ length: 20 }, (_, index) => `mixed-${turn}-${index}`);
      expect(new Set(await stack.run(trips))).toEqual(new Set(['completed']));
      turnsAlone = stack.counted.most > 1 ? 0 : turnsAlone + 1;
    }
    expect(turnsAlone).toBe(3);
    expect(plain.taken).toBeGreaterThan(0);

    await plain.close();
    await stack.untilEnvelopes({ hotel: 50 });
    await stack.runInEnvelopes('after');
  }, 240_000);
});

/** A client of the hotel's queue that knows nothing of envelopes, and has not described itself. */
async function startPlainHotel(stack: Stack, prefix: string) {
  const bus = await stack.openBus();
  const queue = participantQueue(prefix, 'hotel');
  const plain = { taken: 0, close: () => bus.close() };
  await bus.declare({ exchanges: [], queues: [{ name: queue, bindings: [], isForeign: true }] });
  await bus.consume(queue, { prefetch: 10 }, (delivery) => {
    const check = parseCommand(delivery);
    plain.taken++;
    delivery.ack();
    if (!check.ok) return;
    const outcome = { type: 'succeeded', output: { reservation: { id: 'plain' } } } as const;
    void bus.publish([replyMessage(check.command, outcome, { appId: 'hotel', at: Date.now() })]);
  });
  return plain;
}

import { pino } from 'pino';
import { conductorNames } from '#bus';
import { RabbitBus } from '#messaging';
import {
  brokerUrl,
  createTestDatabase,
  deleteQueues,
  Firehose,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { startConductor, type RunningConductor } from '../../apps/conductor/src/conductor.js';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { waitFor } from './fleet.fixture.js';
import {
  CountedBus,
  gates,
  happened,
  PARTICIPANTS,
  SlipServices,
} from './slip-services.fixture.js';

const HOTEL = {
  name: 'hotel',
  command: 'hotel.book',
  compensation: 'hotel.cancel',
  input: { trip: '${input.trip}' },
};
const FLIGHT = {
  name: 'flight',
  command: 'flight.book',
  compensation: 'flight.cancel',
  input: { trip: '${input.trip}', reservation: '${steps.hotel.output.reservation.id}' },
};
const PAY = {
  name: 'pay',
  command: 'card.charge',
  kind: 'pivot',
  input: { trip: '${input.trip}' },
};
const INSURE = {
  name: 'insure',
  command: 'plain.insure',
  compensation: 'none',
  input: { trip: '${input.trip}' },
};
const TRIP = {
  name: 'trip',
  mode: 'routing-slip',
  steps: [HOTEL, FLIGHT, PAY],
  output: { paymentId: '${steps.pay.output.paymentId}' },
};
const INSURED = { name: 'insured', mode: 'routing-slip', steps: [HOTEL, INSURE, FLIGHT, PAY] };

interface Saga {
  readonly id: string;
  readonly status: string;
}

describe('a routing slip between real services', () => {
  const prefix = uniquePrefix();
  const services = new SlipServices(prefix);
  const logger = pino({ level: 'silent' });
  let database: TestDatabase;
  let conductor: RunningConductor;
  let bus: RabbitBus;
  let counted: CountedBus;
  let tap: Firehose | null;

  beforeAll(async () => {
    tap = await Firehose.openIfAsked(prefix);
    database = await createTestDatabase();
    bus = new RabbitBus({ url: brokerUrl(), name: 'test-conductor', log: logger });
    counted = new CountedBus(bus, conductorNames(prefix).commandsExchange);
    await open();
    await call('POST', '/v1/definitions', TRIP);
    await call('POST', '/v1/definitions', INSURED);
    await services.open();
    await services.startPlain();
    for (const name of ['hotel', 'flight', 'card']) await services.start(name);
  });

  beforeEach(() => {
    happened.length = 0;
    counted.commands = 0;
  });

  afterAll(async () => {
    await services.close();
    await conductor.close();
    await bus.close();
    await deleteQueues(prefix, PARTICIPANTS);
    await tap?.close();
    await database.drop();
  });

  it('takes one command of the conductor instead of three', async () => {
    const saga = await start('trip', 't-1');
    expect(saga).toMatchObject({ status: 'completed', output: { paymentId: 'p-t-1' } });
    expect(happened).toEqual(['hotel.book t-1', 'flight.book for h-t-1 t-1', 'card.charge t-1']);
    expect(counted.commands).toBe(1);
  });

  it('is undone by the services themselves, the newest step first', async () => {
    const saga = await start('trip', 'dear-1');
    expect(saga).toMatchObject({ status: 'compensated', error: { code: 'TOO_DEAR' } });
    expect(happened.slice(2)).toEqual(['flight.cancel dear-1', 'hotel.cancel dear-1']);
    expect(counted.commands).toBe(1);
  });

  it('goes through an ordinary NestJS service, after which the conductor goes on', async () => {
    const saga = await start('insured', 't-2');
    expect(saga).toMatchObject({ status: 'completed' });
    expect(happened).toEqual([
      'hotel.book t-2',
      'plain.insure t-2',
      'flight.book for h-t-2 t-2',
      'card.charge t-2',
    ]);
    // the conductor bound the queue of the service when the definition was posted
    expect(counted.commands).toBe(2);
    const undone = await start('insured', 'dear-2');
    expect(undone).toMatchObject({ status: 'compensated' });
    expect(happened.slice(-2)).toEqual(['flight.cancel dear-2', 'hotel.cancel dear-2']);
  });

  it('runs to its end while the conductor is down, which then hears of it', async () => {
    const gate = hold('hotel.book t-3');
    const { id } = await begin('trip', 't-3');
    await gate.arrived;
    await conductor.close();
    counted.commands = 0;
    gate.open();
    await waitFor('the charge', seen, (list) => list.includes('card.charge t-3'));
    await open();
    const saga = await waitFor('the saga', () => get(id), hasEnded);
    expect(saga).toMatchObject({ status: 'completed', output: { paymentId: 'p-t-3' } });
    expect(counted.commands).toBe(0);
  });

  it('is forwarded by another replica of a service that died after its commit', async () => {
    const healthy = await restartMute('flight');
    const { id } = await begin('trip', 't-4');
    await waitFor('the flight', seen, (list) => list.includes('flight.book for h-t-4 t-4'));
    await healthy.replace();
    const saga = await waitFor('the saga', () => get(id), hasEnded);
    expect(saga).toMatchObject({ status: 'completed' });
    expect(happened).toEqual(['hotel.book t-4', 'flight.book for h-t-4 t-4', 'card.charge t-4']);
    expect(counted.commands).toBe(1);
  });

  /** The service as one whose messages do not leave; `replace`: it dies, and another one starts. */
  async function restartMute(name: string) {
    await services.stop(name);
    const mute = await services.start(name, { isMute: true });
    const replace = async () => {
      await mute.kill();
      await services.start(name);
    };
    return { replace };
  }

  function hold(what: string) {
    let open = () => {};
    let arrived = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    const hasArrived = new Promise<void>((resolve) => (arrived = resolve));
    gates.set(what, { arrived, opened });
    return { arrived: hasArrived, open };
  }

  async function open(): Promise<void> {
    const config = { host: '127.0.0.1', port: 0, databaseUrl: database.url, prefix };
    conductor = await startConductor({
      config: { ...config, replySecret: null, apiKeys: [] },
      bus: counted.bus,
      logger,
    });
  }

  function seen(): Promise<readonly string[]> {
    return Promise.resolve(happened);
  }

  function hasEnded({ status }: Saga): boolean {
    return status !== 'running' && status !== 'compensating';
  }

  function start(definition: string, trip: string): Promise<Saga> {
    return call('POST', '/v1/sagas?wait=30s', { definition, input: { trip } });
  }

  function begin(definition: string, trip: string): Promise<Saga> {
    return call('POST', '/v1/sagas', { definition, input: { trip } });
  }

  function get(id: string): Promise<Saga> {
    return call('GET', `/v1/sagas/${id}`);
  }

  async function call(method: string, path: string, body?: object): Promise<Saga> {
    const answer = await callUrl(method, `${conductor.url}${path}`, body ? { body } : {});
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }
});

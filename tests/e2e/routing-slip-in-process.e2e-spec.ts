import { pino } from 'pino';
import { conductorNames, conductorTopology } from '#bus';
import { InProcessBus } from '#messaging';
import { createTestDatabase, TappedBroker, type TestDatabase } from '#testing-internal';
import { startConductor, type RunningConductor } from '../../apps/conductor/src/conductor.js';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { waitFor } from './fleet.fixture.js';
import { CountedBus, happened, SlipServices } from './slip-services.fixture.js';

const input = { trip: '${input.trip}' };
const HOTEL = { name: 'hotel', command: 'hotel.book', compensation: 'hotel.cancel', input };
const FLIGHT = {
  name: 'flight',
  command: 'flight.book',
  compensation: 'flight.cancel',
  input: { ...input, reservation: '${steps.hotel.output.reservation.id}' },
};
const PAY = { name: 'pay', command: 'card.charge', kind: 'pivot', input };

const WANTED = {
  name: 'wanted-trip',
  mode: 'routing-slip',
  trigger: { event: 'trip.wanted', key: '${data.trip}', input: '${data}' },
  locks: ['trip:${input.trip}'],
  steps: [HOTEL, FLIGHT, PAY],
};
const JOURNEY = { name: 'journey', mode: 'routing-slip', steps: [HOTEL, FLIGHT] };
const HOLIDAY = {
  name: 'holiday',
  steps: [{ name: 'journey', saga: { definition: 'journey' }, input }, PAY],
};

type Json = ReturnType<typeof JSON.parse>;

/** The conductor and the services in one process, as `npm start` has them. */
describe('a routing slip in one process', () => {
  const prefix = 'conductor';
  const broker = new TappedBroker(prefix);
  const openBus = async () => {
    const bus = new InProcessBus(broker);
    await bus.open(conductorTopology(prefix));
    return bus;
  };
  const services = new SlipServices(prefix, openBus);
  let database: TestDatabase;
  let conductor: RunningConductor;
  let counted: CountedBus;

  beforeAll(async () => {
    database = await createTestDatabase();
    counted = new CountedBus(await openBus(), conductorNames(prefix).commandsExchange);
    const config = { host: '127.0.0.1', port: 0, databaseUrl: database.url, prefix };
    conductor = await startConductor({
      config: { ...config, replySecret: null, apiKeys: [] },
      bus: counted.bus,
      logger: pino({ level: 'silent' }),
    });
    for (const body of [WANTED, JOURNEY, HOLIDAY]) await call('POST', '/v1/definitions', body);
    await services.open();
    for (const name of ['hotel', 'flight', 'card']) await services.start(name);
  });

  beforeEach(() => {
    happened.length = 0;
    counted.commands = 0;
  });

  afterAll(async () => {
    await services.close();
    await conductor.close();
    await database.drop();
  });

  it('is started by an event, holds its lock, and shows how it went', async () => {
    const bus = await openBus();
    const body = Buffer.from(JSON.stringify({ pattern: 'trip.wanted', data: { trip: 't-1' } }));
    const { eventsExchange } = conductorNames(prefix);
    const properties = { messageId: 'e-1' };
    const event = { exchange: eventsExchange, routingKey: 'trip.wanted', body, properties };
    expect(await bus.publish([event])).toEqual(['confirmed']);
    const list = '/v1/sagas?definition=wanted-trip&status=completed';
    const { items } = await waitFor(
      'the saga',
      () => call('GET', list),
      (seen) => seen.items.length === 1,
    );
    expect(counted.commands).toBe(1);
    const saga = await call('GET', `/v1/sagas/${items[0].id}`);
    expect(saga).toMatchObject({ locks: [{ key: 'trip:t-1' }] });
    expect(saga.steps.map((step: Json) => step.status)).toEqual(Array(3).fill('succeeded'));
    const history = await call('GET', `/v1/sagas/${items[0].id}/history`);
    const events: Json[] = history.items.flatMap((transition: Json) => transition.events);
    const issued = events.filter(({ type }) => type === 'command-issued');
    expect(issued.map(({ step, forwarded }) => [step, forwarded])).toEqual([
      ['hotel', undefined],
      ['flight', true],
      ['pay', true],
    ]);
  });

  it('is undone with its parent, by one command of the conductor', async () => {
    const start = { definition: 'holiday', input: { trip: 'dear-2' } };
    const saga = await call('POST', '/v1/sagas?wait=30s', start);
    expect(saga).toMatchObject({ status: 'compensated', error: { code: 'TOO_DEAR' } });
    expect(happened.slice(-2)).toEqual(['flight.cancel dear-2', 'hotel.cancel dear-2']);
    // the slip, the parent's own charge, and the way back
    expect(counted.commands).toBe(3);
  });

  it('is tried out with all its failures before it is stored', async () => {
    const checked = await call('POST', '/v1/definitions/validate', WANTED);
    expect(checked).toMatchObject({ valid: true });
    expect(checked.failureMatrix.every(({ ends }: Json) => ends !== 'lost')).toBe(true);
  });

  async function call(method: string, path: string, body?: object): Promise<Json> {
    const answer = await callUrl(method, `${conductor.url}${path}`, body ? { body } : {});
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }
});

import { connect } from 'amqplib';
import { pino } from 'pino';
import {
  conductorNames,
  participantQueue,
  participantTopology,
  replyQueue,
  type Delivery,
} from '#bus';
import { parseCommand, replyMessage, type ParsedCommand } from '#contracts';
import { RabbitBus } from '#messaging';
import {
  brokerUrl,
  createTestDatabase,
  deleteQueues,
  eventually,
  TcpProxy,
  Firehose,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { callUrl } from './conductor-call.fixture.js';
import { startConductor, type RunningConductor } from './conductor.js';

const logger = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
/** Longer than the steps' timeout, and longer than the least time that counts as an outage. */
const OUTAGE_MS = 4_000;

const DEFINITION = {
  name: 'one-attempt',
  steps: [
    {
      name: 'reserve',
      command: 'stock.reserve',
      compensation: 'stock.free',
      timeout: '1s',
      retry: { maxAttempts: 1 },
    },
  ],
};

/** A command that its participant is working on. */
interface InHand {
  readonly delivery: Delivery;
  readonly command: ParsedCommand;
}

/**
 * A conductor and a participant on real servers that a test can disconnect. The participant works
 * on a command for longer than its timeout, and answers after the outage.
 */
describe('A saga with one attempt', () => {
  const prefix = uniquePrefix();
  let database: TestDatabase;
  let toDatabase: TcpProxy;
  let toBroker: TcpProxy;
  let buses: RabbitBus[];
  let conductor: RunningConductor;
  let inHand: InHand[];
  let tap: Firehose | null;

  const openBus = (name: string): RabbitBus => {
    const bus = new RabbitBus({ url: toBroker.through(brokerUrl()), name, log: logger });
    buses.push(bus);
    return bus;
  };

  beforeAll(async () => {
    buses = [];
    tap = await Firehose.openIfAsked(prefix);
    database = await createTestDatabase();
    toDatabase = await TcpProxy.to(database.url);
    toBroker = await TcpProxy.to(brokerUrl());
    conductor = await startConductor({
      config: {
        host: '127.0.0.1',
        port: 0,
        prefix,
        replySecret: null,
        apiKeys: [],
        databaseUrl: toDatabase.through(database.url),
      },
      bus: openBus('conductor'),
      logger,
    });
    const bus = openBus('stock');
    await bus.open(participantTopology(prefix, 'stock'));
    await bus.consume(participantQueue(prefix, 'stock'), { prefetch: 10 }, (delivery) => {
      const check = parseCommand(delivery);
      if (check.ok) inHand.push({ delivery, command: check.command });
    });
    await callUrl('POST', `${conductor.url}/v1/definitions`, { body: DEFINITION });
  });

  beforeEach(() => {
    inHand = [];
  });

  afterAll(async () => {
    await conductor.close();
    await Promise.all(buses.map((bus) => bus.close()));
    await toDatabase.close();
    await toBroker.close();
    await deleteQueues(prefix, ['stock']);
    await tap?.close();
    await database.drop();
  });

  const start = async (): Promise<string> => {
    const body = { definition: 'one-attempt', input: {} };
    const { status, body: saga } = await callUrl('POST', `${conductor.url}/v1/sagas`, { body });
    expect(status).toBe(201);
    return saga.id as string;
  };
  /** What came of one saga: commands of earlier ones are delivered again after an outage. */
  const commandsOf = (sagaId: string) => inHand.filter(({ command }) => command.sagaId === sagaId);
  const hasCommands = (sagaId: string, count: number) =>
    eventually(
      () => commandsOf(sagaId).length,
      (length) => length >= count,
    );
  /** Waits for an outage that is longer than the timeout. */
  const timePasses = () => {
    const begunAt = Date.now();
    return eventually(
      () => Date.now() - begunAt,
      (passedMs) => passedMs >= OUTAGE_MS,
    );
  };
  const isReady = () =>
    eventually(
      async () => (await callUrl('GET', `${conductor.url}/health/ready`)).body.status,
      (status) => status === 'ready',
    );
  /** The participant answers the latest command, and repeats the answer until it is taken. */
  const answer = async (sagaId: string): Promise<void> => {
    const [, participant] = buses;
    const last = commandsOf(sagaId).at(-1);
    if (!participant || !last) throw new Error('nothing is in hand');
    const reply = replyMessage(
      last.command,
      { type: 'succeeded', output: {} },
      { appId: 'stock', at: Date.now() },
    );
    await eventually(
      () => participant.publish([reply]),
      ([outcome]) => outcome === 'confirmed',
    );
    for (const { delivery } of inHand) delivery.ack();
  };
  const expectCompleted = async (sagaId: string): Promise<void> => {
    const { body: saga } = await eventually(
      () => callUrl('GET', `${conductor.url}/v1/sagas/${sagaId}`),
      ({ body }) => !['running', 'compensating'].includes(body.status),
    );
    expect(saga.status).toBe('completed');
    expect(new Set(commandsOf(sagaId).map(({ command }) => command.messageId)).size).toBe(1);
  };

  it('is completed when the broker was stopped while its participant worked', async () => {
    const sagaId = await start();
    await hasCommands(sagaId, 1);
    await toBroker.shut();
    toBroker.cut();
    await timePasses();
    await toBroker.open();
    await isReady();
    await answer(sagaId);
    await expectCompleted(sagaId);
  });

  it('is completed when its command waited for the broker', async () => {
    await toBroker.shut();
    toBroker.cut();
    await eventually(
      async () => (await callUrl('GET', `${conductor.url}/health/ready`)).body.status,
      (status) => status === 'degraded',
    );
    const sagaId = await start();
    await timePasses();
    expect(commandsOf(sagaId)).toEqual([]);
    await toBroker.open();
    await hasCommands(sagaId, 1);
    await answer(sagaId);
    await expectCompleted(sagaId);
  });

  it('is completed when the broker took, and did not answer', async () => {
    const sagaId = await start();
    await hasCommands(sagaId, 1);
    toBroker.pause();
    await timePasses();
    toBroker.resume();
    await isReady();
    await answer(sagaId);
    await expectCompleted(sagaId);
  });

  it('is completed when the broker came back without its queues', async () => {
    const sagaId = await start();
    await hasCommands(sagaId, 1);
    await toBroker.shut();
    toBroker.cut();
    const { repliesQueue } = conductorNames(prefix);
    await wipe([participantQueue(prefix, 'stock'), repliesQueue, replyQueue(prefix, 0)]);
    await toBroker.open();
    // the command was lost with its queue, and was sent again as the same attempt
    await hasCommands(sagaId, 2);
    await answer(sagaId);
    await expectCompleted(sagaId);
  });

  it.each(['stopped', 'frozen'])(
    'is completed when the database was %s while its participant worked',
    async (how) => {
      const sagaId = await start();
      await hasCommands(sagaId, 1);
      if (how === 'frozen') toDatabase.pause();
      else await toDatabase.shut();
      if (how === 'stopped') toDatabase.cut();
      await timePasses();
      if (how === 'frozen') toDatabase.resume();
      else await toDatabase.open();
      await isReady();
      await answer(sagaId);
      await expectCompleted(sagaId);
    },
  );
});

async function wipe(queues: readonly string[]): Promise<void> {
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  for (const queue of queues) await channel.deleteQueue(queue);
  await connection.close();
}

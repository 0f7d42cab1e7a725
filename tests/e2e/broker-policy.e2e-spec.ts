import type { ConfirmChannel } from 'amqplib';
import { conductorTopology, replyQueueTopology } from '#bus';
import { RabbitBus } from '#messaging';
import { eventually } from '#testing-internal';
import { BrokerAccounts, PREFIX } from './broker-accounts.fixture.js';
import { publish, SILENT } from './broker-attacks.fixture.js';

const DEAD = 'conductor.dead';
const OWN = 'conductor.commands.payment';
const BODY_BYTES = 10_000;
const KEPT_BYTES = 20 * BODY_BYTES;
const SENT = 60;

describe('with the documented policies', () => {
  let broker: BrokerAccounts;
  let bus: RabbitBus;

  beforeAll(async () => {
    broker = await BrokerAccounts.start();
    bus = new RabbitBus({ url: broker.urlOf('conductor'), name: 'conductor', log: SILENT });
    await bus.open(conductorTopology(PREFIX));
    await bus.declare(replyQueueTopology(PREFIX, 0));
  });

  afterAll(async () => {
    await bus?.close();
    await broker?.end();
  });

  it('what a participant sets aside drives out the oldest, and fills no disk', async () => {
    broker.setPolicy({ DEAD_BYTES_MAX: String(KEPT_BYTES) });
    broker.setPolicy({ DEAD_BYTES_MAX: String(KEPT_BYTES) });

    await broker.try('payment', async (channel) => {
      const body = { filler: 'x'.repeat(BODY_BYTES) };
      for (let count = 0; count < SENT; count++) {
        await publish(channel as ConfirmChannel, DEAD, OWN, body);
      }
    });

    const kept = KEPT_BYTES / BODY_BYTES;
    await eventually(
      () => bus.findQueue(DEAD),
      (queue) => queue !== null && queue.ready > 0 && queue.ready <= kept,
    );
  });

  it('queues of work have their own, which refuses and loses nothing', () => {
    const list = ['list_queues', '--vhost', 'conductor', '--silent', 'name', 'policy'];
    const policies = Object.fromEntries(
      broker
        .control(list)
        .trim()
        .split('\n')
        .map((line) => line.split('\t')),
    ) as Record<string, string>;
    expect(policies).toMatchObject({
      'conductor.replies': 'conductor',
      'conductor.replies.0': 'conductor',
      'conductor.intake': 'conductor',
      'conductor.dead': 'conductor-dead',
    });
  });

  it('a name that a pattern would read otherwise is refused', () => {
    expect(() => broker.setPolicy({ PREFIX: 'a|b' })).toThrow('not usable as a name');
    expect(() => broker.setPolicy({ DEAD_BYTES_MAX: '1 GB' })).toThrow('not a number of bytes');
  });
});

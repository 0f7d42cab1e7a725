import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { conductorNames, participantQueue, replyQueue } from '#bus';
import { brokerUrl } from '#testing-internal';
import { callUrl } from '../../../apps/conductor/src/conductor-call.fixture.js';
import { UNSENT } from '../effects.fixture.js';
import { findFreePort, Fleet, waitFor, waitUntilUp } from '../fleet.fixture.js';

type Json = ReturnType<typeof JSON.parse>;

const input = { orderId: '${saga.key}', lines: [{ sku: 'book', quantity: 1 }] };
/** One attempt each: a saga whose reply is not read does not complete. */
const retry = { maxAttempts: 1 };
const DEFINITION = {
  name: 'deliver',
  steps: [
    {
      name: 'reserve',
      command: 'shipping.reserve',
      compensation: 'shipping.release',
      retry,
      input,
    },
    { name: 'ship', command: 'shipping.ship', kind: 'pivot', retry, input },
  ],
};
const SAGAS = 20;

/**
 * Releases before decision 0085 had one reply queue, without a number. Replies to their commands
 * wait there when such a release is stopped and this one is put in its place.
 */
describe('The first start of this release, with replies on the queue of an earlier one', () => {
  let fleet: Fleet;
  let connection: ChannelModel;
  let channel: ConfirmChannel;
  let url: string;

  beforeAll(async () => {
    fleet = await Fleet.prepare();
    connection = await connect(brokerUrl());
    channel = await connection.createConfirmChannel();
  });

  afterAll(async () => {
    await connection.close();
    await fleet.end();
  });

  const startConductor = async (): Promise<ChildProcess> => {
    const port = String(await findFreePort());
    url = `http://127.0.0.1:${port}`;
    const conductor = await fleet.start('conductor', { PORT: port });
    await waitUntilUp(`${url}/health/ready`);
    return conductor;
  };
  const end = async (child: ChildProcess): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  };
  const count = async (database: 'conductor' | 'shipping', sql: string): Promise<number> =>
    Number((await fleet.query<{ count: string }>(database, sql))[0]?.count);
  const until = (database: 'conductor' | 'shipping', sql: string, wanted: number) =>
    waitFor(
      `${wanted} of ${sql}`,
      () => count(database, sql),
      (seen) => seen === wanted,
    );
  /** The name of the queue that the conductor reads for itself. */
  const homeOf = async (): Promise<unknown> => {
    const { replicas } = (await callUrl('GET', `${url}/v1/admin/overview`)).body;
    return replicas.find((replica: Json) => replica.isThis).replyQueues[0]?.name;
  };

  /** Sagas whose first command was sent, and a service that is not there to answer it. */
  const leaveSagasWaiting = async (): Promise<void> => {
    const conductor = await startConductor();
    const shipping = await fleet.start('shipping-service');
    await waitFor(
      'the service is known',
      async () => (await callUrl('GET', `${url}/v1/admin/participants`)).body.items.length,
      (known) => known === 1,
    );
    await end(shipping);
    await callUrl('POST', `${url}/v1/definitions`, { body: DEFINITION });
    for (let index = 0; index < SAGAS; index++) {
      const body = {
        definition: DEFINITION.name,
        key: `o-${index}`,
        input: {},
      };
      expect((await callUrl('POST', `${url}/v1/sagas`, { body })).status).toBe(201);
    }
    await until('conductor', UNSENT, 0);
    await end(conductor);
  };

  /** The service answers all, while no conductor is there. */
  const answerAll = async (): Promise<void> => {
    const shipping = await fleet.start('shipping-service');
    await until('shipping', `select count(*) from reservation where status = 'reserved'`, SAGAS);
    await end(shipping);
    const queue = participantQueue(fleet.prefix, 'shipping');
    expect((await channel.checkQueue(queue)).messageCount).toBe(0);
  };

  /** As if an earlier release had sent the commands: it knew no queue with a number. */
  const turnBack = async (): Promise<number> => {
    const home = replyQueue(fleet.prefix, 0);
    const { repliesQueue } = conductorNames(fleet.prefix);
    let moved = 0;
    for (;;) {
      const reply = await channel.get(home);
      if (reply === false) break;
      channel.sendToQueue(repliesQueue, reply.content, {
        ...reply.properties,
        persistent: true,
      });
      await channel.waitForConfirms();
      channel.ack(reply);
      moved++;
    }
    await channel.deleteQueue(home);
    await fleet.query('conductor', 'delete from reply_queue');
    return moved;
  };

  it('takes them all: each saga ends, and every effect happened once', async () => {
    // given
    await leaveSagasWaiting();
    await answerAll();
    const moved = await turnBack();
    const { repliesQueue } = conductorNames(fleet.prefix);
    expect(moved).toBeGreaterThan(0);
    const { messageCount, consumerCount } = await channel.checkQueue(repliesQueue);
    expect({ messageCount, consumerCount }).toEqual({
      messageCount: moved,
      consumerCount: 0,
    });
    expect(await count('conductor', `select count(*) from saga where status = 'running'`)).toBe(
      SAGAS,
    );
    // when
    await fleet.start('shipping-service');
    await startConductor();
    // then
    await until('conductor', `select count(*) from saga where status = 'completed'`, SAGAS);
    expect(await count('shipping', 'select count(*) from reservation')).toBe(SAGAS);
    expect(await count('shipping', 'select count(*) from shipment')).toBe(SAGAS);
    expect((await channel.checkQueue(repliesQueue)).messageCount).toBe(0);
    await until('conductor', UNSENT, 0);
    // it goes on reading that queue, and has one of its own
    expect((await channel.checkQueue(repliesQueue)).consumerCount).toBe(1);
    await waitFor('a home', homeOf, (home) => home === replyQueue(fleet.prefix, 0));
  });
});

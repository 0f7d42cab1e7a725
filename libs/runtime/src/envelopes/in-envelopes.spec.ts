import { openCommands, parseCommand } from '#contracts';
import type { Delivery, OutgoingMessage, PublishOutcome } from '#bus';
import { PipelineBench, ScriptedBus, settle } from '#testing-internal';
import { OutboxRelay } from '../outbox/outbox-relay.js';
import { sweeperWithPulse } from '../outbox/outbox.fixture.js';
import { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import { inEnvelopes } from './in-envelopes.js';

/** A conductor without a broker, whose participant takes so many commands in one message. */
function setUp(carriedMax = 50, document?: object) {
  const bench = new PipelineBench(document === undefined ? {} : { document });
  const bus = new ScriptedBus();
  const { store, clock } = bench;
  const report = (fault: { during: string; error: unknown }): void => void bench.faults.push(fault);
  const local = { deliver: async () => undefined };
  const told: string[] = [];
  const tellSent = (sagaId: string, messageId: string) => {
    told.push(messageId);
    return pipeline.sent(sagaId, messageId);
  };
  const parts = { store, clock, report, local, tellSent, prefix: 'test', secret: 'secret' };
  const asked: string[] = [];
  const packing = inEnvelopes(bus, (participant) => {
    asked.push(participant);
    return carriedMax;
  });
  const relay = new OutboxRelay({ ...parts, bus: packing });
  const sweeper = sweeperWithPulse({ bus, store, clock, report, relay });
  const definitions = { load: async () => bench.definition };
  const pipeline: TransitionPipeline = new TransitionPipeline({
    ...{ store, definitions, relay, clock, report, lanes: 1 },
  });
  const startTogether = async (count: number): Promise<readonly string[]> => {
    const requests = Array.from({ length: count }, () => bench.startRequest());
    const results = await Promise.all(requests.map((request) => pipeline.start(request)));
    await settle();
    return results.map((result) => (result.type === 'created' ? result.state.id : ''));
  };
  const wake = async (ids: readonly string[]): Promise<void> => {
    await Promise.all(ids.map((id) => pipeline.wake(id)));
    await settle();
  };
  return { bench, bus, store, clock, sweeper, startTogether, wake, told, asked };
}

const isCommand = ({ exchange }: OutgoingMessage) => exchange === 'test.commands';

/** By message: the sagas of the commands that it carries. */
function carriedBy(messages: readonly OutgoingMessage[]): readonly (readonly string[])[] {
  return messages.filter(isCommand).map((message) => {
    const properties = { headers: {}, ...message.properties };
    const delivery: Delivery = { ...message, properties, deliveryCount: 0, ack: () => undefined };
    return openCommands(delivery).map((each) => {
      const check = parseCommand(each);
      return check.ok ? check.command.sagaId : check.reason;
    });
  });
}

const commandOf = (sagaId: string) => `${sagaId}/create/0/execute/1`;

describe('Commands that leave together', () => {
  it('leave in one message, and the events beside them as before', async () => {
    const { bus, startTogether, asked } = setUp();
    const ids = await startTogether(5);
    expect(carriedBy(bus.published)).toEqual([ids]);
    const events = bus.published.filter((message) => !isCommand(message));
    expect(events).toHaveLength(5);
    expect(events.every(({ properties }) => properties.contentType === undefined)).toBe(true);
    expect(new Set(asked)).toEqual(new Set(['order']));
  });

  it('leave each alone where the participant takes one, and alone when there is one', async () => {
    const one = setUp(1);
    const ids = await one.startTogether(3);
    expect(carriedBy(one.bus.published)).toEqual(ids.map((id) => [id]));
    const fifty = setUp();
    await fifty.startTogether(1);
    const [command] = fifty.bus.published.filter(isCommand);
    expect(command?.properties.contentType).toBeUndefined();
  });

  it('leave the outbox when their envelope is confirmed', async () => {
    const { store, clock, startTogether } = setUp();
    await startTogether(5);
    await clock.advance(200);
    expect(store.outbox.size).toBe(0);
  });

  it.each<[PublishOutcome, string | null]>([
    ['unroutable', 'UNROUTABLE'],
    ['refused', 'PUBLISH_REFUSED: see broker.refusals of GET /v1/admin/overview'],
    ['unknown', null],
  ])('stay there, each of them, when their envelope was %s', async (outcome, reason) => {
    const { bus, store, clock, sweeper, startTogether } = setUp();
    bus.answerWith((message) => (isCommand(message) ? outcome : 'confirmed'));
    const ids = await startTogether(4);
    await clock.advance(200);
    expect(store.outbox.keys().toSorted()).toEqual(ids.map(commandOf).toSorted());
    const reasonOf = (id: string) => store.outbox.errors.get(commandOf(id)) ?? null;
    expect(ids.map(reasonOf)).toEqual(ids.map(() => reason));

    // and go together once more
    bus.answerWith(() => 'confirmed');
    bus.published.length = 0;
    sweeper.start();
    await clock.advance(20_000);
    await sweeper.stop();
    expect(store.outbox.size).toBe(0);
    expect(carriedBy(bus.published).flat().toSorted()).toEqual(ids.toSorted());
    expect(carriedBy(bus.published)).toHaveLength(1);
  });

  it('are late together, and each saga is told', async () => {
    const { bus, clock, startTogether, told } = setUp();
    const release = bus.hold();
    const starting = startTogether(3);
    await settle();
    await clock.jump(60_000);
    release();
    const ids = await starting;
    await settle();
    expect(told.toSorted()).toEqual(ids.map(commandOf).toSorted());
  });

  it('are of different queues: the outcome of one says nothing of the other', async () => {
    const bus = new ScriptedBus();
    bus.answerWith(({ routingKey }) => (routingKey === 'b' ? 'unroutable' : 'confirmed'));
    const message = (routingKey: string, id: string): OutgoingMessage => ({
      exchange: 'test.commands',
      routingKey,
      body: Buffer.from('{"pattern":"x.y"}'),
      properties: { messageId: id, replyTo: 'r', headers: { attempt: 1 } },
    });
    const packing = inEnvelopes(bus, () => 50);
    const sent = ['a', 'b', 'a', 'b', 'c'].map((queue, index) => message(queue, `m-${index}`));
    expect(await packing.publish(sent)).toEqual([
      'confirmed',
      'unroutable',
      'confirmed',
      'unroutable',
      'confirmed',
    ]);
    expect(bus.published.map(({ carries }) => carries)).toEqual([2, 2, undefined]);
  });
});

describe('An envelope that nobody could read', () => {
  const orderOf = (retry: object) => ({
    name: 'order',
    steps: [
      {
        name: 'create',
        command: 'order.create',
        compensation: 'order.cancel',
        timeout: '10s',
        retry,
      },
    ],
  });

  it('costs each of its commands an attempt, and the next one goes alone', async () => {
    const { bus, clock, store, startTogether, wake } = setUp(50, orderOf({ maxAttempts: 2 }));
    const ids = await startTogether(3);
    expect(carriedBy(bus.published)).toEqual([ids]);
    bus.published.length = 0;

    for (let round = 0; round < 2; round++) {
      await clock.advance(11_000);
      await wake(ids);
    }

    expect(carriedBy(bus.published)).toEqual(ids.map((id) => [id]));
    const steps = ids.map((id) => store.stateOf(id)?.steps['create']?.status);
    expect(steps).toEqual(ids.map(() => 'executing'));
  });

  it('holds no command whose first attempt is its only one: that step would fail', async () => {
    const { bus, startTogether } = setUp(50, orderOf({ maxAttempts: 1 }));
    const ids = await startTogether(3);
    expect(carriedBy(bus.published)).toEqual(ids.map((id) => [id]));
  });
});

import type { MessageBus, OutgoingMessage, Topology } from '#bus';
import { DeliveryRecorder } from './delivery-recorder.js';
import { eventually } from '../eventually.js';
import { uniquePrefix } from '../servers.js';

export interface MessageBusFixture {
  /** A bus that is not open yet. All buses of a fixture use the same broker. */
  createBus(): MessageBus;
  /** The account of these buses. */
  readonly account: string;
  dispose(): Promise<void>;
}

/** What every implementation of `MessageBus` must do. */
export function messageBusContract(
  name: string,
  createFixture: () => Promise<MessageBusFixture>,
): void {
  describe(name, () => {
    let fixture: MessageBusFixture;
    let bus: MessageBus;
    let queue: string;
    let exchange: string;

    beforeEach(async () => {
      fixture = await createFixture();
      const prefix = uniquePrefix();
      queue = `${prefix}.queue`;
      exchange = `${prefix}.exchange`;
      bus = fixture.createBus();
      await bus.open(topologyOf(exchange, queue));
    });

    afterEach(async () => {
      await bus.close();
      await fixture.dispose();
    });

    const consume = async (prefetch = 100) => {
      const recorder = new DeliveryRecorder();
      const consumer = await bus.consume(queue, { prefetch }, recorder.onDelivery);
      return { recorder, consumer };
    };
    const readyIs = (count: number, on: MessageBus = bus) =>
      eventually(
        () => on.inspect(queue),
        ({ ready }) => ready === count,
      );
    const send = (ids: readonly string[]) => bus.publish(ids.map((id) => messageTo(queue, id)));

    it('delivers a message with its body and properties', async () => {
      const { recorder } = await consume();
      await bus.publish([
        {
          exchange,
          routingKey: 'key',
          body: Buffer.from('{"a":1}'),
          properties: {
            messageId: 'm-1',
            correlationId: 'c-1',
            replyTo: 'r-1',
            type: 't-1',
            timestamp: 1_700_000_000,
            headers: { attempt: 1, step: 's', final: true },
          },
        },
      ]);
      const [delivery] = await recorder.waitFor(1);
      expect(delivery?.body.toString()).toBe('{"a":1}');
      expect(delivery).toMatchObject({ deliveryCount: 0, exchange, routingKey: 'key' });
      expect(delivery?.properties).toMatchObject({
        messageId: 'm-1',
        correlationId: 'c-1',
        replyTo: 'r-1',
        type: 't-1',
        contentType: 'application/json',
        timestamp: 1_700_000_000,
        headers: { attempt: 1, step: 's', final: true },
      });
    });

    it('delivers another content type as it was sent', async () => {
      const { recorder } = await consume();
      const contentType = 'application/vnd.conductor.commands+json';
      const properties = { messageId: 'm-1', contentType };
      await bus.publish([{ exchange, routingKey: 'key', body: Buffer.from('{}'), properties }]);
      const [delivery] = await recorder.waitFor(1);
      expect(delivery?.properties).toMatchObject(properties);
    });

    it('vouches for the account of whoever sent a message, where it asks for that', async () => {
      const { recorder } = await consume();
      await bus.publish([{ ...messageTo(queue, 'a'), isVouchedFor: true }, messageTo(queue, 'b')]);
      const [vouched, silent] = await recorder.waitFor(2);
      expect(vouched?.properties.userId).toBe(fixture.account);
      expect(silent?.properties.userId).toBeUndefined();
      expect(bus.refusals()).toEqual([]);
    });

    it('tells the outcome of each message in the order of the call', async () => {
      const outcomes = await bus.publish([
        messageTo(queue, 'a'),
        messageTo(`${queue}.nobody`, 'b'),
        { ...messageTo('key', 'c'), exchange },
        { ...messageTo('other-key', 'd'), exchange },
        { ...messageTo('other-key', 'e'), exchange, isOptional: true },
      ]);
      expect(outcomes).toEqual(['confirmed', 'unroutable', 'confirmed', 'unroutable', 'confirmed']);
    });

    it('tells messages with the same id apart, and messages without one', async () => {
      const nameless = (to: string) => ({ ...messageTo(to, ''), properties: {} });
      const outcomes = await bus.publish([
        messageTo(queue, 'same'),
        messageTo(`${queue}.nobody`, 'same'),
        messageTo(queue, 'same'),
        nameless(`${queue}.nobody`),
        nameless(queue),
      ]);
      expect(outcomes).toEqual(['confirmed', 'unroutable', 'confirmed', 'unroutable', 'confirmed']);
    });

    it('publishes nothing when there is nothing to publish', async () => {
      expect(await bus.publish([])).toEqual([]);
    });

    it('publishes 500 messages in one call', async () => {
      const { recorder } = await consume(1000);
      const ids = numbered(500);
      expect(new Set(await send(ids))).toEqual(new Set(['confirmed']));
      await recorder.waitFor(500);
      expect(recorder.messageIds).toEqual(ids);
    });

    it('delivers 1,000 messages of one publisher in their order', async () => {
      const { recorder } = await consume(50);
      const ids = numbered(1000);
      for (let start = 0; start < ids.length; start += 100) {
        void send(ids.slice(start, start + 100));
      }
      for (let count = 1; count <= ids.length; count++) {
        (await recorder.waitFor(count))[count - 1]?.ack();
      }
      expect(recorder.messageIds).toEqual(ids);
    });

    it('forgets what was acknowledged', async () => {
      const { recorder, consumer } = await consume();
      await send(['a', 'b']);
      for (const delivery of await recorder.waitFor(2)) delivery.ack();
      await consumer.cancel();
      await readyIs(0);
    });

    it('takes acknowledgements in any order, twice, and late', async () => {
      const { recorder, consumer } = await consume();
      await send(numbered(6));
      const [first, second, third, fourth, fifth] = await recorder.waitFor(6);
      third?.ack();
      fifth?.ack();
      await send(['turn']);
      first?.ack();
      second?.ack();
      third?.ack();
      fourth?.ack();
      await send(['turn']);
      fifth?.ack();
      await recorder.waitFor(8);
      await consumer.cancel();
      first?.ack();

      const { recorder: next } = await consume();
      await next.waitFor(3);
      expect(next.messageIds).toEqual(['6', 'turn', 'turn']);
    });

    it('delivers again what was not acknowledged, and says so', async () => {
      const { recorder, consumer } = await consume();
      await send(['a', 'b', 'c']);
      const [, b] = await recorder.waitFor(3);
      b?.ack();
      await consumer.cancel();

      const { recorder: next } = await consume();
      const again = await next.waitFor(2);
      expect(next.messageIds).toEqual(['a', 'c']);
      expect(again.map(({ deliveryCount }) => deliveryCount)).toEqual([1, 1]);
    });

    it('delivers no more than the prefetch before an acknowledgement', async () => {
      const { recorder } = await consume(2);
      await send(numbered(5));
      const [first] = await recorder.waitFor(2);
      await readyIs(3);
      expect(recorder.deliveries).toHaveLength(2);

      first?.ack();
      await recorder.waitFor(3);
      await readyIs(2);
      expect(recorder.messageIds).toEqual(['1', '2', '3']);
    });

    it('delivers nothing while paused, and goes on when resumed', async () => {
      const { recorder, consumer } = await consume();
      await consumer.pause();
      await send(['a', 'b']);
      await readyIs(2);
      expect(recorder.deliveries).toEqual([]);

      await consumer.resume();
      await recorder.waitFor(2);
      expect(recorder.messageIds).toEqual(['a', 'b']);
    });

    it('leaves to a paused consumer what it was given', async () => {
      const { recorder, consumer } = await consume();
      await send(['a', 'b']);
      const [a, b] = await recorder.waitFor(2);
      await consumer.pause();
      a?.ack();
      await consumer.resume();
      b?.ack();
      await send(['c']);
      await recorder.waitFor(3);
      expect(recorder.messageIds).toEqual(['a', 'b', 'c']);
      expect(recorder.deliveries[2]?.deliveryCount).toBe(0);
    });

    it('shares a queue among its consumers, each message to one of them', async () => {
      const { recorder: one } = await consume(5);
      const { recorder: two } = await consume(5);
      await send(numbered(10));
      await one.waitFor(5);
      await two.waitFor(5);
      expect([...one.messageIds, ...two.messageIds].sort()).toEqual(numbered(10).sort());
      const shared = await eventually(
        () => bus.inspect(queue),
        ({ ready }) => ready === 0,
      );
      expect(shared).toEqual({ ready: 0, consumers: 2 });
    });

    it('routes topics to every queue whose pattern fits, once it is bound', async () => {
      const topic = `${exchange}.topic`;
      const bound = (name: string, routingKey: string) => ({
        name: `${queue}.${name}`,
        bindings: [{ exchange: topic, routingKey }],
      });
      const exchanges = [{ name: topic, type: 'topic' as const }];
      const keys = ['saga.completed.order', 'saga.stuck.order', 'saga.completed'];
      const messages = keys.map((key) => ({ ...messageTo(key, key), exchange: topic }));
      await bus.declare({ exchanges, queues: [] });
      expect(await bus.publish(messages)).toEqual(keys.map(() => 'unroutable'));
      const queues = [bound('all', '#'), bound('completed', 'saga.completed.*')];
      await bus.declare({ exchanges, queues });
      expect(await bus.publish(messages)).toEqual(keys.map(() => 'confirmed'));
      const ready = async (name: string) => (await bus.inspect(`${queue}.${name}`)).ready;
      await eventually(
        () => ready('all'),
        (count) => count === 3,
      );
      await eventually(
        () => ready('completed'),
        (count) => count === 1,
      );
    });

    it('may be told the same topology again, and more of it later', async () => {
      await bus.declare(topologyOf(exchange, queue));
      await bus.declare(topologyOf(exchange, `${queue}.late`));
      expect(await send(['a'])).toEqual(['confirmed']);
      expect(await bus.publish([messageTo(`${queue}.late`, 'b')])).toEqual(['confirmed']);
      expect(await bus.publish([{ ...messageTo('key', 'c'), exchange }])).toEqual(['confirmed']);
      await readyIs(2);
    });

    it('may be opened again by one who shares it, with a topology of its own', async () => {
      await bus.open(topologyOf(exchange, `${queue}.shared`));
      expect(await bus.publish([messageTo(`${queue}.shared`, 'a')])).toEqual(['confirmed']);
      expect(await send(['b'])).toEqual(['confirmed']);
      await readyIs(1);
    });

    it('declares nothing before it is opened: it would wait for ever', async () => {
      const unopened = fixture.createBus();
      const declared = unopened.declare(topologyOf(exchange, queue));
      await expect(declared).rejects.toMatchObject({ code: 'BUS_NOT_OPENED' });
      await unopened.close();
    });

    it('cannot be opened once it is closed', async () => {
      await bus.close();
      await expect(bus.open(topologyOf(exchange, queue))).rejects.toThrow('closed');
    });

    it('refuses an exchange that exists with another type', async () => {
      const other = { exchanges: [{ name: exchange, type: 'topic' as const }], queues: [] };
      await expect(bus.declare(other)).rejects.toMatchObject({ code: 'TOPOLOGY_MISMATCH' });
      expect(await send(['a'])).toEqual(['confirmed']);
    });

    it('consumes a queue that another account declares, and declares none for it', async () => {
      const foreign = { name: `${queue}.foreign`, bindings: [], isForeign: true };
      await bus.declare({ exchanges: [], queues: [foreign] });
      expect(await bus.findQueue(foreign.name)).toBeNull();
      const other = fixture.createBus();
      await other.open(topologyOf(exchange, foreign.name));
      const recorder = new DeliveryRecorder();
      await bus.consume(foreign.name, { prefetch: 10 }, recorder.onDelivery);
      await other.publish([messageTo(foreign.name, 'a')]);
      expect(await recorder.waitFor(1)).toMatchObject([{ properties: { messageId: 'a' } }]);
      await other.close();
    });

    it('does not consume a queue that was never declared', async () => {
      const consuming = bus.consume(`${queue}.nobody`, { prefetch: 1 }, () => {});
      await expect(consuming).rejects.toMatchObject({ code: 'QUEUE_NOT_DECLARED' });
    });

    it('finds queues that another one declared, and makes none by looking for them', async () => {
      const other = fixture.createBus();
      await other.open(topologyOf(exchange, `${queue}.other`));
      await other.publish([messageTo(`${queue}.other`, 'a')]);
      const found = () => bus.findQueue(`${queue}.other`);
      await eventually(found, (state) => state?.ready === 1);
      await other.consume(`${queue}.other`, { prefetch: 1 }, () => {});
      await eventually(found, (state) => state?.ready === 0 && state.consumers === 1);
      await other.close();
      expect(await bus.findQueue(`${queue}.nobody`)).toBeNull();
      expect(await bus.findQueue(`${queue}.nobody`)).toBeNull();
      expect(await bus.publish([messageTo(`${queue}.nobody`, 'b')])).toEqual(['unroutable']);
      expect(await send(['a'])).toEqual(['confirmed']);
    });

    it('cannot say of any queue whether it is there once it is closed', async () => {
      await bus.close();
      const finding = bus.findQueue(queue);
      await expect(finding).rejects.toMatchObject({ code: 'BUS_DISCONNECTED' });
    });

    it('leaves everything for the next one when it closes', async () => {
      const { recorder } = await consume(1);
      await send(['a', 'b']);
      await recorder.waitFor(1);
      await bus.close();

      expect(bus.status()).toBe('disconnected');
      expect(await send(['c'])).toEqual(['unknown']);
      bus = fixture.createBus();
      await bus.open(topologyOf(exchange, queue));
      const { recorder: next } = await consume();
      await next.waitFor(2);
      expect(next.messageIds).toEqual(['a', 'b']);
      expect(next.deliveries.map(({ deliveryCount }) => deliveryCount)).toEqual([1, 0]);
    });

    it('says when it is connected', async () => {
      const other = fixture.createBus();
      const seen: string[] = [other.status()];
      other.onStatus((status) => seen.push(status));
      await other.open(topologyOf(exchange, queue));
      await other.close();
      expect(seen).toEqual(['disconnected', 'connected', 'disconnected']);
    });
  });
}

/** A direct exchange with one queue, bound by `key`. */
function topologyOf(exchange: string, queue: string): Topology {
  return {
    exchanges: [{ name: exchange, type: 'direct' }],
    queues: [{ name: queue, bindings: [{ exchange, routingKey: 'key' }] }],
  };
}

function messageTo(routingKey: string, messageId: string): OutgoingMessage {
  return { exchange: '', routingKey, body: Buffer.from('{}'), properties: { messageId } };
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

import { connect } from 'amqplib';
import { v7 } from 'uuid';
import { RabbitBus } from '#messaging';
import type { JsonValue } from '#protocol';
import { brokerUrl, RecordedLog } from '#testing-internal';
import { mergedTopology } from './test-conductor.js';

export async function openTestBus(name: string, url = brokerUrl()): Promise<RabbitBus> {
  const bus = new RabbitBus({ url, name: `test-${name}`, log: new RecordedLog() });
  await bus.open({ exchanges: [], queues: [] });
  return bus;
}

/** Each quorum queue keeps files open on a broker that many tests share. */
export async function deleteFromBroker(prefix: string): Promise<void> {
  const { queues, exchanges } = mergedTopology(prefix);
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  for (const { name } of queues) await channel.deleteQueue(name);
  for (const { name } of exchanges) await channel.deleteExchange(name);
  await connection.close();
}

/** A command of a new saga, and its idempotency key. */
export function newStep(data: JsonValue = { amount: 10 }) {
  const sagaId = v7();
  const action = { sagaId, data, command: 'payment.authorize', direction: 'execute' } as const;
  const compensation = { ...action, command: 'payment.void', direction: 'compensate' } as const;
  const inquiry = { ...action, direction: 'inquire' } as const;
  return { key: `${sagaId}/authorizePayment/0`, sagaId, action, compensation, inquiry };
}

/** Makes a handler wait where a test wants it to, and reports that it has arrived there. */
export class Halt {
  private open: () => void = () => {};
  private arrive: () => void = () => {};
  readonly arrived = new Promise<void>((resolve) => (this.arrive = resolve));
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  async wait(): Promise<void> {
    this.arrive();
    await this.opened;
  }

  release(): void {
    this.open();
  }
}

import { openTestBus } from '#testing-duties';
import { DeliveryRecorder, brokerUrl, eventually } from '#testing-internal';
import { conductorNames, type Delivery, type MessageBus } from '#bus';
import { connect } from 'amqplib';
import type { EntityManager } from 'typeorm';
import { type Bench } from '../stories/participant.fixture.js';
import type { DomainEvent } from './domain-event.js';
import { EventOutbox, type EventOutboxOptions } from './event-outbox.js';

/** Longer than any test, so that only a commit makes the relay run. */
export const NEVER_MS = 3_600_000;

export const PLACED: DomainEvent = { event: 'order.placed', data: { orderId: 'o-1' } };

/** An outbox of the bench's service on a bus of its own. It polls often unless told otherwise. */
export async function openOutbox(
  bench: Bench,
  options: Partial<EventOutboxOptions> = {},
): Promise<EventOutbox> {
  const own = options.bus ? null : await openTestBus('events');
  const outbox = new EventOutbox({
    service: 'payment',
    dataSource: bench.dataSource,
    logger: bench.log,
    prefix: bench.prefix,
    pollIntervalMs: 50,
    ...options,
    bus: options.bus ?? (own as MessageBus),
  });
  if (own) bench.onClose(() => own.close());
  bench.onClose(() => outbox.close());
  return outbox;
}

export async function startOutbox(
  bench: Bench,
  options: Partial<EventOutboxOptions> = {},
): Promise<EventOutbox> {
  const outbox = await openOutbox(bench, options);
  await outbox.start();
  return outbox;
}

/** Publishes them in one transaction, after `work`. */
export function publishAll(
  bench: Bench,
  outbox: EventOutbox,
  events: readonly DomainEvent[],
  work: (manager: EntityManager) => Promise<unknown> = () => Promise.resolve(),
): Promise<readonly string[]> {
  return bench.dataSource.transaction(async (manager) => {
    await work(manager);
    const ids: string[] = [];
    for (const event of events) ids.push(await outbox.publish(manager, event));
    return ids;
  });
}

/** A listener: a queue bound to `routingKey`, acknowledged at once. */
export class Listener {
  private constructor(private readonly recorder: DeliveryRecorder) {}

  static async open(bench: Bench, routingKey = '#', on?: MessageBus): Promise<Listener> {
    const bus = on ?? bench.conductorBus;
    const queue = `${bench.prefix}.listener`;
    await bus.declare({
      exchanges: [{ name: conductorNames(bench.prefix).eventsExchange, type: 'topic' }],
      queues: [
        {
          name: queue,
          bindings: [{ exchange: conductorNames(bench.prefix).eventsExchange, routingKey }],
        },
      ],
    });
    const recorder = new DeliveryRecorder();
    await bus.consume(queue, { prefetch: 100 }, (delivery) => {
      recorder.onDelivery(delivery);
      delivery.ack();
    });
    if (!on) bench.onClose(() => deleteQueue(queue));
    return new Listener(recorder);
  }

  get ids(): (string | undefined)[] {
    return this.recorder.messageIds;
  }

  waitFor(count: number): Promise<readonly Delivery[]> {
    return this.recorder.waitFor(count);
  }
}

export interface OutboxRow {
  readonly event: string;
  readonly tries: number;
  readonly trouble: string | null;
  readonly isHeld: boolean;
}

export function rowsOf(bench: Bench): Promise<OutboxRow[]> {
  return bench.dataSource.query<OutboxRow[]>(
    `select event, tries, trouble, held_at is not null as "isHeld"
     from event_outbox order by position`,
  );
}

export function untilRows(
  bench: Bench,
  areRight: (rows: readonly OutboxRow[]) => boolean,
): Promise<readonly OutboxRow[]> {
  return eventually(() => rowsOf(bench), areRight);
}

export const isEmpty = (rows: readonly OutboxRow[]) => rows.length === 0;

/** Ends leases and pauses early. */
export async function makeAllDue(bench: Bench): Promise<void> {
  await bench.dataSource.query('update event_outbox set due_at = clock_timestamp()');
}

async function deleteQueue(queue: string): Promise<void> {
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  await channel.deleteQueue(queue);
  await connection.close();
}

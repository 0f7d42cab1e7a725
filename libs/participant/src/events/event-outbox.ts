import { type ParticipantLogger, declareIfAllowed } from '#duties';
import type { MessageBus } from '#bus';
import type { DataSource, EntityManager, EntitySubscriberInterface, QueryRunner } from 'typeorm';
import { v7 } from 'uuid';
import { requireTable } from '../database/inbox-probe.js';
import { traceOf } from '../database/transaction-trace.js';
import { checkedData, eventsTopology, type DomainEvent } from './domain-event.js';
import { EventRelay } from './event-relay.js';
import { EventStore, findPending, insertEvent, type PendingEvent } from './event-store.js';

export interface EventOutboxOptions {
  /** The service's name: the events' `appId`. */
  readonly service: string;
  /** The caller opens and closes it: open it before `start`, close it after `close`. */
  readonly bus: MessageBus;
  /** The service's own database: initialized, and migrated with `participantMigrations`. */
  readonly dataSource: DataSource;
  readonly logger: ParticipantLogger;
  /** The first part of the exchange's name. Default `conductor`, as in the conductor. */
  readonly prefix?: string;
  /** How soon events that another process left are found. Default 1,000. */
  readonly pollIntervalMs?: number;
}

/** The event must be published in the transaction of the change that it reports. */
export class EventOutsideTransactionError extends Error {
  readonly code = 'EVENT_OUTSIDE_TRANSACTION';
  constructor(readonly event: string) {
    super(`"${event}" was published outside of a transaction of the outbox's data source`);
  }
}

/**
 * Publishes what happened in a service: an event is sent if, and only if, the transaction that
 * wrote it commits. It is sent at least once, always with the same message id.
 *
 * Each replica has one of these; they share the work.
 */
export class EventOutbox {
  private readonly relay: EventRelay;
  /** Connections with events that are not committed yet. */
  private readonly written = new WeakSet<QueryRunner>();
  private readonly afterCommit: EntitySubscriberInterface = {
    afterTransactionCommit: ({ queryRunner }) => this.noticeCommit(queryRunner),
  };

  constructor(private readonly options: EventOutboxOptions) {
    const { service, bus, logger, prefix = 'conductor', pollIntervalMs = 1_000 } = options;
    const store = new EventStore(options.dataSource);
    this.relay = new EventRelay({ store, bus, service, logger, prefix, pollIntervalMs });
  }

  /**
   * Declares the exchange where its account may, and begins to relay. `publish` works before it.
   *
   * @throws ParticipantMisconfiguredError: the table `event_outbox` is not there
   */
  async start(): Promise<void> {
    const { bus, dataSource, prefix = 'conductor', logger } = this.options;
    await requireTable(dataSource, 'event_outbox', (error) => {
      logger.warn({ err: error }, 'the database is away; events are relayed when it is back');
    });
    await declareIfAllowed(bus, eventsTopology(prefix));
    dataSource.subscribers.push(this.afterCommit);
    this.relay.start();
  }

  /**
   * Writes the event with `manager`, in its transaction: that of a command's handler is
   * `context.manager`, and there the event carries the command's trace. Gives the event's id.
   *
   * @throws EventUnusableError, EventOutsideTransactionError
   */
  async publish(manager: EntityManager, event: DomainEvent): Promise<string> {
    const { queryRunner } = manager;
    const isOurs = queryRunner && dataSourceOf(queryRunner) === this.options.dataSource;
    if (!queryRunner?.isTransactionActive || !isOurs) {
      throw new EventOutsideTransactionError(event.event);
    }
    const eventId = v7();
    const data = checkedData(event, eventId);
    const { key = null, mustBeRouted = false } = event;
    const trace = traceOf(queryRunner);
    await insertEvent(manager, { eventId, event: event.event, key, data, mustBeRouted, trace });
    this.written.add(queryRunner);
    return eventId;
  }

  /** Events with this name and key that the broker does not have yet, oldest first. */
  pendingOf(subject: {
    readonly event: string;
    readonly key: string;
  }): Promise<readonly PendingEvent[]> {
    return findPending(this.options.dataSource.manager, subject);
  }

  /**
   * Waits for events that are being published. This or another process publishes the rest later.
   */
  async close(): Promise<void> {
    const { subscribers } = this.options.dataSource;
    const index = subscribers.indexOf(this.afterCommit);
    if (index >= 0) subscribers.splice(index, 1);
    await this.relay.stop();
  }

  /** TypeORM also reports the end of a savepoint: the transaction is then still active. */
  private noticeCommit(queryRunner: QueryRunner): void {
    if (queryRunner.isTransactionActive) return;
    if (this.written.delete(queryRunner)) this.relay.nudge();
  }
}

/** TypeORM 0.3 calls it `connection`. */
function dataSourceOf(runner: QueryRunner): unknown {
  const { dataSource, connection } = runner as { dataSource?: unknown; connection?: unknown };
  return dataSource ?? connection;
}

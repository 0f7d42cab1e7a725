import type { MessageBus } from '#bus';
import type { DataSource, EntityManager, EntitySubscriberInterface, QueryRunner } from 'typeorm';
import { v7 } from 'uuid';
import { requireTable } from '../database/database-probe.js';
import type { ParticipantLogger } from '../settings/participant-options.js';
import { traceOf } from '../database/transaction-trace.js';
import { checkedData, eventsTopology, type DomainEvent } from './domain-event.js';
import { declareIfAllowed } from '../receiving/command-queue.js';
import { EventRelay } from './event-relay.js';
import { EventStore, findPending, insertEvent, type PendingEvent } from './event-store.js';

export interface EventOutboxOptions {
  /** The service's name: the events' `appId`. */
  readonly service: string;
  /** Opened and closed by its owner. Open it before `start`, close it after `close`. */
  readonly bus: MessageBus;
  /** Initialized, with `participantMigrations` run: the service's own database. */
  readonly dataSource: DataSource;
  readonly logger: ParticipantLogger;
  /** First part of the exchange's name. Default `conductor`, as the conductor's. */
  readonly prefix?: string;
  /** How soon events are found that another process left. Default 1,000. */
  readonly pollIntervalMs?: number;
}

/** The event would not be part of what it tells of: it needs the transaction of that. */
export class EventOutsideTransactionError extends Error {
  readonly code = 'EVENT_OUTSIDE_TRANSACTION';
  constructor(readonly event: string) {
    super(`"${event}" was published outside of a transaction of the outbox's data source`);
  }
}

/**
 * Publishes what happened in a service: an event goes out if, and only if, the transaction that
 * wrote it commits. It goes out at least once, always under the same message id.
 *
 * One of these in each replica; they share the work.
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
    const isOurs = queryRunner?.dataSource === this.options.dataSource;
    if (!queryRunner?.isTransactionActive || !isOurs) {
      throw new EventOutsideTransactionError(event.event);
    }
    const eventId = v7();
    const data = checkedData(event, eventId);
    const { key = null, mustBeHeard = false } = event;
    const trace = traceOf(queryRunner);
    await insertEvent(manager, { eventId, event: event.event, key, data, mustBeHeard, trace });
    this.written.add(queryRunner);
    return eventId;
  }

  /** The events of one name and key that the broker does not have yet, oldest first. */
  pendingOf(subject: {
    readonly event: string;
    readonly key: string;
  }): Promise<readonly PendingEvent[]> {
    return findPending(this.options.dataSource.manager, subject);
  }

  /** Waits for what is being published. The rest stays for the next process, or another one. */
  async close(): Promise<void> {
    const { subscribers } = this.options.dataSource;
    const index = subscribers.indexOf(this.afterCommit);
    if (index >= 0) subscribers.splice(index, 1);
    await this.relay.stop();
  }

  /** TypeORM tells of a savepoint's end, too: then the transaction is still active. */
  private noticeCommit(queryRunner: QueryRunner): void {
    if (queryRunner.isTransactionActive) return;
    if (this.written.delete(queryRunner)) this.relay.nudge();
  }
}

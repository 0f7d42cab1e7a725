import { waitAtMost } from '#resilience';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { PublishOutcome } from '#bus';
import type { Backlog, OverviewQueries } from '#queries';
import type { BatchWrites } from '#ports';
import type { ReplyQueues } from '#runtime';

/** A published message. */
export interface Published {
  readonly outcome: PublishOutcome;
  /** How many commands it carried, if it was an envelope; else 1. */
  readonly carries: number;
}

const PREFIX = 'conductor_';
/** A scrape does not wait for the database for longer than this. */
const BACKLOG_WAIT_MS = 1000;

/**
 * How often the lag of the event loop is sampled; this is part of each figure. The default of 10 ms
 * takes as much CPU as all else that an idle conductor does.
 */
const LOOP_SAMPLE_MS = 100;

/** How many definitions are counted by name; the rest share one series. Each has up to five. */
const DEFINITION_LABELS_MAX = 200;
/** Definition names never start like this. */
const OTHER_DEFINITIONS = '_other';

const STATUS_BY_EVENT: ReadonlyMap<string, string> = new Map([
  ['saga-completed', 'completed'],
  ['saga-compensated', 'compensated'],
  ['saga-abandoned', 'abandoned'],
  ['saga-stuck', 'stuck'],
]);

/** Prometheus metrics of one conductor. No label ever holds an id, a key or a message. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly started = this.counter('sagas_started_total', 'Sagas started', ['definition']);
  private readonly atRest = this.counter('sagas_at_rest_total', 'Sagas that ended or got stuck', [
    'definition',
    'status',
  ]);
  private readonly transitions = this.counter('transitions_total', 'Transitions committed', []);
  private readonly ignored = this.counter('ignored_replies_total', 'Replies without effect', [
    'reason',
  ]);
  private readonly published = this.counter('publishes_total', 'Messages published, by outcome', [
    'outcome',
  ]);
  private readonly storeErrors = this.counter('database_errors_total', 'Failed batches', ['code']);
  private readonly remembered = this.counter(
    'remembered_batches_total',
    'Batches decided on remembered states: written, or outdated and decided again',
    ['result'],
  );
  private readonly batchSize = this.histogram('batch_transitions', 'Transitions of one commit', {
    labelNames: [],
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
  });
  private readonly http = this.histogram('http_request_duration_seconds', 'Time to answer', {
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
  });
  private readonly queue = this.gauge('pipeline_queue', 'Inputs that wait for a batch');
  private readonly databaseUp = this.gauge('database_up', '1: the database answers');
  private readonly outbox = this.gauge('outbox_backlog', 'Commands not known to be delivered');
  private readonly outboxAge = this.gauge('outbox_oldest_seconds', 'Age of the oldest of them');
  private readonly timersDue = this.gauge('timers_due', 'Timers that are due and did not fire');
  private readonly timerLag = this.gauge('timer_lag_seconds', 'How late the oldest of them is');
  private readonly dead = this.gauge('dead_messages', 'Messages set aside and not resolved');
  private readonly purged = this.counter(
    'dead_messages_deleted_total',
    'Dead messages deleted: too old, or more than are kept',
    [],
  );
  private readonly stuck = this.gauge('stuck_sagas', 'Sagas that wait for a person');
  private readonly paused = this.gauge('paused_sagas', 'Sagas that operators paused one by one');
  private readonly pauses = this.gauge('pauses', 'Pauses of more than one saga that go on');
  private readonly automaticPauses = this.gauge(
    'automatic_pauses',
    'Pauses that the conductor made by itself and that go on',
  );
  private readonly keptEvents = this.gauge('kept_events', 'Events kept for sagas');
  private readonly keptBytes = this.gauge('kept_event_bytes', 'Bytes of their data');

  private readonly approvals = this.counter(
    'approvals_total',
    'Acts that a second person was asked for, and how they were decided',
    ['state'],
  );
  private readonly emergencies = this.counter(
    'break_glass_uses_total',
    'Requests with a key for emergencies',
    ['key'],
  );
  private readonly listeners = this.gauge('listeners', 'Open streams of server-sent events');
  private readonly queuesRead = this.gauge('reply_queues_read', 'Reply queues with a number read');
  private readonly queuesTaken = this.gauge(
    'reply_queues_taken',
    'Reply queues taken over from other replicas since the start',
  );

  /** The definitions that have series of their own. */
  private readonly definitions = new Set<string>();
  private countQueued: () => number = () => 0;
  private countListeners: () => number = () => 0;
  private replyQueues: Pick<ReplyQueues, 'numbersRead' | 'takenCount'> | null = null;
  private reading: Promise<void> | null = null;

  constructor(
    private readonly overview: OverviewQueries,
    private readonly logger: Logger,
  ) {
    const eventLoopMonitoringPrecision = LOOP_SAMPLE_MS;
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /**
   * The text for one scrape. While the database is away or slow the counters are still served, with
   * the database's figures from the last scrape that got any.
   */
  async collect(): Promise<string> {
    this.queue.set(this.countQueued());
    this.listeners.set(this.countListeners());
    this.queuesRead.set(this.replyQueues?.numbersRead.length ?? 0);
    this.queuesTaken.set(this.replyQueues?.takenCount ?? 0);
    const isInTime = await waitAtMost(this.readBacklog(), BACKLOG_WAIT_MS);
    if (!isInTime) this.databaseUp.set(0);
    return this.registry.metrics();
  }

  /** Never rejects. Simultaneous scrapes share one query. */
  private readBacklog(): Promise<void> {
    this.reading ??= this.askBacklog().finally(() => (this.reading = null));
    return this.reading;
  }

  private async askBacklog(): Promise<void> {
    try {
      this.setBacklog(await this.overview.backlog());
      this.databaseUp.set(1);
    } catch (error) {
      this.databaseUp.set(0);
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.warn({ reason }, 'no figures from the database for metrics');
    }
  }

  observeBatch(writes: BatchWrites): void {
    const changed = writes.starts.length + writes.updates.length;
    if (changed > 0) this.batchSize.observe(changed);
    this.transitions.inc(writes.history.length);
    for (const { state } of writes.starts) {
      this.started.inc({ definition: this.labelOf(state.definition.name) });
    }
    this.countAtRest(writes);
    for (const { reason } of writes.ignoredReplies) this.ignored.inc({ reason });
  }

  /** Counted by event rather than by status: a stuck saga may have further transitions. */
  private countAtRest({ starts, updates, history }: BatchWrites): void {
    const definitions = new Map(
      [...starts, ...updates].map(({ state }) => [state.id, state.definition.name]),
    );
    for (const { sagaId, events } of history) {
      for (const { type } of events) {
        const status = STATUS_BY_EVENT.get(type);
        const definition = definitions.get(sagaId);
        if (!status || definition === undefined) continue;
        this.atRest.inc({ definition: this.labelOf(definition), status });
      }
    }
  }

  /** A series stays until the process ends, so their number is limited. */
  private labelOf(definition: string): string {
    if (this.definitions.size < DEFINITION_LABELS_MAX) this.definitions.add(definition);
    return this.definitions.has(definition) ? definition : OTHER_DEFINITIONS;
  }

  observePurged(deadMessages: number): void {
    this.purged.inc(deadMessages);
  }

  observeRemembered(result: 'written' | 'outdated'): void {
    this.remembered.inc({ result });
  }

  observeStoreError(code: string): void {
    this.storeErrors.inc({ code });
  }

  /** Counts what envelopes carry one by one. */
  observePublishes(published: readonly Published[]): void {
    const counts = new Map<PublishOutcome, number>();
    for (const { outcome, carries } of published) {
      counts.set(outcome, (counts.get(outcome) ?? 0) + carries);
    }
    for (const [outcome, count] of counts) this.published.inc({ outcome }, count);
  }

  observeRequest(request: {
    readonly method: string;
    /** The route's pattern instead of the path. */
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void {
    const { method, route, status, seconds } = request;
    this.http.observe({ method, route, status: String(status) }, seconds);
  }

  countApproval(state: 'asked' | 'confirmed' | 'rejected' | 'withdrawn'): void {
    this.approvals.inc({ state });
  }

  /** `key`: its name in the settings. `uses` 0: it is there, so that its first use is a rise. */
  countBreakGlass(key: string, uses = 1): void {
    this.emergencies.inc({ key }, uses);
  }

  /** Inputs that wait for a batch or are in one, counted at each scrape. */
  watchQueue(countQueued: () => number): void {
    this.countQueued = countQueued;
  }

  /** Looked at with each scrape. */
  watchListeners(count: () => number): void {
    this.countListeners = count;
  }

  watchReplyQueues(queues: Pick<ReplyQueues, 'numbersRead' | 'takenCount'>): void {
    this.replyQueues = queues;
  }

  private setBacklog(backlog: Backlog): void {
    this.outbox.set(backlog.outbox);
    this.outboxAge.set((backlog.oldestOutboxAgeMs ?? 0) / 1000);
    this.timersDue.set(backlog.timersDue);
    this.timerLag.set((backlog.oldestTimerLagMs ?? 0) / 1000);
    this.dead.set(backlog.deadMessages);
    this.stuck.set(backlog.stuckSagas);
    this.paused.set(backlog.pausedSagas);
    this.pauses.set(backlog.pauses);
    this.automaticPauses.set(backlog.automaticPauses);
    this.keptEvents.set(backlog.keptEvents);
    this.keptBytes.set(backlog.keptEventBytes);
  }

  private counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name: PREFIX + name, help, registers: [this.registry] });
  }

  private histogram(
    name: string,
    help: string,
    shape: { readonly labelNames: string[]; readonly buckets: number[] },
  ): Histogram {
    return new Histogram({ name: PREFIX + name, help, ...shape, registers: [this.registry] });
  }
}

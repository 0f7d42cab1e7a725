import { type ParticipantLogger } from '#duties';
import type { MessageBus, OutgoingMessage, PublishOutcome } from '#bus';
import { backoffMs, OutageReport, pause } from '#resilience';
import { eventMessage } from './domain-event.js';
import type { ClaimedEvent, EventStore, EventTrouble } from './event-store.js';

export interface EventRelayOptions {
  readonly store: EventStore;
  readonly bus: MessageBus;
  readonly service: string;
  readonly prefix: string;
  readonly logger: ParticipantLogger;
  readonly pollIntervalMs: number;
}

/** How many are published with one call. */
const BATCH_MAX = 100;
/** Longer than a bus waits for confirms: another relay takes over from one that died. */
const LEASE_MS = 30_000;
const RETRY_BACK_OFF = { initialMs: 1_000, maxMs: 60_000 };
/** Longer than a healthy process keeps a message in memory. */
const HELD_MS = 3_600_000;

/**
 * Publishes the outbox, oldest event first, and deletes what the broker has confirmed. It runs
 * after each commit that wrote an event, when the bus reconnects, and periodically. Stopping it at
 * any point loses nothing: an event that was published and not yet deleted is published again with
 * the same id.
 */
export class EventRelay {
  private readonly stopping = new AbortController();
  private wake = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly options: EventRelayOptions) {}

  start(): void {
    this.options.bus.onStatus((status) => {
      if (status === 'connected') this.nudge();
    });
    this.loop = this.run();
  }

  /** Wakes the relay: something may be due. */
  nudge(): void {
    this.wake.abort();
  }

  /** Waits for events that are being published. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.nudge();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { store, logger, pollIntervalMs } = this.options;
    const outage = new OutageReport();
    let isReleased = false;
    for (let failures = 0; !this.stopping.signal.aborted;) {
      this.wake = new AbortController();
      try {
        if (!isReleased) await store.releaseHeld();
        isReleased = true;
        const isMore = await this.relayBatch();
        const awayForMs = outage.succeeded(performance.now());
        if (awayForMs !== null) logger.info({ failures, awayForMs }, 'events are relayed again');
        failures = 0;
        if (!isMore) await pause(pollIntervalMs, this.wake.signal);
      } catch (error) {
        const awayForMs = outage.failed(performance.now());
        const facts = { err: error, ...(failures > 0 && { failures, awayForMs }) };
        if (awayForMs !== null)
          logger.error(facts, 'events cannot be relayed; they stay in the outbox');
        await pause(backoffMs(++failures, RETRY_BACK_OFF), this.stopping.signal);
      }
    }
  }

  /** True: more may be due. */
  private async relayBatch(): Promise<boolean> {
    const { store, bus } = this.options;
    // Without its broker nothing is tried, and no try is counted.
    if (bus.status() !== 'connected') return false;
    const events = await store.claim(BATCH_MAX, LEASE_MS);
    if (events.length === 0) {
      if (!bus.durable) await store.removeHeld(HELD_MS);
      return false;
    }
    const unusable: ClaimedEvent[] = [];
    const good: ClaimedEvent[] = [];
    const messages: OutgoingMessage[] = [];
    for (const event of events) {
      const message = this.messageOf(event);
      (message === null ? unusable : good).push(event);
      if (message !== null) messages.push(message);
    }
    // its trouble makes it visible, and it is retried, since somebody may correct its row
    await this.delay(unusable, 'unsent');
    await this.settle(good, await bus.publish(messages));
    return true;
  }

  /** null: it cannot be published. The other events of its batch are not affected. */
  private messageOf(event: ClaimedEvent): OutgoingMessage | null {
    try {
      return eventMessage(event, this.options);
    } catch (error) {
      const { eventId, position } = event;
      const facts = { eventId, position, event: event.event.slice(0, 200), err: error };
      this.options.logger.error(
        facts,
        'an event of the outbox cannot be published: look at its row',
      );
      return null;
    }
  }

  private async settle(
    events: readonly ClaimedEvent[],
    outcomes: readonly PublishOutcome[],
  ): Promise<void> {
    const { store, bus } = this.options;
    const where = (isSo: (outcome: PublishOutcome, event: ClaimedEvent) => boolean) =>
      events.filter((event, index) => isSo(outcomes[index] ?? 'unknown', event));
    const confirmed = where((outcome) => outcome === 'confirmed');
    const unwanted = where((outcome, event) => outcome === 'unroutable' && !event.mustBeRouted);
    const unroutable = where((outcome, event) => outcome === 'unroutable' && event.mustBeRouted);
    const unsent = where((outcome) => outcome === 'unknown' || outcome === 'refused');
    if (!bus.durable) await store.hold(confirmed.map(({ position }) => position));
    const done = bus.durable ? [...confirmed, ...unwanted] : unwanted;
    await store.remove(done.map(({ position }) => position));
    await this.postpone(unroutable, 'unroutable');
    await this.postpone(unsent, 'unsent');
  }

  private async postpone(events: readonly ClaimedEvent[], trouble: EventTrouble): Promise<void> {
    if (events.length === 0) return;
    const names = [...new Set(events.map(({ event }) => event))];
    const reason =
      trouble === 'unroutable' ? 'no queue is bound to them' : 'the broker did not take them';
    const facts = { events: names, count: events.length, trouble };
    this.options.logger.warn(facts, `events are tried again later: ${reason}`);
    await this.delay(events, trouble);
  }

  private async delay(events: readonly ClaimedEvent[], trouble: EventTrouble): Promise<void> {
    await this.options.store.postpone(
      events.map(({ position, tries }) => ({
        position,
        trouble,
        delayMs: backoffMs(tries, RETRY_BACK_OFF),
      })),
    );
  }
}

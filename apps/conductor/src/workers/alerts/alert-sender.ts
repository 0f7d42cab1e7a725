import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { nextAttempt, type DeliveryOutcome } from '#alerts';
import { FloodGuard } from '#messaging';
import type { AlertStore } from '#persistence';
import { RepeatingTask, systemClock } from '#resilience';
import type { AlertReceivers } from './alert-receivers.js';

type DueDelivery = Awaited<ReturnType<AlertStore['claim']>>[number];

/** How often each replica asks for messages that are due; what it wrote itself it sends at once. */
const ASK_MS = 5_000;
/** Messages of one portion; each takes as long as its receiver. */
const TOGETHER_MAX = 10;
/** Longer than any attempt takes. */
const LEASE_MS = 60_000;
const ASKS_UNTIL_FORGETTING = 120;

/** Sends what is in the outbox of alerts: at least once, and again while a receiver is away. */
export class AlertSender implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: RepeatingTask;
  private readonly log: FloodGuard;
  private asks = 0;

  constructor(
    private readonly parts: {
      readonly store: Pick<AlertStore, 'claim' | 'settle' | 'forget'>;
      readonly receivers: AlertReceivers;
      readonly logger: Logger;
    },
  ) {
    this.log = new FloodGuard(parts.logger);
    this.task = new RepeatingTask(systemClock, () => this.run());
  }

  onApplicationBootstrap(): void {
    if (this.parts.receivers.names.length > 0) this.task.start(ASK_MS);
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  /** There is something to send. */
  hurry(): void {
    this.task.hurry(0);
  }

  private async run(): Promise<number> {
    const { store } = this.parts;
    try {
      const due = await store.claim(TOGETHER_MAX, LEASE_MS);
      await Promise.all(due.map((delivery) => this.deliver(delivery)));
      if (this.asks++ % ASKS_UNTIL_FORGETTING === 0) await store.forget();
      return due.length === TOGETHER_MAX ? 0 : ASK_MS;
    } catch (error) {
      this.log.warn({ err: error }, 'cannot send alerts');
      return ASK_MS;
    }
  }

  private async deliver(delivery: DueDelivery): Promise<void> {
    const outcome = await this.parts.receivers.send(delivery.route, delivery);
    const { store } = this.parts;
    if (outcome.type === 'sent') return store.settle(delivery.id, null, null);
    this.report(delivery, outcome);
    const next = nextAttempt(outcome, delivery);
    await store.settle(delivery.id, outcome.error, next === 'given-up' ? null : next.inMs);
  }

  private report(
    { id, route, tries }: DueDelivery,
    { type, error }: Exclude<DeliveryOutcome, { type: 'sent' }>,
  ): void {
    this.log.warn({ id, route, tries, type, error }, 'an alert was not delivered');
  }
}

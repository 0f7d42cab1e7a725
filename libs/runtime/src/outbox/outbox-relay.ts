import { participantTopology, type OutgoingMessage, type PublishOutcome } from '#bus';
import type { Outgoing } from '#engine';
import type { Clock, ReportFault } from '#resilience';
import type { OutboxEntry, SagaStore, SentMessages } from '#ports';
import { isLocal, type LocalDelivery } from '../children/local-messages.js';
import { LocalDeliveries, type LocalEntry } from './local-deliveries.js';
import type { Commit, MessageRelay } from './message-relay.js';
import { LEASED_MS, OutboxRows, type Undelivered } from './outbox-rows.js';
import type { RelayBus } from './relay-bus.js';
import { whyNotDeclared, whyUnsendable, withinLimits } from './undeliverable.js';
import { byParticipant, lateAfterMs, type WireEntry } from './wire-entry.js';
import { wireMessage } from './wire-message.js';

export interface OutboxRelayOptions {
  readonly bus: RelayBus;
  readonly store: SagaStore;
  readonly clock: Clock;
  readonly report: ReportFault;
  /** For messages from saga to saga. */
  readonly local: LocalDelivery;
  /** A command was confirmed late: resolves when its saga knows, in a transaction of its own. */
  readonly tellSent: (sagaId: string, messageId: string) => Promise<void>;
  /** The prefix of the names of exchanges and queues. */
  readonly prefix: string;
  /** Signs correlation ids. */
  readonly secret: string;
  /** The queue that is to take replies now; left out: the one that all replicas read. */
  readonly replyTo?: () => string;
  /** Messages on their way to the broker at most. Default 2,000. */
  readonly inFlightMax?: number;
  /** Wall clock for the message's timestamp, in ms since the epoch. Default `Date.now`. */
  readonly wallClock?: () => number;
}

type NewEntry = Pick<WireEntry, 'tries' | 'batch' | 'lateAt'> & { readonly message: Outgoing };

/** With more than this waiting, commands stay in the outbox and the sweeper publishes them. */
const WAITING_MAX = 20_000;
const PUBLISH_REFUSED = 'PUBLISH_REFUSED: see broker.refusals of GET /v1/admin/overview';
/** The least number to claim, even while messages between sagas exceed what is delivered. */
const SPARE_MIN = 50;

/**
 * Publishes committed messages from memory; confirmed ones leave the outbox. A message that it
 * loses or cannot deliver is still in the outbox: once the lease of its row has expired, a sweeper
 * returns it to the relay.
 */
export class OutboxRelay implements MessageRelay {
  private waiting: WireEntry[] = [];
  /** Waiting or on their way: a sweeper does not publish them a second time. */
  private readonly known = new Set<string>();
  /** Participants whose queue is known to be there. */
  private readonly ready = new Set<string>();
  private readonly declaring = new Map<string, Promise<void>>();
  private inFlight = 0;
  private isFlushScheduled = false;
  private idleWaiters: (() => void)[] = [];
  private readonly inFlightMax: number;
  private readonly wallClock: () => number;
  private readonly locals: LocalDeliveries;
  private readonly rows: OutboxRows;

  constructor(private readonly options: OutboxRelayOptions) {
    const { local, clock, report } = options;
    const onDone = (entry: LocalEntry, isDelivered: boolean) => this.endLocal(entry, isDelivered);
    this.locals = new LocalDeliveries({ local, clock, report, onDone });
    this.rows = new OutboxRows(options);
    this.inFlightMax = options.inFlightMax ?? 2000;
    this.wallClock = options.wallClock ?? Date.now;
    // what was committed a moment before need not wait for its lease
    options.bus.onStatus(() => this.scheduleFlush());
  }

  publish(messages: readonly Outgoing[], { at, batchId }: Commit): void {
    if (messages.length === 0) return;
    const now = this.options.clock.now();
    const batch = batchId === null ? null : this.rows.open(batchId, messages.length);
    for (const message of messages) {
      const entry = { message, tries: 0, batch, lateAt: now + lateAfterMs(message, at) };
      if (this.add(entry) !== 'added') this.rows.leave(entry);
    }
    this.scheduleFlush();
  }

  /** Entries whose lease had run out. Whether there was room for all of them. */
  publishClaimed(entries: readonly OutboxEntry[]): boolean {
    let hadRoom = true;
    for (const entry of entries) {
      if (this.add({ ...entry, batch: null, lateAt: -Infinity }) === 'full') hadRoom = false;
    }
    this.scheduleFlush();
    return hadRoom;
  }

  takeConfirmed(max: number): SentMessages {
    return this.rows.take(max);
  }

  giveBack(sent: SentMessages): void {
    this.rows.giveBack(sent);
  }

  /** How many more it would take right now. */
  get spare(): number {
    const spare = Math.max(0, this.inFlightMax - this.inFlight - this.waiting.length);
    // messages for the broker must not wait for messages between sagas
    return Math.min(spare, Math.max(this.locals.spare, SPARE_MIN));
  }

  /** Resolves when everything that it holds was published, and confirmed entries were deleted. */
  async drain(): Promise<void> {
    if (this.options.bus.status() !== 'connected') this.leave(this.waiting.splice(0));
    if (this.known.size > 0) {
      await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
    }
    await this.rows.drain();
  }

  /** `known`: it is waiting, or on its way. */
  private add(entry: NewEntry): 'added' | 'known' | 'full' {
    const { message, tries, ...rest } = entry;
    const { messageId } = message;
    if (this.known.has(messageId)) return 'known';
    if (this.waiting.length >= WAITING_MAX) return 'full';
    const leasedUntil = this.options.clock.now() + LEASED_MS;
    this.known.add(messageId);
    if (!isLocal(message)) this.waiting.push({ message, tries, leasedUntil, ...rest });
    else if (!this.locals.add({ tries, message })) {
      this.known.delete(messageId);
      return 'full';
    }
    return 'added';
  }

  /** Not with the broker, so that sagas reach each other while it is away. */
  private endLocal({ message }: LocalEntry, isDelivered: boolean): void {
    if (isDelivered) this.rows.confirm({ message, batch: null });
    this.release([{ message }]);
  }

  private scheduleFlush(): void {
    if (this.isFlushScheduled || this.waiting.length === 0) return;
    if (this.inFlight >= this.inFlightMax) return;
    this.isFlushScheduled = true;
    // after what is told of the same commit, and no later: a saga waits for its command
    queueMicrotask(() => {
      this.isFlushScheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    this.leaveToOthers();
    if (this.options.bus.status() !== 'connected') return;
    const batch = this.waiting.splice(0, this.inFlightMax - this.inFlight);
    const isReady = ({ message }: WireEntry): boolean =>
      message.type !== 'command' || this.ready.has(message.participant);
    const ready = batch.every(isReady) ? batch : batch.filter(isReady);
    this.inFlight += batch.length;
    void this.send(ready);
    if (ready === batch) return;
    for (const [participant, entries] of byParticipant(batch.filter((e) => !isReady(e)))) {
      void this.sendFirst(participant, entries);
    }
  }

  /** What waited for the broker for so long that another process may publish it. */
  private leaveToOthers(): void {
    const now = this.options.clock.now();
    // the oldest are first
    const kept = this.waiting.findIndex(({ leasedUntil }) => leasedUntil > now);
    this.leave(this.waiting.splice(0, kept === -1 ? this.waiting.length : kept));
  }

  /** Nobody may have declared this participant's queue yet. */
  private async sendFirst(participant: string, entries: readonly WireEntry[]): Promise<void> {
    try {
      await this.declare(participant);
    } catch (error) {
      this.options.report({ during: `declare the queue of ${participant}`, error });
      this.inFlight -= entries.length;
      const reason = whyNotDeclared(error);
      if (reason === null) this.leave(entries);
      else this.release(entries);
      this.scheduleFlush();
      if (reason === null) return;
      return this.rows.putOff(entries.map((entry) => ({ entry, reason })));
    }
    await this.send(entries);
  }

  private declare(participant: string): Promise<void> {
    let declaring = this.declaring.get(participant);
    if (!declaring) {
      const { bus, prefix } = this.options;
      declaring = bus
        .declare(participantTopology(prefix, participant))
        .then(() => void this.ready.add(participant))
        .finally(() => this.declaring.delete(participant));
      this.declaring.set(participant, declaring);
    }
    return declaring;
  }

  /** Never rejects. */
  private async send(entries: readonly WireEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const { prefix, secret, replyTo } = this.options;
    const answers = replyTo === undefined ? {} : { replyTo: replyTo() };
    const unsendable: Undelivered[] = [];
    const sendable: WireEntry[] = [];
    const messages: OutgoingMessage[] = [];
    for (const entry of entries) {
      try {
        const options = { prefix, secret, at: this.wallClock(), ...answers };
        messages.push(withinLimits(wireMessage(entry.message, options)));
        sendable.push(entry);
      } catch (error) {
        this.options.report({ during: 'make a message', error, sagaId: entry.message.sagaId });
        unsendable.push({ entry, reason: whyUnsendable(error) });
      }
    }
    const outcomes = await this.options.bus.publish(messages);
    this.inFlight -= entries.length;
    const { undelivered, late } = this.settle(sendable, outcomes);
    this.release(late.length === 0 ? entries : entries.filter((entry) => !late.includes(entry)));
    this.scheduleFlush();
    for (const entry of late) void this.tellSent(entry);
    await this.rows.putOff([...unsendable, ...undelivered]);
  }

  private settle(entries: readonly WireEntry[], outcomes: readonly PublishOutcome[]) {
    const undelivered: Undelivered[] = [];
    const late: WireEntry[] = [];
    const now = this.options.clock.now();
    entries.forEach((entry, index) => {
      const { message, lateAt } = entry;
      const outcome = outcomes[index] ?? 'unknown';
      if (outcome === 'confirmed') {
        if (now > lateAt && message.type === 'command') late.push(entry);
        else this.rows.confirm(entry);
      }
      if (outcome === 'unknown') this.rows.leave(entry);
      if (outcome === 'refused') undelivered.push({ entry, reason: PUBLISH_REFUSED });
      if (outcome !== 'unroutable') return;
      if (message.type === 'command') this.ready.delete(message.participant);
      undelivered.push({ entry, reason: 'UNROUTABLE' });
    });
    return { undelivered, late };
  }

  /** Never rejects. If telling the saga fails, the row stays and the command is published again. */
  private async tellSent(entry: WireEntry): Promise<void> {
    const { messageId, sagaId } = entry.message;
    try {
      await this.options.tellSent(sagaId, messageId);
      this.rows.confirm(entry);
      this.release([entry]);
    } catch (error) {
      this.options.report({ during: `tell that ${messageId} was sent`, error, sagaId });
      this.leave([entry]);
    }
  }

  /** They stay in the outbox, until their leases end. */
  private leave(entries: readonly WireEntry[]): void {
    for (const entry of entries) this.rows.leave(entry);
    this.release(entries);
  }

  /** What became of them is in the outbox. */
  private release(entries: readonly Pick<OutboxEntry, 'message'>[]): void {
    for (const { message } of entries) this.known.delete(message.messageId);
    if (this.known.size > 0) return;
    const waiters = this.idleWaiters;
    this.idleWaiters = [];
    for (const resolve of waiters) resolve();
  }
}

import { conductorNames, type Delivery } from '#bus';
import { parseIntake, type IntakeRequest } from '#contracts';
import { applyTrigger, definitionEmitting } from '#definition';
import { Backoff, RepeatingTask, RETRY_BOUNDS } from '#resilience';
import {
  isTransient,
  QueueWorker,
  type QueueWorkerOptions,
  type Unusable,
} from '../consuming/queue-worker.js';
import type { SignalRequest, SignalResult } from '../requests/pipeline-requests.js';
import type {
  AwaitedEventCatalog,
  AwaitedEvents,
  DefinitionCatalog,
  ParticipantDirectory,
} from '#ports';
import type { Pulse } from '../pulse/pulse.js';
import type { Senders } from '../senders/senders.js';
import { fingerprintOfStart } from '../starting/fingerprint.js';
import type { SagaStarter, StartRequest } from '../starting/saga-starter.js';
import { keepDescription, type DescriptionParts } from './description-intake.js';
import { EventKeeper } from './event-keeper.js';
import { whyNot } from './why-not.js';

export interface MessageIntakeOptions extends Pick<
  QueueWorkerOptions,
  'bus' | 'deadMessages' | 'report' | 'clock'
> {
  readonly pipeline: QueueWorkerOptions['pipeline'] & {
    signal(request: SignalRequest): Promise<SignalResult>;
    noteDue(): void;
  };
  readonly starter: SagaStarter;
  readonly catalog: DefinitionCatalog & AwaitedEventCatalog;
  readonly store: AwaitedEvents;
  readonly participants: ParticipantDirectory;
  readonly senders: Senders;
  readonly pulse: Pick<Pulse, 'onChange'>;
  readonly envelopes: DescriptionParts['envelopes'];
  /** The prefix of the names of exchanges and queues. */
  readonly prefix: string;
  /** Messages in hand at most. Default 200. */
  readonly prefetch?: number;
}

/**
 * Consumes the intake queue: starts, signals, events of services that start
 * sagas or that sagas wait for, and descriptions
 * of participants. A repeated message has no further effect. Unusable messages are set aside.
 */
export class MessageIntake {
  private readonly worker: QueueWorker;
  private readonly keeper: EventKeeper;
  private readonly eventsExchange: string;
  private readonly descriptionsExchange: string;
  private readonly listening: RepeatingTask;
  private readonly backoff: Backoff;
  private deafness: string | null = null;
  /** What definitions wait for, and when that was read, by the clock. */
  private events: readonly string[] = [];
  private readAt = -Infinity;

  constructor(private readonly options: MessageIntakeOptions) {
    this.listening = new RepeatingTask(options.clock, () => this.bindAgain());
    options.pulse.onChange(['definitions'], () => {
      this.readAt = -Infinity;
      this.listening.hurry(0);
    });
    const { catalog, store, pipeline } = options;
    this.keeper = new EventKeeper({ catalog, store, noteDue: () => pipeline.noteDue() });
    this.backoff = new Backoff(options.clock, RETRY_BOUNDS);
    const { intakeQueue, eventsExchange, descriptionsExchange } = conductorNames(options.prefix);
    this.eventsExchange = eventsExchange;
    this.descriptionsExchange = descriptionsExchange;
    this.worker = new QueueWorker({
      ...options,
      queue: intakeQueue,
      source: 'intake',
      prefetch: options.prefetch ?? 200,
      process: (delivery) => this.take(delivery),
    });
  }

  async start(): Promise<void> {
    await this.bindAll();
    await this.worker.start();
    // bind again: the broker may have lost its state
    this.options.bus.onStatus((status) => {
      if (status === 'connected') this.listening.hurry(0);
    });
    this.listening.start(this.readAt === -Infinity ? 0 : LISTEN_EVERY_MS);
  }

  async stop(): Promise<void> {
    await Promise.all([this.listening.stop(), this.worker.stop()]);
  }

  /** Why triggering events may not arrive; null: the broker has all of their bindings. */
  get whyDeaf(): string | null {
    return this.deafness;
  }

  /** Binds these events to the intake queue; a broker that is away gets the bindings later. */
  private async bind(events: readonly string[]): Promise<void> {
    if (events.length === 0) return;
    const { intakeQueue } = conductorNames(this.options.prefix);
    const bindings = events.map((event) => ({ exchange: this.eventsExchange, routingKey: event }));
    await this.options.bus.declare({ exchanges: [], queues: [{ name: intakeQueue, bindings }] });
  }

  /**
   * Binds the events to the intake queue. Never rejects: the definition is already stored, so the
   * binding is retried until it works, even if the broker refuses it or the bus is not open yet.
   */
  async listenTo(events: readonly string[]): Promise<void> {
    try {
      await this.bind(events);
    } catch (error) {
      this.options.report({ during: `listen to ${events.join(', ')}`, error });
      this.listening.hurry(RETRY_BOUNDS.initialMs);
    }
  }

  private async bindAll(): Promise<void> {
    const now = this.options.clock.now();
    if (now - this.readAt >= READ_EVERY_MS) await this.readEvents(now);
    await this.bind(this.events);
  }

  private async readEvents(now: number): Promise<void> {
    const { catalog } = this.options;
    // a change that is told of meanwhile asks for another look
    this.readAt = now;
    try {
      const events = await Promise.all([catalog.triggerEvents(), catalog.awaitedEvents()]);
      this.events = [...new Set(events.flat())];
    } catch (error) {
      this.readAt = -Infinity;
      throw error;
    }
  }

  /** Never rejects. */
  private async bindAgain(): Promise<number> {
    try {
      await this.bindAll();
      this.deafness = null;
      this.backoff.reset();
      return LISTEN_EVERY_MS;
    } catch (error) {
      // an absent database is reported elsewhere, and removes no binding
      if (!isTransient(error)) this.deafness = String(error);
      this.options.report({ during: 'listen to events', error });
      return this.backoff.nextDelayMs();
    }
  }

  /** Takes a message as it comes off the queue, or again; null: it was taken. */
  async take(delivery: Delivery): Promise<Unusable | null> {
    const { eventsExchange, descriptionsExchange } = this;
    const check = parseIntake(delivery, { eventsExchange, descriptionsExchange });
    if (!check.ok) return { reason: check.reason, detail: check.detail, sagaId: null };
    const { request } = check;
    switch (request.type) {
      case 'start':
        return this.startSaga(request);
      case 'signal':
        return this.signal(request);
      case 'describe':
        return keepDescription(request, this.options);
      case 'event':
        return this.event(request);
      default:
        return request satisfies never;
    }
  }

  private async startSaga(
    request: Extract<IntakeRequest, { type: 'start' }>,
  ): Promise<Unusable | null> {
    const { definition, version, key, input, id, trace } = request;
    const start = { definition, version, key, input };
    const fingerprint = fingerprintOfStart(start);
    const outcome = await this.options.starter.start({
      ...start,
      fingerprint,
      trace,
      idempotencyKey: keyOfMessage(id),
    });
    return whyNot(outcome, start);
  }

  private async signal(
    request: Extract<IntakeRequest, { type: 'signal' }>,
  ): Promise<Unusable | null> {
    const { sagaId, name, payload, id } = request;
    const result = await this.options.pipeline.signal({
      sagaId,
      name,
      payload,
      idempotencyKey: keyOfMessage(id),
    });
    if (result.type === 'accepted') return null;
    if (result.type === 'rejected') {
      const faults = result.faults.map(({ path, message }) => `; ${path || '/'} ${message}`);
      const detail = `${result.detail}${faults.join('')}`.slice(0, 2000);
      return { reason: result.code, detail, sagaId };
    }
    return { reason: 'SAGA_NOT_FOUND', detail: 'there is no such saga', sagaId: null };
  }

  /** Sagas it starts, and sagas that wait for it. Repeated, it has no further effect. */
  private async event(told: TellingEvent): Promise<Unusable | null> {
    const unstarted = await this.trigger(told);
    const faults = await this.keeper.keep(told);
    if (faults.length === 0) return unstarted;
    const details = unstarted === null ? faults : [unstarted.detail, ...faults];
    const detail = details.join('; ').slice(0, 2000);
    return { reason: unstarted?.reason ?? 'EVENT_NOT_KEPT', detail, sagaId: null };
  }

  /** Starts each definition independently: a failed start does not stop another. */
  private async trigger(told: TellingEvent): Promise<Unusable | null> {
    const { event } = told;
    const faults: string[] = [];
    const listeners = await this.options.catalog.triggeredBy(event);
    const { generation } = descentOf(told);
    if (listeners.length > 0 && generation > GENERATIONS_MAX) return triggerLoop(event);
    // if all are retired, the event is stored for a person; else the live ones start
    const live = listeners.filter(({ isRetired }) => !isRetired);
    for (const listener of live.length > 0 ? live : listeners) {
      const fault = await this.startBy(told, listener);
      if (fault !== null) faults.push(`${listener.name}@${listener.version}: ${fault}`);
    }
    if (faults.length === 0) return null;
    return { reason: 'TRIGGER_FAILED', detail: faults.join('; ').slice(0, 2000), sagaId: null };
  }

  /** Why no saga was started; null: one was. */
  private async startBy(told: TellingEvent, { name, version }: Triggered): Promise<string | null> {
    const { event, data, trace } = told;
    const { catalog, starter, report } = this.options;
    try {
      const definition = await catalog.load(name, version);
      if (!definition?.trigger) return null;
      const start = applyTrigger(definition.trigger, data);
      if ('error' in start) return `${start.error.code}: ${start.error.message}`;
      const outcome = await starter.start({
        definition: name,
        version,
        ...start,
        fingerprint: null,
        trace,
        idempotencyKey: `event:${event}:${name}:${start.key}`,
        ...descentOf(told),
      });
      const fault = whyNot(outcome, { definition: name, version });
      return fault && `${fault.reason}: ${fault.detail}`;
    } catch (error) {
      if (isTransient(error)) throw error;
      report({ during: `start ${name}@${version} by ${event}`, error });
      return String(error);
    }
  }
}

/** How often all events are bound again, which finds out whether they can be. */
const LISTEN_EVERY_MS = 30_000;
/** The pulse tells of changes; only not of those that were made with the triggers off. */
const READ_EVERY_MS = 300_000;
/** The longest chain of sagas that start each other by their events. */
const GENERATIONS_MAX = 16;

/** In a namespace of its own, as keys of calls (`rest:`) and of events (`event:`) are. */
function keyOfMessage(id: string): string {
  return `message:${id}`;
}

type Triggered = Awaited<ReturnType<DefinitionCatalog['triggeredBy']>>[number];
type Descent = Pick<StartRequest, 'origin'> & { readonly generation: number };
type TellingEvent = Extract<IntakeRequest, { type: 'event' }>;

/**
 * The descent of what the event starts: one generation later, in the same family, if a saga told
 * or published it. A saga's event has an origin; life-cycle events of an older version have none.
 */
function descentOf({ event, generation, origin }: TellingEvent): Descent {
  if (definitionEmitting(event) === null && origin === null) return { generation: 0 };
  return { generation: generation + 1, ...(origin === null ? {} : { origin }) };
}

function triggerLoop(event: string): Unusable {
  const detail =
    `${event} is told by the ${GENERATIONS_MAX}th of sagas that started each other by what is ` +
    'told of them: no further one is started';
  return { reason: 'TRIGGER_LOOP', detail, sagaId: null };
}

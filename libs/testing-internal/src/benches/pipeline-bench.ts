import type { Correlation } from '#contracts';
import { nextWakeAt, type Command, type Outgoing, type ReplyOutcome } from '#engine';
import { type JsonValue } from '#protocol';
import {
  TransitionPipeline,
  type MessageRelay,
  type PipelineOptions,
  type ReplyRequest,
  type ResolvedStart,
} from '#runtime';
import type { SentMessages } from '#ports';
import { type Fault } from '#resilience';
import { ManualClock } from '../manual-clock.js';
import { MemorySagaStore } from '../store/memory-saga-store.js';
import { compile } from '#testing-sagas';

const DOCUMENT = {
  name: 'order',
  steps: [
    { name: 'create', command: 'order.create', compensation: 'order.cancel', timeout: '10s' },
    { name: 'charge', command: 'payment.charge', compensation: 'payment.refund', timeout: '10s' },
  ],
};

const BEGIN_AT = Date.UTC(2030, 0, 1);

function noneSent(): { readonly batchIds: string[]; readonly messageIds: string[] } {
  return { batchIds: [], messageIds: [] };
}

/** What was handed to the relay. */
export class RecordingRelay implements MessageRelay {
  readonly messages: Outgoing[] = [];
  private unconfirmed = noneSent();
  private confirmed = noneSent();

  publish(...[messages, { batchId }]: Parameters<MessageRelay['publish']>): void {
    this.messages.push(...messages);
    const { batchIds, messageIds } = this.unconfirmed;
    if (batchId !== null) batchIds.push(batchId);
    else messageIds.push(...messages.map(({ messageId }) => messageId));
  }

  /** The broker has all of them. */
  confirmAll(): void {
    this.giveBack(this.unconfirmed);
    this.unconfirmed = noneSent();
  }

  /** Commands among the messages. */
  get published(): readonly Command[] {
    return this.messages.filter((message) => message.type === 'command');
  }

  takeConfirmed(max: number): SentMessages {
    const { batchIds, messageIds } = this.confirmed;
    return { batchIds: batchIds.splice(0, max), messageIds: messageIds.splice(0, max) };
  }

  giveBack({ messageIds, batchIds }: SentMessages): void {
    this.confirmed.messageIds.push(...messageIds);
    this.confirmed.batchIds.push(...batchIds);
  }
}

/** A pipeline over a store in memory and a clock that stands still. */
export class PipelineBench {
  readonly clock = new ManualClock();
  readonly store = new MemorySagaStore({ now: () => this.at });
  readonly relay = new RecordingRelay();
  readonly faults: Fault[] = [];
  readonly definition: ReturnType<typeof compile>;
  /** Whether the definition can be found by those who look for it. */
  hasDefinition = true;
  readonly pipeline: TransitionPipeline;

  /** `document`: what its sagas are of. */
  constructor({
    document = DOCUMENT,
    ...options
  }: Partial<PipelineOptions> & { readonly document?: object } = {}) {
    this.definition = compile(document);
    this.pipeline = new TransitionPipeline({
      store: this.store,
      definitions: { load: async () => (this.hasDefinition ? this.definition : null) },
      relay: this.relay,
      clock: this.clock,
      report: (fault) => this.faults.push(fault),
      lanes: 1,
      ...options,
    });
  }

  /** The database's clock. */
  get at(): number {
    return BEGIN_AT + this.clock.now();
  }

  startRequest(part: Partial<ResolvedStart> = {}): ResolvedStart {
    const { definition } = this;
    const none = { key: null, idempotencyKey: null, fingerprint: null };
    return { definition, input: { orderId: 'o-1' }, ...none, ...part };
  }

  /** Gives the saga's id. */
  async start(part: Partial<ResolvedStart> = {}): Promise<string> {
    const result = await this.pipeline.start(this.startRequest(part));
    if (result.type === 'definition-changed') throw new Error(result.type);
    if (result.type === 'over-limit') throw new Error(result.detail);
    return result.type === 'created' ? result.state.id : result.sagaId;
  }

  wakeAtOf(sagaId: string): number | null {
    return this.store.sagas.get(sagaId)?.wakeAt ?? null;
  }

  nextTimerOf(sagaId: string): number | null {
    const state = this.store.stateOf(sagaId);
    return state === null ? null : nextWakeAt(state);
  }

  versionsOf(sagaId: string): readonly number[] {
    const entries = this.store.history.filter((entry) => entry.sagaId === sagaId);
    return entries.map(({ version }) => version);
  }
}

/** A reply to an attempt of one of the sagas of the bench. */
export function replyTo(
  sagaId: string,
  step: string,
  part: Partial<Correlation> & {
    readonly outcome?: ReplyOutcome;
    readonly output?: JsonValue;
  } = {},
): ReplyRequest {
  const { outcome, output = null, ...rest } = part;
  const attempt = { iteration: 0, direction: 'execute', attempt: 1 } as const;
  return {
    correlation: { sagaId, step, ...attempt, ...rest },
    outcome: outcome ?? { type: 'succeeded', output },
    body: Buffer.from('{}'),
    properties: {},
  };
}

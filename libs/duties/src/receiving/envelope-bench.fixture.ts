import { RecordedLog, ScriptedBus, type ScriptedDelivery } from '#testing-internal';
import {
  commandMessage,
  openReplies,
  packCommands,
  parseReply,
  type ParsedCommand,
  type ReplyOutcome,
} from '#contracts';
import type { Delivery, OutgoingMessage } from '#bus';
import { CommandConsumer, type Batches } from './command-consumer.js';

const SECRET = 'secret';
const DEAD = 'conductor.dead';
export const COMMANDS_TYPE = 'application/vnd.conductor.commands+json';
export const SUCCEEDED: ReplyOutcome = { type: 'succeeded', output: {} };

/** A participant on a scripted bus. Its handlers end when the test says so; quick ones at once. */
export class EnvelopeBench {
  readonly bus = new ScriptedBus();
  private readonly closing = new AbortController();
  /** Commands at work, by message id, and how each is ended. */
  readonly atWork = new Map<string, (outcome: ReplyOutcome | null) => void>();
  mostAtWork = 0;

  static async start({
    concurrency = 100,
    quick = false,
    batches,
  }: {
    readonly concurrency?: number;
    readonly quick?: boolean;
    readonly batches?: Batches;
  } = {}): Promise<EnvelopeBench> {
    const bench = new EnvelopeBench();
    const consumer = new CommandConsumer({
      participant: 'payment',
      queue: 'conductor.commands.payment',
      prefix: 'conductor',
      bus: bench.bus,
      logger: new RecordedLog(),
      signal: bench.closing.signal,
      prefetch: 20,
      concurrency,
      ...(batches ? { batches } : {}),
      answer: (command) => (quick ? Promise.resolve(SUCCEEDED) : bench.work(command)),
    });
    await consumer.start();
    return bench;
  }

  close(): void {
    this.closing.abort();
  }

  deliver(commands: readonly OutgoingMessage[], deliveryCount = 0): ScriptedDelivery {
    const [parcel] = packCommands(commands, () => 200);
    const { body, properties } = parcel?.message ?? {};
    return this.bus.deliver({ body, properties, deliveryCount } as never);
  }

  /** An envelope of these elements, whatever they are. */
  deliverText(elements: readonly string[]): ScriptedDelivery {
    return this.deliverBody(`{"commands":[${elements.join(',')}]}`);
  }

  deliverBody(body: string): ScriptedDelivery {
    const properties = { contentType: COMMANDS_TYPE, replyTo: 'q' };
    return this.bus.deliver({ body: Buffer.from(body), properties });
  }

  end(id: string, outcome: ReplyOutcome | null = SUCCEEDED): void {
    this.atWork.get(id)?.(outcome);
  }

  /** By message that is no dead letter: whose replies it carries, and their outcomes. */
  answers(): readonly (readonly string[])[] {
    return this.bus.published.filter(({ exchange }) => exchange !== DEAD).map(readReplies);
  }

  dead(): readonly OutgoingMessage[] {
    return this.bus.published.filter(({ exchange }) => exchange === DEAD);
  }

  private work({ messageId }: ParsedCommand): Promise<ReplyOutcome | null> {
    return new Promise((resolve) => {
      this.atWork.set(messageId, (outcome) => {
        this.atWork.delete(messageId);
        resolve(outcome);
      });
      this.mostAtWork = Math.max(this.mostAtWork, this.atWork.size);
    });
  }
}

function readReplies(message: OutgoingMessage): readonly string[] {
  const properties = { headers: {}, ...message.properties };
  const delivery: Delivery = { ...message, properties, deliveryCount: 0, ack: () => undefined };
  return openReplies(delivery).map((each) => {
    const check = parseReply(each, { secrets: SECRET });
    return check.ok ? `${check.correlation.sagaId} ${check.outcome.type}` : check.reason;
  });
}

/** The first attempt at a command of a saga; its message has the saga's id. */
export function command(id: string): OutgoingMessage {
  return commandMessage(
    {
      messageId: id,
      sagaId: id,
      step: 'pay',
      iteration: 0,
      attempt: 1,
      direction: 'execute',
      definition: { name: 'order', version: 1 },
      participant: 'payment',
      command: 'payment.authorize',
      data: { id },
      firstIssuedAt: 0,
      dueAt: 30_000,
    },
    { prefix: 'conductor', secret: SECRET, at: 0 },
  );
}

export const ids = (count: number) => Array.from({ length: count }, (_, index) => `s-${index}`);

/** An element of an envelope, as the conductor writes it. */
export function element(id: string, more: object = {}): string {
  const { body, properties } = command(id);
  const { headers, correlationId, messageId } = properties;
  const packet = JSON.parse(body.toString()) as object;
  return JSON.stringify({ headers, correlationId, messageId, ...packet, ...more });
}

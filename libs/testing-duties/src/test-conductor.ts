import { eventually } from '#testing-internal';
import { randomUUID } from 'node:crypto';
import {
  commandMessage,
  openReplies,
  packCommands,
  parseReply,
  type OutgoingCommand,
  type ReplyOutcome,
  type TraceContext,
} from '#contracts';
import {
  conductorNames,
  conductorTopology,
  participantTopology,
  type Delivery,
  type MessageBus,
  type OutgoingMessage,
  type Topology,
} from '#bus';
import { type JsonValue } from '#protocol';
import { v7 } from 'uuid';

const SECRET = 'a secret of the tests';

export function mergedTopology(prefix: string): Topology {
  const ours = conductorTopology(prefix);
  const theirs = participantTopology(prefix, DEFAULTS.participant);
  return { exchanges: ours.exchanges, queues: [...ours.queues, ...theirs.queues] };
}

export interface TestCommand extends Partial<OutgoingCommand> {
  readonly data?: JsonValue;
  /** When it was published. Default: now. */
  readonly at?: number;
  /** The start of the saga. Default: none. */
  readonly trace?: TraceContext;
}

/** Sends commands as the conductor does, alone or in envelopes, and keeps every reply. */
export class TestConductor {
  /** By message id. */
  readonly replies: {
    readonly messageId: string;
    readonly outcome: ReplyOutcome;
    readonly forwarded: boolean;
  }[] = [];

  /** Messages to the reply queue: how many replies each carried. */
  readonly carried: number[] = [];

  /** The message ids of commands, by correlation id: a reply in an envelope has no other. */
  private readonly sent = new Map<string, string>();

  private constructor(
    private readonly bus: MessageBus,
    private readonly prefix: string,
    private readonly companions?: () => readonly [TestCommand, TestCommand],
  ) {}

  /** `companions`: what each command that is sent alone has before and after it in an envelope. */
  static async open(
    bus: MessageBus,
    prefix: string,
    companions?: () => readonly [TestCommand, TestCommand],
  ): Promise<TestConductor> {
    const conductor = new TestConductor(bus, prefix, companions);
    await bus.declare(mergedTopology(prefix));
    const { repliesQueue } = conductorNames(prefix);
    await bus.consume(repliesQueue, { prefetch: 100 }, (message) => {
      const opened = openReplies(message);
      conductor.carried.push(opened.length);
      for (const delivery of opened) conductor.take(delivery);
    });
    return conductor;
  }

  private take({ properties, ack, ...delivery }: Delivery): void {
    const check = parseReply({ ...delivery, properties }, { secrets: SECRET });
    const { messageId, correlationId = '' } = properties;
    const unreadable = { code: 'UNREADABLE', message: 'the reply cannot be read' };
    this.replies.push({
      messageId: messageId ?? `${this.sent.get(correlationId)}.reply`,
      outcome: check.ok ? check.outcome : { type: 'errored', error: unreadable },
      forwarded: check.ok && check.forwarded === true,
    });
    ack();
  }

  /** Publishes it and waits for the broker, but not for the answer. Returns its message id. */
  async publish(command: TestCommand): Promise<string> {
    const [before, after] = this.companions?.() ?? [];
    const all = before && after ? [before, command, after] : [command];
    const messageIds = await this.publishTogether(all);
    return messageIds[all.indexOf(command)] ?? '';
  }

  /** The same for several at once, in as few envelopes as take them. */
  async publishTogether(commands: readonly TestCommand[]): Promise<readonly string[]> {
    const messages = commands.map((command) => this.messageOf(command));
    const parcels = packCommands(messages, () => 200);
    const outcomes = await this.bus.publish(parcels.map(({ message }) => message));
    const failed = outcomes.find((outcome) => outcome !== 'confirmed');
    if (failed !== undefined) throw new Error(`a command is ${failed}`);
    return messages.map(({ properties }) => properties.messageId ?? '');
  }

  private messageOf(command: TestCommand): OutgoingMessage {
    const { at = Date.now(), trace, ...given } = command;
    const messageId = command.messageId ?? randomUUID();
    const message = commandMessage(
      { ...DEFAULTS, sagaId: v7(), firstIssuedAt: at, dueAt: at + 30_000, ...given, messageId },
      { prefix: this.prefix, secret: SECRET, at, ...(trace === undefined ? {} : { trace }) },
    );
    this.sent.set(message.properties.correlationId ?? '', messageId);
    return message;
  }

  /** Publishes it and returns its answer. */
  async send(command: TestCommand): Promise<ReplyOutcome> {
    return this.answerTo(await this.publish(command));
  }

  async answerTo(messageId: string): Promise<ReplyOutcome> {
    const [first] = await this.answersTo(messageId, 1);
    return first as ReplyOutcome;
  }

  /** The first `count` answers to one message. */
  async answersTo(messageId: string, count: number): Promise<ReplyOutcome[]> {
    const found = await eventually(
      () => this.replies.filter((reply) => reply.messageId === `${messageId}.reply`),
      (replies) => replies.length >= count,
    );
    return found.map(({ outcome }) => outcome);
  }
}

const DEFAULTS = {
  definition: { name: 'order-fulfilment', version: 1 },
  participant: 'payment',
  command: 'payment.authorize',
  step: 'authorizePayment',
  iteration: 0,
  direction: 'execute',
  attempt: 1,
  data: { amount: 10 } as JsonValue,
} as const;

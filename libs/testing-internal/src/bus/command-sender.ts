import { commandMessage, parseReply, type ReplyOutcome } from '#contracts';
import { conductorNames, conductorTopology, type BusConsumer, type MessageBus } from '#bus';
import { type JsonValue } from '#protocol';
import { randomUUID } from 'node:crypto';
import { PATIENCE_MS } from '../eventually.js';

const SECRET = 'a secret of the tests';

/** A command as a test describes it; what is left out is as in a saga's first attempt. */
export interface SentCommand {
  /** `payment.authorize` */
  readonly command: string;
  readonly data: JsonValue;
  readonly sagaId: string;
  /** Default: the command's last part. A compensation names the step that it undoes. */
  readonly step?: string;
  readonly direction?: 'execute' | 'compensate' | 'inquire';
  /** Default 0; another iteration has another idempotency key. */
  readonly iteration?: number;
  readonly attempt?: number;
  /** When the first attempt was sent, in ms since the epoch. Default: now. */
  readonly firstIssuedAt?: number;
}

/** Sends commands to a participant as the conductor does, and returns its answers. */
export class CommandSender {
  private readonly waiting = new Map<string, (outcome: ReplyOutcome) => void>();
  private sent = 0;
  private consumer: BusConsumer | null = null;

  private constructor(
    private readonly bus: MessageBus,
    private readonly prefix: string,
  ) {}

  /** Uses an open bus, which the caller closes. */
  static async open(bus: MessageBus, prefix: string): Promise<CommandSender> {
    const sender = new CommandSender(bus, prefix);
    await bus.declare(conductorTopology(prefix));
    sender.consumer = await bus.consume(
      conductorNames(prefix).repliesQueue,
      { prefetch: 100 },
      (delivery) => {
        const check = parseReply(delivery, { secrets: SECRET });
        delivery.ack();
        const replyId = delivery.properties.messageId ?? '';
        if (check.ok) sender.waiting.get(replyId)?.(check.outcome);
      },
    );
    return sender;
  }

  /**
   * Sending it again makes a duplicate of the same attempt. Rejects without an answer within 20 s.
   */
  send(command: SentCommand): Promise<ReplyOutcome> {
    const { answer } = this.sendWithoutWaiting(command);
    return answer;
  }

  /** For a command that gets no answer: `isOnQueue` resolves once the broker has it. */
  sendWithoutWaiting(command: SentCommand): {
    readonly isOnQueue: Promise<void>;
    readonly answer: Promise<ReplyOutcome>;
  } {
    this.sent += 1;
    const messageId = `test-${this.sent}`;
    const answer = this.waitForReply(`${messageId}.reply`, command);
    const message = commandMessage(toOutgoing(command, messageId), {
      prefix: this.prefix,
      secret: SECRET,
      at: Date.now(),
    });
    const isOnQueue = this.bus.publish([message]).then(([outcome]) => {
      if (outcome !== 'confirmed') throw new Error(`${command.command} is ${outcome}`);
    });
    answer.catch(() => undefined); // told by the promise below, unless the broker refused it first
    return { isOnQueue, answer: isOnQueue.then(() => answer) };
  }

  async close(): Promise<void> {
    await this.consumer?.cancel();
  }

  private waitForReply(replyId: string, command: SentCommand): Promise<ReplyOutcome> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(replyId);
        reject(new Error(`no answer to ${JSON.stringify(command)}`));
      }, PATIENCE_MS);
      timer.unref();
      this.waiting.set(replyId, (outcome) => {
        clearTimeout(timer);
        this.waiting.delete(replyId);
        resolve(outcome);
      });
    });
  }
}

function toOutgoing(sent: SentCommand, messageId: string) {
  const [participant = '', lastPart = ''] = sent.command.split('.');
  return {
    messageId,
    sagaId: sent.sagaId,
    definition: { name: 'test', version: 1 },
    step: sent.step ?? lastPart,
    iteration: sent.iteration ?? 0,
    direction: sent.direction ?? 'execute',
    attempt: sent.attempt ?? 1,
    participant,
    command: sent.command,
    data: sent.data,
    firstIssuedAt: sent.firstIssuedAt ?? Date.now(),
    dueAt: Date.now() + 30_000,
  };
}

/** An id for a new saga. */
export function newSagaId(): string {
  return randomUUID();
}

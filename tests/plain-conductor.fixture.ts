import { commandMessage, parseReply, type OutgoingCommand, type ReplyOutcome } from '#contracts';
import {
  conductorNames,
  conductorTopology,
  participantTopology,
  type OutgoingMessage,
  type Topology,
} from '#bus';
import { type JsonValue } from '#protocol';
import { RabbitBus } from '#messaging';
import { brokerUrl, uniquePrefix } from '#testing-internal';
import { connect } from 'amqplib';
import { randomUUID } from 'node:crypto';

const SECRET = 'a secret of the tests';
/** A command may wait for a program that a busy machine loads for half a minute. */
const PATIENCE_MS = 100_000;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

export interface PlainCommand extends Partial<OutgoingCommand> {
  readonly command: string;
  readonly data?: JsonValue;
  readonly sagaId: string;
  readonly step: string;
  /** When it was published, in ms since the epoch. Default: now. */
  readonly at?: number;
}

/**
 * The conductor's side of the wire, for participants that have no library of ours: it goes by the
 * correlation id alone, which is all that they have to echo.
 */
export class PlainConductor {
  readonly prefix = uniquePrefix();
  readonly bus = new RabbitBus({ url: brokerUrl(), name: 'test-conductor', log: silent });
  private readonly waiting = new Map<string, ((outcome: ReplyOutcome) => void)[]>();

  private constructor(private readonly participant: string) {}

  static async open(participant: string): Promise<PlainConductor> {
    const conductor = new PlainConductor(participant);
    const { bus, prefix, waiting } = conductor;
    await bus.open(conductor.topology());
    await bus.consume(conductorNames(prefix).repliesQueue, { prefetch: 10 }, (delivery) => {
      const check = parseReply(delivery, { secrets: SECRET });
      delivery.ack();
      const { correlationId = '' } = delivery.properties;
      if (check.ok) waiting.get(correlationId)?.shift()?.(check.outcome);
    });
    return conductor;
  }

  /** Rejects when no answer comes in 100 s. */
  async send(command: PlainCommand): Promise<ReplyOutcome> {
    const { answer } = await this.ask(command);
    return answer;
  }

  /** Resolves when the broker has it; the answer comes later, or not at all in 100 s. */
  async ask(command: PlainCommand): Promise<{ readonly answer: Promise<ReplyOutcome> }> {
    const message = this.messageOf(command);
    const { correlationId = '' } = message.properties;
    const answer = new Promise<ReplyOutcome>((resolve, reject) => {
      const error = new Error(`no answer to ${JSON.stringify(command)}`);
      const timer = setTimeout(() => reject(error), PATIENCE_MS);
      const take = (outcome: ReplyOutcome) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      this.waiting.set(correlationId, [...(this.waiting.get(correlationId) ?? []), take]);
    });
    // whoever has no use for it is not told that it did not come
    answer.catch(() => {});
    const [outcome] = await this.bus.publish([message]);
    if (outcome !== 'confirmed') throw new Error(`${command.command} is ${outcome}`);
    return { answer };
  }

  /** The next description that a participant gave of itself; null: none waits. */
  async takeDescription(): Promise<unknown> {
    const connection = await connect(brokerUrl());
    const channel = await connection.createChannel();
    const found = await channel.get(conductorNames(this.prefix).intakeQueue, { noAck: true });
    await connection.close();
    return found === false
      ? null
      : (JSON.parse(found.content.toString()) as { data: unknown }).data;
  }

  /** Leaves nothing on the broker: each quorum queue keeps files open there. */
  async close(): Promise<void> {
    await this.bus.close();
    const connection = await connect(brokerUrl());
    const channel = await connection.createChannel();
    const { queues, exchanges } = this.topology();
    for (const { name } of queues) await channel.deleteQueue(name);
    for (const { name } of exchanges) await channel.deleteExchange(name);
    await connection.close();
  }

  private topology(): Topology {
    const ours = conductorTopology(this.prefix);
    const theirs = participantTopology(this.prefix, this.participant);
    return { exchanges: ours.exchanges, queues: [...ours.queues, ...theirs.queues] };
  }

  private messageOf(command: PlainCommand): OutgoingMessage {
    const { at = Date.now(), ...given } = command;
    const outgoing = {
      data: {},
      direction: 'execute',
      attempt: 1,
      iteration: 0,
      definition: { name: 'test', version: 1 },
      participant: this.participant,
      messageId: randomUUID(),
      firstIssuedAt: at,
      dueAt: at + 30_000,
      ...given,
    } as const;
    return commandMessage(outgoing, { prefix: this.prefix, secret: SECRET, at });
  }
}

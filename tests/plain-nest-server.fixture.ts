import { setTimeout as delay } from 'node:timers/promises';
import { RmqContext, ServerRMQ, type IncomingResponse } from '@nestjs/microservices';
import type { Channel, Message } from 'amqplib';

/** Answers every command, whatever throws, and acknowledges it once the broker has the answer. */
export class CommandServer extends ServerRMQ {
  private readonly answering = new Set<Promise<void>>();

  override async handleMessage(delivery: object | null, channel: Channel): Promise<void> {
    if (delivery === null) return;
    try {
      await super.handleMessage(delivery, channel);
    } catch (error) {
      // Thrown before the handler, or by a filter: Nest itself would only log it.
      this.handleError(String(error));
      const { replyTo, correlationId } = (delivery as Message).properties as Answerable;
      const context = new RmqContext([delivery, channel, '']);
      this.sendMessage({ ...FAILED, id: '' }, replyTo, correlationId, context);
    }
  }

  override sendMessage<T = Partial<IncomingResponse>>(
    packet: T,
    replyTo: string | undefined,
    correlationId: string,
    context: RmqContext,
  ): void {
    const answer = packet as Partial<IncomingResponse>;
    const answering = this.answer(answer, replyTo, correlationId, context)
      // The connection is lost: the command is delivered again on the next one.
      .catch((error: unknown) => this.handleError(String(error)))
      .finally(() => this.answering.delete(answering));
    this.answering.add(answering);
  }

  /** What is being answered is acknowledged first: it would be delivered again. */
  override async close(): Promise<void> {
    const lost = delay(CLOSE_WAIT_MS, undefined, { ref: false });
    await Promise.race([Promise.all(this.answering), lost]);
    await super.close();
  }

  private async answer(
    packet: Partial<IncomingResponse>,
    replyTo: string | undefined,
    correlationId: string,
    context: RmqContext,
  ): Promise<void> {
    const channel = context.getChannelRef() as Channel;
    const message = context.getMessage() as Message;
    // No command: there is nobody to tell.
    if (!replyTo) return channel.reject(message, false);
    // Resolves when the broker has confirmed it.
    const options = { correlationId, persistent: true, contentType: 'application/json' };
    await this.channel.sendToQueue(replyTo, Buffer.from(textOf(packet)), options);
    // What has no handler was settled by Nest, and is not disposed.
    if (packet.isDisposed) channel.ack(message);
  }
}

type Answerable = Readonly<Record<'replyTo' | 'correlationId', string>>;
/** A lost connection confirms nothing. */
const CLOSE_WAIT_MS = 5_000;
const FAILED = { err: { status: 'error', message: 'Internal server error' }, isDisposed: true };

function textOf(packet: unknown): string {
  try {
    return JSON.stringify(packet);
  } catch {
    // The handler returned what JSON cannot express.
    return JSON.stringify(FAILED);
  }
}

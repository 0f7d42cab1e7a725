import type { MessageBus, OutgoingMessage } from '#bus';
import { CARRIED_DEFAULT, packReplies, replyWays } from '#contracts';
import { sendUntilConfirmed, type SendResult } from './message-sender.js';

export interface ReplySenderOptions {
  readonly bus: MessageBus;
  readonly prefix: string;
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly reply: OutgoingMessage;
  readonly resolve: (result: SendResult | Promise<SendResult>) => void;
}

/**
 * Sends replies until the broker has confirmed them, however long that takes. What came in an
 * envelope may be answered in one: only a conductor that reads envelopes sends any.
 */
export class ReplySender {
  private waiting: Waiting[] = [];

  constructor(private readonly options: ReplySenderOptions) {}

  /** @throws the signal's reason once it is aborted */
  send(reply: OutgoingMessage): Promise<SendResult> {
    const { bus, prefix, signal } = this.options;
    return sendUntilConfirmed(bus, replyWays(reply, prefix), { signal });
  }

  /**
   * The same, in an envelope with others of this turn of the event loop. It waits for none that is
   * not ready by then, and goes alone where there is no other.
   */
  sendWithOthers(reply: OutgoingMessage): Promise<SendResult> {
    return new Promise((resolve) => {
      this.waiting.push({ reply, resolve });
      if (this.waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  private flush(): void {
    const { waiting } = this;
    this.waiting = [];
    const replies = waiting.map(({ reply }) => reply);
    for (const { message, positions } of packReplies(replies, CARRIED_DEFAULT)) {
      const sent = this.send(message);
      // each of those that wait gets its rejection
      for (const position of positions) waiting[position]?.resolve(sent);
    }
  }
}

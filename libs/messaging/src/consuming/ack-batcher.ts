/** Sends one acknowledgement: of `deliveryTag`, and with `multiple` of everything before it too. */
export type SendAck = (deliveryTag: number, multiple: boolean) => void;

/**
 * Nobody waits for an acknowledgement but the broker, and one that leaves alone costs a system call
 * here and wakes the broker up there.
 */
const LINGER_MS = 5;
/** With this part of the prefetch due none lingers: the next deliveries wait for them. */
const PROMPT_PART = 4;

/**
 * The acknowledgements of one channel with one consumer. Those given within some milliseconds
 * leave together: what is acknowledged without a gap from the oldest on becomes a single `multiple`
 * acknowledgement, the rest go one by one.
 *
 * Tags count the deliveries of a channel: on another channel, or a second time, an acknowledgement
 * is a fault that closes the channel. So each channel has its own batcher, which falls silent with
 * it, and each tag leaves once.
 */
export class AckBatcher {
  /** The oldest delivery that the broker still waits for. */
  private oldest = 1;
  /** Acknowledged by the caller, not yet sent. */
  private readonly due = new Set<number>();
  /** Sent ahead of an older one that is still open. */
  private readonly sentAhead = new Set<number>();
  private isPrompt = false;
  private lingering: NodeJS.Timeout | null = null;
  private isClosed = false;
  private readonly promptFrom: number;

  /** `prefetch`: deliveries that may be unacknowledged at a time. */
  constructor(
    private readonly send: SendAck,
    prefetch: number,
  ) {
    this.promptFrom = prefetch / PROMPT_PART;
  }

  /** May be called twice, or late: that changes nothing. */
  ack(deliveryTag: number): void {
    if (this.isClosed || deliveryTag < this.oldest || this.sentAhead.has(deliveryTag)) return;
    this.due.add(deliveryTag);
    if (this.due.size < this.promptFrom) {
      this.lingering ??= setTimeout(() => this.flush(), LINGER_MS);
    } else if (!this.isPrompt) {
      this.isPrompt = true;
      setImmediate(() => this.flush());
    }
  }

  flush(): void {
    this.isPrompt = false;
    this.endLingering();
    if (this.isClosed || this.due.size === 0) return;
    this.flushPrefix();
    for (const deliveryTag of this.due) {
      this.sentAhead.add(deliveryTag);
      this.send(deliveryTag, false);
    }
    this.due.clear();
  }

  /** The channel is gone, or going: the broker delivers again what it did not hear of. */
  close(): void {
    this.isClosed = true;
    this.endLingering();
    this.due.clear();
    this.sentAhead.clear();
  }

  private endLingering(): void {
    if (this.lingering !== null) clearTimeout(this.lingering);
    this.lingering = null;
  }

  private flushPrefix(): void {
    let last = 0;
    for (;;) {
      if (this.due.delete(this.oldest)) last = this.oldest;
      else if (!this.sentAhead.delete(this.oldest)) break;
      this.oldest++;
    }
    // The last tag itself must still be open, or the broker closes the channel.
    if (last > 0) this.send(last, true);
  }
}

/** Sends one acknowledgement of `deliveryTag`; with `multiple`, of all earlier deliveries too. */
export type SendAck = (deliveryTag: number, multiple: boolean) => void;

/**
 * How long acknowledgements may be collected. Only the broker waits for them, and each one sent
 * alone costs a system call here and wakes the broker.
 */
const LINGER_MS = 5;
/**
 * Once this share of the prefetch is unsent, nothing is delayed: further deliveries wait for it.
 */
const PROMPT_PART = 4;

/**
 * Collects the acknowledgements of one channel with one consumer. Those given within a few
 * milliseconds are sent together: an unbroken run from the oldest delivery becomes a single
 * `multiple` acknowledgement, and the rest are sent one by one.
 *
 * Tags count the deliveries of one channel: an acknowledgement on another channel, or a second one,
 * is an error that closes the channel. So each channel has its own batcher, which stops with it,
 * and each tag is sent once.
 */
export class AckBatcher {
  /** The oldest delivery that is not acknowledged to the broker. */
  private oldest = 1;
  /** Acknowledged by the caller, not yet sent. */
  private readonly due = new Set<number>();
  /** Sent before an older one that is still open. */
  private readonly sentAhead = new Set<number>();
  private isPrompt = false;
  private lingering: NodeJS.Timeout | null = null;
  private isClosed = false;
  private readonly promptFrom: number;

  /** `prefetch`: how many deliveries may be unacknowledged at a time. */
  constructor(
    private readonly send: SendAck,
    prefetch: number,
  ) {
    this.promptFrom = prefetch / PROMPT_PART;
  }

  /** May be called twice, or late, without effect. */
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

  /** The channel is closed or closing: the broker redelivers what was not acknowledged. */
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
    // The last tag itself must be unacknowledged, or the broker closes the channel.
    if (last > 0) this.send(last, true);
  }
}

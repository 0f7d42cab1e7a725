import type { IncomingFrames } from './incoming-frames.js';

/**
 * Bodies and headers that one consumer has in hand, at most and roughly: one more message, and what
 * the socket has buffered, come on top. Prefetch counts messages: 500 of 1 MiB would be half a
 * gigabyte. Headers, arrays and objects count as they are in memory.
 */
const BYTES_MAX = 64 * 1024 * 1024;
/** Reading goes on when half of it is given back, and not with each message. */
const BYTES_TO_GO_ON = BYTES_MAX / 2;

/** Counts what one subscription has in hand; over the limit nothing more is read for it. */
export class BytesInHand {
  private bytes = 0;
  private isForgotten = false;

  constructor(private readonly incoming: Pick<IncomingFrames, 'hold' | 'release'>) {}

  /** Gives what is to be called when the message is done with; a second call changes nothing. */
  take(bytes: number): () => void {
    this.bytes += bytes;
    if (this.bytes > BYTES_MAX && !this.isForgotten) this.incoming.hold(this);
    let isTaken = true;
    return () => {
      if (isTaken) this.giveBack(bytes);
      isTaken = false;
    };
  }

  /** The channel is gone: the broker delivers all of it again, on another. */
  forget(): void {
    this.isForgotten = true;
    this.incoming.release(this);
  }

  private giveBack(bytes: number): void {
    this.bytes -= bytes;
    if (this.bytes <= BYTES_TO_GO_ON) this.incoming.release(this);
  }
}

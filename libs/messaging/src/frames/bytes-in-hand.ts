import type { IncomingFrames } from './incoming-frames.js';

/**
 * Roughly how many bytes of bodies and headers one consumer may have in hand. One more message, and
 * what the socket has buffered, are added to that. Prefetch counts messages: 500 of 1 MiB would be
 * half a gigabyte. Headers, arrays and objects are counted at their size in memory.
 */
const BYTES_MAX = 64 * 1024 * 1024;
/** Reading resumes once half has been released, rather than after each message. */
const BYTES_TO_GO_ON = BYTES_MAX / 2;

/**
 * Counts the bytes that one subscription has in hand, and stops reading while they exceed the
 * limit.
 */
export class BytesInHand {
  private bytes = 0;
  private isForgotten = false;

  constructor(private readonly incoming: Pick<IncomingFrames, 'hold' | 'release'>) {}

  /** Returns the function to call when the message is done with; calling it twice has no effect. */
  take(bytes: number): () => void {
    this.bytes += bytes;
    if (this.bytes > BYTES_MAX && !this.isForgotten) this.incoming.hold(this);
    let isTaken = true;
    return () => {
      if (isTaken) this.giveBack(bytes);
      isTaken = false;
    };
  }

  /** The channel is gone: the broker redelivers all of it on another. */
  forget(): void {
    this.isForgotten = true;
    this.incoming.release(this);
  }

  private giveBack(bytes: number): void {
    this.bytes -= bytes;
    if (this.bytes <= BYTES_TO_GO_ON) this.incoming.release(this);
  }
}

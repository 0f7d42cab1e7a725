import { beatText, eventText, retryText } from './event-text.js';

/** A connection to a client, whatever carries it. */
export interface Wire {
  /** Takes it in any case; what the client does not read is kept in memory. */
  write(chunk: Buffer): void;
  /** Bytes that are kept. */
  readonly kept: number;
  /** Called once all of them are gone; at once when none are kept. */
  onDrain(listener: () => void): void;
  /** Called once, when it is closed by whoever. */
  onClose(listener: () => void): void;
  /** Sends what is kept, for `withinMs` at most, and closes. */
  end(withinMs: number): void;
}

/** Why the server ends a stream; the client may connect again and go on. */
export type EndReason = 'too-slow' | 'draining' | 'not-allowed';

/** A listener that does not read is cut when so much of it is kept. */
const KEPT_BYTES_MAX = 512 * 1024;
/** A writer that can wait does so from here on. */
const ENOUGH_BYTES = 64 * 1024;
/** How long what is kept for a listener that was cut, may take to leave. */
const LAST_WORDS_MS = 5_000;
/** Beats without reading anything, after which it is cut although little is kept. */
const IDLE_BEATS_MAX = 4;

/** Writes the events of one stream, and cuts it when its client does not read them. */
export class Outlet {
  private isOver = false;
  private idleBeats = 0;
  private keptAtBeat = 0;
  private writtenSinceBeat = 0;

  private readonly endings: (() => void)[];

  constructor(
    private readonly wire: Wire,
    /** As for `onEnd`. */
    onEnd: () => void,
  ) {
    this.endings = [onEnd];
  }

  get hasEnded(): boolean {
    return this.isOver;
  }

  /** There is enough for the client to read; wait for `onDrain`. */
  get isFull(): boolean {
    return this.wire.kept >= ENOUGH_BYTES;
  }

  /** Called once the client has read what there is. Not when it has ended before. */
  onDrain(listener: () => void): void {
    this.wire.onDrain(() => {
      if (!this.isOver) listener();
    });
  }

  /** Called once: it takes nothing more. */
  onEnd(listener: () => void): void {
    this.endings.push(listener);
  }

  write(text: string | Buffer): void {
    if (this.isOver) return;
    const chunk = typeof text === 'string' ? Buffer.from(text) : text;
    if (this.wire.kept + chunk.length > KEPT_BYTES_MAX && this.wire.kept > 0) {
      return this.end('too-slow');
    }
    this.writtenSinceBeat += chunk.length;
    this.wire.write(chunk);
  }

  /** `id`: what the client has been told. Left out: it keeps the one it has. */
  beat(id?: string): void {
    const { kept } = this.wire;
    // all that was written meanwhile is still here, and what was here before
    const hasRead = kept < this.keptAtBeat + this.writtenSinceBeat || kept === 0;
    this.idleBeats = hasRead ? 0 : this.idleBeats + 1;
    this.keptAtBeat = kept;
    this.writtenSinceBeat = 0;
    if (this.idleBeats >= IDLE_BEATS_MAX) this.end('too-slow');
    else this.write(beatText(id));
  }

  /** Says why, and closes. `retryMs`: when the client is to come back; left out: as before. */
  end(reason: EndReason, retryMs?: number): void {
    if (this.isOver) return;
    const retry = retryMs === undefined ? '' : retryText(retryMs);
    this.wire.write(Buffer.from(retry + eventText({ name: 'end', data: { reason } })));
    this.wire.end(LAST_WORDS_MS);
    this.close();
  }

  /** The client has gone. */
  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const ending of this.endings) ending();
  }
}

import type { Sink } from '../world/surroundings.js';

/** A short computation says nothing. */
const QUIET_MS = 500;
const TERMINAL_EVERY_MS = 100;
/** Where lines stay, as in the log of a build. */
const LOG_EVERY_MS = 5000;

/** How far a long computation is: on a terminal one line, written over; else a line at times. */
export class Progress {
  private readonly beginAt = performance.now();
  private tellAt: number;
  private isShown = false;

  constructor(private readonly sink: Sink) {
    this.tellAt = this.beginAt + (sink.isTTY === true ? QUIET_MS : LOG_EVERY_MS);
  }

  tell(text: string): void {
    const at = performance.now();
    if (at < this.tellAt) return;
    const isTerminal = this.sink.isTTY === true;
    this.tellAt = at + (isTerminal ? TERMINAL_EVERY_MS : LOG_EVERY_MS);
    const line = `${text}, ${Math.round((at - this.beginAt) / 1000)} s`;
    this.sink.write(isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
    this.isShown = isTerminal;
  }

  end(): void {
    if (this.isShown) this.sink.write('\r\u001b[K');
    this.isShown = false;
  }
}

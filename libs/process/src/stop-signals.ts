export type StopSignal = 'SIGTERM' | 'SIGINT';

/** As a shell tells of a process that a signal ended: 128 and the signal's number. */
const EXIT_CODES: Readonly<Record<StopSignal, number>> = { SIGTERM: 143, SIGINT: 130 };

/**
 * Listens for SIGTERM and SIGINT from a program's first moment on. Process 1 of a container has no
 * default for them: what nobody listens for is ignored, until the container is killed.
 *
 * While the program starts, nothing is under way that would be lost, and a signal ends it at once.
 * After `onStop` it is brought to an end in order; further signals change nothing, since Ctrl-C
 * comes twice, from the terminal and from npm.
 */
export class StopSignals {
  private stop: ((signal: StopSignal) => void) | null = null;
  private isStopping = false;

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => this.take(signal));
    }
  }

  /** The program has started; `stop` ends it, and the process with it. */
  onStop(stop: (signal: StopSignal) => void): void {
    this.stop = stop;
  }

  private take(signal: StopSignal): void {
    if (this.stop === null) process.exit(EXIT_CODES[signal]);
    if (this.isStopping) return;
    this.isStopping = true;
    this.stop(signal);
  }
}

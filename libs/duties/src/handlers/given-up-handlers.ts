import type { ParsedCommand } from '#contracts';
import type { ParticipantLogger } from '../settings/participant-logger.js';
import { commandFacts } from './command-facts.js';

/** Counts the handlers that took too long and lost their slot: nothing can interrupt them. */
export class GivenUpHandlers {
  /** Since the start. */
  total = 0;
  /** How many of them have not ended yet. */
  stillRunning = 0;

  constructor(private readonly logger: ParticipantLogger) {}

  /** Counts `called` if `signal` is aborted before it ends. */
  watch(command: ParsedCommand, called: Promise<unknown>, signal: AbortSignal): void {
    signal.addEventListener('abort', () => this.giveUp(command, called), { once: true });
  }

  private giveUp(command: ParsedCommand, called: Promise<unknown>): void {
    this.total++;
    this.stillRunning++;
    const facts = { ...commandFacts(command), givenUp: this.total };
    this.logger.error(facts, `the handler of ${command.pattern} does not end: given up`);
    const ended = () => {
      this.stillRunning--;
      this.logger.info(facts, `the handler of ${command.pattern} that was given up has ended`);
    };
    called.then(ended, ended);
  }
}

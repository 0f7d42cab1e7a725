import type { ParticipantLogger } from '#duties';
import { Logger } from '@nestjs/common';

/** Writes to the log of the Nest application, whichever it has: the message, then the facts. */
export class NestLog implements ParticipantLogger {
  private readonly logger = new Logger('Conductor');

  info(facts: object, message: string): void {
    this.logger.log(textOf(facts, message));
  }

  warn(facts: object, message: string): void {
    this.logger.warn(textOf(facts, message));
  }

  error(facts: object, message: string): void {
    const { err } = facts as { readonly err?: unknown };
    this.logger.error(textOf(facts, message), err instanceof Error ? err.stack : undefined);
  }
}

function textOf(facts: object, message: string): string {
  const { err, ...others } = facts as { readonly err?: unknown };
  const cause = err instanceof Error ? `: ${err.message}` : '';
  const more = Object.keys(others).length > 0 ? ` ${JSON.stringify(others)}` : '';
  return `${message}${cause}${more}`;
}

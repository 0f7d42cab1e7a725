import { ParticipantMisconfiguredError } from '#duties';
import { participantOfCommand } from '#protocol';
import type { MessageHandler } from '@nestjs/microservices';

/** What a handler may say of itself: `@MessagePattern('payment.capture', { batch: false })`. */
export interface HandlerExtras {
  /** Whether its commands may share a transaction. Default: what the service says. */
  readonly batch?: boolean;
}

/** Whether commands of the handler may share a transaction. */
export function mayBatch({ extras }: MessageHandler, isDefault: boolean): boolean {
  return ((extras as HandlerExtras | undefined)?.batch ?? isDefault) === true;
}

/**
 * Handlers of other servers of the process may mean something else by the word.
 *
 * @throws ParticipantMisconfiguredError: a handler says something else than yes or no
 */
export function requireBatchSettings(
  participant: string,
  handlers: ReadonlyMap<string, MessageHandler>,
): void {
  for (const [pattern, { extras }] of handlers) {
    const batch: unknown = extras?.['batch'];
    if (batch === undefined || typeof batch === 'boolean') continue;
    if (participantOfCommand(pattern) !== participant) continue;
    const said = `"batch" of the handler of ${pattern} has to be true or false`;
    throw new ParticipantMisconfiguredError(`${said}, not ${JSON.stringify(batch)}`);
  }
}

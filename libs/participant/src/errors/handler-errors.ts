import { RpcException } from '@nestjs/microservices';
import { knownByMark } from '#duties';

/**
 * A business refusal: nothing happened, and it is final. What the handler wrote is rolled back, the
 * refusal is stored under the command's key, and every duplicate gets the same answer. In a
 * compensation nothing is stored: the action stays done.
 *
 * `code` is stable, for machines (a definition may name it): 1 to 64 of `A-Z a-z 0-9 _ . : -`.
 * `message` is for people.
 */
export class CommandRefused extends RpcException {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super({ refused: true, code, message });
    this.name = 'CommandRefused';
  }
}

/**
 * A technical error: nothing is stored, and the conductor retries by the step's retry policy.
 * `retryAfterMs` asks it to wait at least that long.
 */
export class TryAgainLater extends RpcException {
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: string,
    message: string,
    options: { readonly retryAfterMs?: number } = {},
  ) {
    super({ code, message, ...options });
    this.name = 'TryAgainLater';
    this.retryAfterMs = options.retryAfterMs;
  }
}

// those of a participant without NestJS are of these classes too, and the other way round
knownByMark(CommandRefused, 'CommandRefused');
knownByMark(TryAgainLater, 'TryAgainLater');

/**
 * For demonstrations: everything is rolled back, nothing is answered, and the command is
 * acknowledged, as if the service had lost it.
 */
export class NoReply extends RpcException {
  constructor() {
    super({ noReply: true });
    this.name = 'NoReply';
  }
}

import { knownByMark } from '#duties';

/**
 * A business refusal: nothing happened, and it is final. What the handler wrote is rolled back, the
 * refusal is stored under the command's key, and every duplicate gets the same answer. In a
 * compensation nothing is stored: the action stays done.
 *
 * `code` is stable, for machines (a definition may name it): 1 to 64 of `A-Z a-z 0-9 _ . : -`.
 * `message` is for people.
 */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** What the conductor reads. */
  getError(): object {
    return { refused: true, code: this.code, message: this.message };
  }
}

/**
 * A technical error: nothing is stored, and the conductor retries by the step's retry policy.
 * `retryAfterMs` asks it to wait at least that long.
 */
export class TryAgainLater extends Error {
  override readonly name = 'TryAgainLater';
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: string,
    message: string,
    options: { readonly retryAfterMs?: number } = {},
  ) {
    super(message);
    this.retryAfterMs = options.retryAfterMs;
  }

  /** What the conductor reads. */
  getError(): object {
    const { code, message, retryAfterMs } = this;
    return { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
}

// those of a participant with NestJS are of these classes too, and the other way round
knownByMark(CommandRefused, 'CommandRefused');
knownByMark(TryAgainLater, 'TryAgainLater');

/** The broker was not to be had while the participant started. */
export class BusAwayError extends Error {
  readonly code = 'BUS_AWAY';
  constructor(readonly waitedMs: number) {
    super(
      `the broker of amqpUrl was not to be had in ${waitedMs} ms: start it first, correct the ` +
        'address and the account in amqpUrl, or wait longer with connectTimeoutMs; the log says ' +
        'what the last try met',
    );
  }
}

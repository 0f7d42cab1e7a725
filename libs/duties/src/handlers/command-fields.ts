import type { JsonValue } from '#protocol';
import type { ParsedCommand } from '#contracts';

/** What a handler is told of its command, whatever it is written with. */
export interface CommandFields {
  /** `payment.authorize` */
  readonly command: string;
  /** `inquire` is answered from the inbox and reaches no handler. */
  readonly direction: 'execute' | 'compensate';
  /** `<sagaId>/<step>/<iteration>`: the same for every attempt and for both directions. */
  readonly idempotencyKey: string;
  readonly sagaId: string;
  /** Name and version of the saga's definition: `order-fulfilment@3`. */
  readonly definition: string;
  readonly step: string;
  /** Counted from 0. */
  readonly iteration: number;
  /** Counted from 1. */
  readonly attempt: number;
  /**
   * When the conductor stops waiting for this attempt. For information only: nothing may depend on
   * it.
   */
  readonly deadlineAt?: Date;
  /** W3C trace context. */
  readonly traceparent?: string;
  readonly tracestate?: string;
  /**
   * The tickets of the saga's locks, by key: larger for each later holder of that key. Empty: the
   * saga has no locks. One whose sender does not name its lock has the key `''`.
   */
  readonly fencingTokens: ReadonlyMap<string, number>;
  /**
   * Refuses the command if a later holder of one of the saga's locks was here before it; otherwise
   * remembers its tokens, and makes other commands under these locks wait for this transaction.
   * Call it before anything that the locks protect. Needs the table `fencing_token`
   * (`participantMigrations`), and forgets a token that was not seen for `retentionDays`.
   *
   * Gives whether nobody later was here: false only in a compensation, which is never refused, for
   * it has to undo what its own action did. True for a saga without locks.
   *
   * @throws CommandRefused `FENCING_TOKEN_OLD`, for an action
   */
  readonly checkFencingToken: () => Promise<boolean>;
  /** Only in a compensation: the stored output of the action to undo. */
  readonly executed?: JsonValue;
}

/** All of them but the check of the tokens, which needs a transaction. */
export function fieldsOf(
  command: ParsedCommand,
  executed: JsonValue | undefined,
): Omit<CommandFields, 'checkFencingToken'> {
  const { fencing } = command;
  return {
    command: command.pattern,
    direction: command.direction === 'compensate' ? 'compensate' : 'execute',
    idempotencyKey: command.idempotencyKey,
    sagaId: command.sagaId,
    definition: command.sagaDefinition,
    step: command.step,
    iteration: command.iteration,
    attempt: command.attempt,
    ...(command.deadlineAt === null ? {} : { deadlineAt: new Date(command.deadlineAt) }),
    ...(command.traceparent === null ? {} : { traceparent: command.traceparent }),
    ...(command.tracestate === null ? {} : { tracestate: command.tracestate }),
    fencingTokens: new Map(fencing.map(({ key, token }) => [key, token])),
    ...(executed === undefined ? {} : { executed }),
  };
}

import type { CommandDescription } from '#contracts';
import { ParticipantMisconfiguredError, unreachablePatterns, type CommandFields } from '#duties';
import type { JsonValue } from '#protocol';
import type { Query } from '../database/participant-database.js';

/** What a handler gets beside its input. */
export interface CommandContext<Tx> extends CommandFields {
  /**
   * The transaction of the command, as the service's library knows it: the inbox row is already in
   * it, and the reply will be. Everything a handler writes must go through it or `query`.
   */
  readonly tx: Tx;
  /** Plain SQL in the same transaction. */
  readonly query: Query;
  /** Aborted when the handler took too long and lost its slot: pass it to what can be cancelled. */
  readonly signal: AbortSignal;
}

/**
 * Does one command. What it returns is the step's output (JSON; nothing: `{}`), and is stored with
 * what it wrote. It throws CommandRefused for a business no, TryAgainLater for a technical one; any
 * other error counts as the latter.
 *
 * Its input is what the definition maps: validate it. (Its type may be declared as anything.)
 */
export type Handler<Tx> = {
  handle(input: unknown, context: CommandContext<Tx>): unknown;
}['handle'];

/** A handler that declares what it takes and gives, so that definitions are checked against it. */
export interface DescribedHandler<Tx> {
  readonly run: Handler<Tx>;
  /** JSON Schema 2020-12, with the rules for a definition's `inputSchema`. Checks no message. */
  readonly inputSchema?: JsonValue;
  readonly outputSchema?: JsonValue;
}

/** By command: `payment.authorize` and, to undo it, `payment.void`. */
export type Handlers<Tx> = Readonly<Record<string, Handler<Tx> | DescribedHandler<Tx>>>;

/** @throws ParticipantMisconfiguredError: a handler is none, or no command can reach it */
export function requireHandlers<Tx>(
  participant: string,
  handlers: Handlers<Tx>,
): ReadonlyMap<string, Handler<Tx>> {
  const all = Object.entries(handlers);
  const handled = all.map(([pattern]) => ({ pattern, isForCommands: true }));
  const remedy = `name a handler "${participant}.authorize", after the participant and a dot`;
  const [unreached] = unreachablePatterns(participant, handled, remedy);
  if (unreached !== undefined) {
    throw new ParticipantMisconfiguredError(
      `no command can reach the handler "${unreached}" of "${participant}": ${remedy}`,
    );
  }
  return new Map(all.map(([pattern, given]) => [pattern, functionOf(pattern, given)]));
}

/** What the conductor is told of them. */
export function commandsOf<Tx>(handlers: Handlers<Tx>): readonly CommandDescription[] {
  return Object.entries(handlers).map(([command, given]) => {
    if (typeof given === 'function') return { command };
    const { inputSchema, outputSchema } = given;
    return {
      command,
      ...(inputSchema === undefined ? {} : { inputSchema }),
      ...(outputSchema === undefined ? {} : { outputSchema }),
    };
  });
}

function functionOf<Tx>(pattern: string, given: Handlers<Tx>[string]): Handler<Tx> {
  const run: unknown = typeof given === 'function' ? given : given.run;
  if (typeof run === 'function') return run as Handler<Tx>;
  throw new ParticipantMisconfiguredError(
    `the handler of "${pattern}" has to be a function, or an object with a function "run"`,
  );
}

import type { ParsedCommand, ReplyOutcome } from '#contracts';
import {
  answerCommand,
  fieldsOf,
  handlerLimitMs,
  inboxOf,
  oldTokenOf,
  refusalOfOldToken,
  type DutySettings,
  type GivenUpHandlers,
  type ParticipantLogger,
} from '#duties';
import type { JsonValue } from '#protocol';
import { outcomeOfFailure, unknownCommand } from '#transactions';
import type { CommandTransactions, Open } from '../database/command-transactions.js';
import { CommandRefused } from '../errors/answers.js';
import type { CommandContext, Handler } from './handlers.js';

export interface CommandAnswererOptions<Tx> {
  readonly participant: string;
  readonly handlers: ReadonlyMap<string, Handler<Tx>>;
  readonly transactions: CommandTransactions<Tx>;
  readonly settings: DutySettings;
  readonly logger: ParticipantLogger;
  readonly givenUp: GivenUpHandlers;
  readonly signal: AbortSignal;
}

/** Gives each command its answer: from the inbox, or from its handler. */
export class CommandAnswerer<Tx> {
  constructor(private readonly options: CommandAnswererOptions<Tx>) {}

  /** Null: there is none. @throws the signal's reason once it is aborted */
  async answer(command: ParsedCommand): Promise<ReplyOutcome | null> {
    const { handlers, participant, logger, signal } = this.options;
    const handler = handlers.get(command.pattern);
    if (!handler) return unknownCommand(participant, command, logger);
    try {
      return await this.answerInTransaction(handler, command);
    } catch (error) {
      if (signal.aborted) throw error;
      return outcomeOfFailure(command, error, logger);
    }
  }

  private answerInTransaction(handler: Handler<Tx>, command: ParsedCommand): Promise<ReplyOutcome> {
    const { transactions, settings, givenUp } = this.options;
    const limitMs = handlerLimitMs(command, settings.handlerTimeoutMs);
    const answerIn = (open: Open<Tx>) => {
      const { transaction } = open;
      const call = (signal: AbortSignal, executed?: JsonValue) => {
        const context = contextOf(open, command, { signal, executed });
        // A copy: a handler may change it, and the command may have to run again.
        const called = Promise.resolve(structuredClone(command.data)).then((input) =>
          handler(input, context),
        );
        givenUp.watch(command, called, signal);
        return called;
      };
      const inbox = inboxOf(transaction);
      const own = { call, limitMs };
      return answerCommand({ transaction, inbox, command, handler: own, limits: settings });
    };
    return transactions.run(answerIn, { handlerLimitMs: limitMs });
  }
}

function contextOf<Tx>(
  { transaction, tx, query }: Open<Tx>,
  command: ParsedCommand,
  { signal, executed }: { signal: AbortSignal; executed: JsonValue | undefined },
): CommandContext<Tx> {
  return {
    ...fieldsOf(command, executed),
    tx,
    query,
    signal,
    checkFencingToken: async () => {
      const old = await oldTokenOf(transaction, command.fencing);
      if (old !== null && command.direction !== 'compensate') {
        throw new CommandRefused(...refusalOfOldToken(old));
      }
      return old === null;
    },
  };
}

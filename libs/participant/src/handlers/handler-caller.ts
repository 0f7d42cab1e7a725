import { type ParticipantLogger, GivenUpHandlers, fieldsOf } from '#duties';
import { isHiddenByNest } from '../errors/hidden-error.js';
import { checkFencingTokens } from './fencing-check.js';
import { isNativeError } from 'node:util/types';
import type { JsonValue } from '#protocol';
import type { ParsedCommand } from '#contracts';
import type { MessageHandler } from '@nestjs/microservices';
import { fromEvent, isObservable, lastValueFrom, takeUntil } from 'rxjs';
import type { DataSource, EntityManager } from 'typeorm';
import type { CommandContext } from './command-context.js';
import { errorAfterFilter, pipelines, watchPipeline, type PipelineFate } from './pipeline-fate.js';
import { noteTrace } from '../database/transaction-trace.js';
import { managerOn } from '../transactions/typeorm-manager.js';
import type { WorkTransaction } from '../transactions/work-transaction.js';

export interface HandlerRun {
  readonly handler: MessageHandler;
  readonly command: ParsedCommand;
  readonly transaction: WorkTransaction;
  /** Aborted when the handler is given up. */
  readonly signal: AbortSignal;
  /** Only in a compensation: the output of the action. */
  readonly executed: JsonValue | undefined;
}

/**
 * Calls handlers through Nest's pipeline, and tells a value from an error that a filter converted.
 */
export class HandlerCaller {
  readonly givenUp: GivenUpHandlers;
  /** The pipeline reports how it ended, because ParticipantModule is part of it. */
  private isWatched = false;

  constructor(
    private readonly dataSource: DataSource,
    logger: ParticipantLogger,
  ) {
    this.givenUp = new GivenUpHandlers(logger);
  }

  /** If a handler emits several values, the last one counts. @throws what the handler throws */
  async call(run: HandlerRun): Promise<unknown> {
    const { command, transaction, signal } = run;
    const { manager, beforeCommit } = managerOn(this.dataSource, transaction);
    if (manager.queryRunner) noteTrace(manager.queryRunner, command);
    const called = this.callPipeline(run, contextOf(command, manager, run.executed));
    this.givenUp.watch(command, called, signal);
    const value = await called;
    await beforeCommit();
    return value;
  }

  private async callPipeline(run: HandlerRun, context: CommandContext): Promise<unknown> {
    const fate = watchPipeline(context);
    try {
      const value = await this.valueOf(run, context);
      this.requireSuccess(fate, value);
      return value;
    } catch (error) {
      throw this.isSeen(fate) ? errorAfterFilter(fate.failure, error) : error;
    }
  }

  private async valueOf(
    { handler, command, signal }: HandlerRun,
    context: CommandContext,
  ): Promise<unknown> {
    // A copy: pipes and handlers may change it, and the command may have to run again.
    const result: unknown = await handler(structuredClone(command.data), context);
    if (!isObservable(result)) return result;
    const givenUp = fromEvent(signal, 'abort');
    return lastValueFrom(result.pipe(takeUntil(givenUp)), { defaultValue: undefined });
  }

  /** An error never becomes a success, whatever a filter answers. */
  private requireSuccess(fate: PipelineFate, value: unknown): void {
    this.isWatched ||= fate.hasBegun || pipelines.areSurelyWatched;
    const isFailed = this.isWatched ? !fate.hasSucceeded : isHiddenByNest(value);
    if (isFailed || isNativeError(value)) throw value;
  }

  private isSeen(fate: PipelineFate): boolean {
    return this.isWatched && !fate.hasSucceeded;
  }
}

function contextOf(
  command: ParsedCommand,
  manager: EntityManager,
  executed: JsonValue | undefined,
): CommandContext {
  return {
    ...fieldsOf(command, executed),
    manager,
    checkFencingToken: () => checkFencingTokens(manager, command),
  };
}

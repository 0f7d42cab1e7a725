import { failureOf, isStatement } from '#duties';
import { isNativeError } from 'node:util/types';
import { RpcException } from '@nestjs/microservices';
import type { CommandContext } from './command-context.js';

/** How Nest's pipeline ended for one command, before any exception filter ran. */
export interface PipelineFate {
  /** Interceptors, pipes and the handler were reached: no guard refused. */
  hasBegun: boolean;
  hasSucceeded: boolean;
  /** Null: nothing was thrown, or it was not observed. */
  failure: { readonly error: unknown } | null;
}

/**
 * In a pure microservice ParticipantModule is in the pipeline of each handler. In a hybrid
 * application it is only with `inheritAppConfig`, which shows on first use.
 */
export const pipelines = { areSurelyWatched: false };

const fates = new WeakMap<object, PipelineFate>();

export function watchPipeline(context: CommandContext): PipelineFate {
  const fate: PipelineFate = { hasBegun: false, hasSucceeded: false, failure: null };
  fates.set(context, fate);
  return fate;
}

/** The fate in a command's context; undefined: the context is not ours. */
export function fateOf(context: object): PipelineFate | undefined {
  return fates.get(context);
}

/** A filter answered in place of a failed handler, so the outcome is unknown. */
export class FilterAnsweredError extends Error {
  readonly code = 'FILTER_ANSWERED';
  constructor() {
    super('an exception filter gave a value; it has to throw, as with throwError');
  }
}

/**
 * What failed, when the pipeline threw `original` and a filter turned it into `made`, thrown or
 * returned. A refusal stays a refusal, whatever a filter makes of it. Otherwise a filter may decide
 * what is reported, with an RpcException or an object with a `code`.
 */
export function errorAfterFilter(original: PipelineFate['failure'], made: unknown): unknown {
  if (original === null)
    return isNativeError(made) || isStatement(made) ? made : new FilterAnsweredError();
  const { error } = original;
  const first = failureOf(error);
  if (first.type === 'no-reply') return error;
  const isRefusal = first.type === 'refused';
  if (isRefusal && error instanceof RpcException) return error;
  if (isStatement(made instanceof RpcException ? made.getError() : made)) return made;
  return made instanceof RpcException && !isRefusal ? made : error;
}

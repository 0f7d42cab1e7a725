import {
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { throwError, timeout, type Observable } from 'rxjs';
import { StoreUnavailableError } from '#saga-runtime';
import { readWaitMs } from './request-parts.js';

/** A caller learns within this that there is no answer to be had, whatever hangs. */
const ANSWER_MAX_MS = 10_000;
const ANSWER_MAX = 'conductor:answer-max-ms';

/** For a call that may take longer. */
export const AnswersWithin = (ms: number): MethodDecorator => SetMetadata(ANSWER_MAX, ms);

/**
 * No call hangs: what waits for a database or a network that went away without a word is answered
 * in time. What was begun goes on, so that a repetition may find it done. A caller's own `?wait=`
 * comes on top.
 */
export class AnswerBound implements NestInterceptor {
  private readonly reflector = new Reflector();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { method, query } = context.switchToHttp().getRequest<FastifyRequest>();
    const max = this.reflector.get<number | undefined>(ANSWER_MAX, context.getHandler());
    const firstMs = (max ?? ANSWER_MAX_MS) + waitOf(query);
    const inDoubt = method !== 'GET';
    const tooLate = () => new StoreUnavailableError('there was no answer in time', { inDoubt });
    return next.handle().pipe(timeout({ first: firstMs, with: () => throwError(tooLate) }));
  }
}

function waitOf(query: unknown): number {
  const { wait } = (query ?? {}) as { readonly wait?: unknown };
  return typeof wait === 'string' ? readWaitMs(wait) : 0;
}

import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { storeUnavailable } from './api-error.js';
import { sendProblem } from './problem.filter.js';
import { readWaitMs } from './request-parts.js';

/** A caller learns within this that there is no answer to be had, whatever hangs. */
const ANSWER_MAX_MS = 10_000;

interface BoundConfig {
  readonly answerMaxMs?: number;
}

/** For a call that may take longer. */
export const AnswersWithin = (answerMaxMs: number): MethodDecorator => RouteConfig({ answerMaxMs });

/**
 * No call hangs: what waits for a database or a network that went away without a word is answered
 * in time. What was begun goes on, so that a repetition may find it done; what it gives then goes
 * nowhere. A caller's own `?wait=` comes on top.
 *
 * A hook and no interceptor of Nest's, which would send each call through RxJS: measured, that was
 * a twentieth of the conductor's work for a saga.
 */
export function boundAnswers(fastify: FastifyInstance): void {
  fastify.addHook('preHandler', (request, reply, done) => {
    const timer = setTimeout(() => answerLate(request, reply), boundOf(request));
    reply.raw.once('close', () => clearTimeout(timer));
    done();
  });
}

function answerLate({ method }: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent) return;
  sendProblem(reply, storeUnavailable({ inDoubt: method !== 'GET' }));
}

function boundOf({ routeOptions, query }: FastifyRequest): number {
  const { answerMaxMs = ANSWER_MAX_MS } = routeOptions.config as BoundConfig;
  return answerMaxMs + waitOf(query);
}

/** A `?wait=` that cannot be read is refused by the call itself. */
function waitOf(query: unknown): number {
  const { wait } = (query ?? {}) as { readonly wait?: unknown };
  try {
    return typeof wait === 'string' ? readWaitMs(wait) : 0;
  } catch {
    return 0; // the handler says what is wrong with it
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withRouteConfig } from './access/route-config.js';
import { storeUnavailable } from './api-error.js';
import { sendProblem } from './problem.filter.js';
import { readWaitMs } from './request-parts.js';

/** Every caller gets an answer within this time, even when everything behind the API hangs. */
const ANSWER_MAX_MS = 10_000;

interface BoundConfig {
  readonly answerMaxMs?: number;
}

/** Marks a call that may take longer. */
export const AnswersWithin = (answerMaxMs: number): MethodDecorator =>
  withRouteConfig({ answerMaxMs });

/**
 * Bounds how long a call may take, so that a call that waits for a silent database or network is
 * still answered in time. Its work continues in the background, so that a repeated call may find it
 * done; its late result is dropped. The caller's own `?wait=` is added to the bound.
 *
 * A hook instead of a Nest interceptor: an interceptor sends each call through RxJS, which took a
 * twentieth of the conductor's work for a saga when measured.
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

/** A `?wait=` that cannot be parsed is refused by the call itself. */
function waitOf(query: unknown): number {
  const { wait } = (query ?? {}) as { readonly wait?: unknown };
  try {
    return typeof wait === 'string' ? readWaitMs(wait) : 0;
  } catch {
    return 0; // the handler reports what is wrong with it
  }
}

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { databaseErrorOf } from '#resilience';
import type { ParticipantLogger } from '#participant';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { OrderApiError, PROBLEMS, type ProblemCode } from './problem.js';

/** Errors thrown by the frameworks, by HTTP status. */
const CODE_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'BAD_REQUEST',
  404: 'ROUTE_NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  415: 'CONTENT_TYPE_UNSUPPORTED',
};

const PROBLEM_TYPE = 'application/problem+json';
/** The pool reconnects by itself. */
const RETRY_AFTER_SECONDS = '1';

/** Turns every exception into RFC 9457 problem details that reveal nothing internal. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: ParticipantLogger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = toApiError(thrown);
    if (error.code === 'INTERNAL' || isDatabaseAway(thrown))
      this.logger.error({ err: thrown }, 'request failed');
    sendProblem(host.switchToHttp().getResponse<FastifyReply>(), error);
  }
}

export function sendProblem(reply: FastifyReply, error: OrderApiError): void {
  if (error.code === 'NOT_READY') void reply.header('retry-after', RETRY_AFTER_SECONDS);
  const problem = toProblem(error);
  void reply.code(problem.status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem);
}

/** A request that Node's parser refused never reaches Fastify, so the answer is written by hand. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'HEADERS_TOO_LARGE' : 'BAD_REQUEST';
  const problem = toProblem(new OrderApiError(code, `${PROBLEMS[code][1]}.`));
  const body = JSON.stringify(problem);
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nConnection: close\r\n` +
        `Content-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n` +
        body,
    );
  }
  socket.destroySoon();
}

function toProblem({ code, detail, errors }: OrderApiError) {
  const [status, title] = PROBLEMS[code];
  return { type: 'about:blank', title, status, code, detail, ...(errors && { errors }) };
}

function toApiError(thrown: unknown): OrderApiError {
  if (thrown instanceof OrderApiError) return thrown;
  if (isDatabaseAway(thrown)) {
    return new OrderApiError(
      'NOT_READY',
      'The database cannot be reached, or is too busy. Send the request again with the same key.',
    );
  }
  const code = CODE_BY_STATUS[statusOf(thrown) ?? 500] ?? 'INTERNAL';
  return new OrderApiError(code, `${PROBLEMS[code][1]}.`);
}

/** It cannot be reached, or does not answer: that is not the request's fault. */
function isDatabaseAway(thrown: unknown): boolean {
  return ['not-connected', 'shut-down'].includes(databaseErrorOf(thrown).kind);
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const { statusCode } = (thrown ?? {}) as { readonly statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}

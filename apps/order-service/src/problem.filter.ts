import type { ParticipantLogger } from '#participant';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isDatabaseAway } from './database-away.js';
import { OrderApiError, PROBLEMS, type ProblemCode } from './problem.js';

/** What the frameworks throw themselves, by its HTTP status. */
const CODE_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'BAD_REQUEST',
  404: 'ROUTE_NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  415: 'CONTENT_TYPE_UNSUPPORTED',
};

/** The pool connects again by itself. */
const RETRY_AFTER_SECONDS = '1';

/** Turns whatever was thrown into RFC 9457 problem details; nothing of our inside gets out. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: ParticipantLogger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = toApiError(thrown);
    if (error.code === 'INTERNAL' || isDatabaseAway(thrown))
      this.logger.error({ err: thrown }, 'request failed');
    const { code, detail, errors } = error;
    const [status, title] = PROBLEMS[code];
    const problem = { type: 'about:blank', title, status, code, detail, ...(errors && { errors }) };
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (code === 'NOT_READY') void reply.header('retry-after', RETRY_AFTER_SECONDS);
    void reply
      .code(status)
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send(problem);
  }
}

function toApiError(thrown: unknown): OrderApiError {
  if (thrown instanceof OrderApiError) return thrown;
  if (isDatabaseAway(thrown)) {
    return new OrderApiError(
      'NOT_READY',
      'The database cannot be reached. Send it again with its key.',
    );
  }
  const code = CODE_BY_STATUS[statusOf(thrown) ?? 500] ?? 'INTERNAL';
  return new OrderApiError(code, `${PROBLEMS[code][1]}.`);
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const { statusCode } = (thrown ?? {}) as { readonly statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}

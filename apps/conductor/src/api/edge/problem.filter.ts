import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { PipelineClosedError, PipelineOverloadedError } from '#runtime';
import { isTransientOfStore } from '#ports';
import { BODY_BYTES_MAX } from './body-parser.js';
import { FloodGuard } from '#messaging';
import {
  ListsBusyError,
  ReadTooSlowError,
  isOfStatement,
  refusedValueOf,
  sqlStateOf,
} from '#database';
import { ApiError, PROBLEM_MEDIA_TYPE, storeUnavailable, toProblem } from './api-error.js';
import type { ProblemCode } from './problems.js';
import type { RouteTable } from './route-table.js';

/** Turns every exception into problem details that reveal nothing internal. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** Limits repeated lines, since callers decide how often an error happens. */
  private readonly logger: FloodGuard;

  constructor(
    private readonly routes: RouteTable,
    logger: Logger,
    /** Told of each problem. Default: nobody. */
    private readonly onProblem: (request: FastifyRequest, error: ApiError) => void = () => {},
  ) {
    this.logger = new FloodGuard(logger);
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = this.toApiError(thrown, request, reply);
    this.log(thrown, error, request);
    this.onProblem(request, error);
    sendProblem(reply, error);
  }

  /** The error without the request's values, which may be secrets. */
  private log(thrown: unknown, { code }: ApiError, request: FastifyRequest): void {
    const { method, routeOptions, actor, id: requestId } = request;
    const about = { method, route: routeOptions.url, requestId };
    if (code === 'FORBIDDEN') this.logger.warn({ ...about, actor }, 'the role does not allow this');
    const sqlState = refusedValueOf(thrown) ?? sqlStateOf(thrown);
    if (refusedValueOf(thrown) !== null) {
      this.logger.warn({ ...about, sqlState }, 'the database refused a value');
    } else if (code !== 'INTERNAL' && !isOfStatement(thrown)) return;
    else if (sqlState !== null) this.logger.error({ ...about, sqlState }, 'a statement failed');
    else this.logger.error({ ...about, err: thrown }, 'request failed');
  }

  private toApiError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): ApiError {
    if (thrown instanceof ApiError) return thrown;
    const busy = toBusyError(thrown);
    if (busy !== null) return busy;
    if (refusedValueOf(thrown) !== null) {
      const detail = 'A value is out of range, or has a character that cannot be stored.';
      return new ApiError('VALIDATION_FAILED', detail);
    }
    if (request.is404) return this.noRoute(request, reply);
    const status = httpStatusOf(thrown);
    const code = status === undefined ? undefined : CODE_BY_FRAMEWORK_STATUS[status];
    if (code === undefined) return new ApiError('INTERNAL', 'The request could not be handled.');
    return new ApiError(code, DETAILS[code] ?? 'The request could not be understood.');
  }

  private noRoute(request: FastifyRequest, reply: FastifyReply): ApiError {
    const [path = ''] = request.url.split('?');
    const methods = this.routes.methodsAt(path);
    if (methods.length === 0)
      return new ApiError('ROUTE_NOT_FOUND', 'See /docs for the routes that exist.');
    void reply.header('allow', methods.join(', '));
    return new ApiError('METHOD_NOT_ALLOWED', `Allowed here: ${methods.join(', ')}.`);
  }
}

export function sendProblem(reply: FastifyReply, error: ApiError): void {
  const problem = toProblem(error, reply.request.id);
  const retryAfter = error.retryAfterSeconds ?? (problem.status === 503 ? 1 : null);
  if (retryAfter !== null) void reply.header('retry-after', String(retryAfter));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.code(problem.status).type(PROBLEM_MEDIA_TYPE).serializer(JSON.stringify).send(problem);
}

/** Errors thrown by the frameworks, by HTTP status. */
const CODE_BY_FRAMEWORK_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'BAD_REQUEST',
  404: 'ROUTE_NOT_FOUND',
  408: 'REQUEST_TIMEOUT',
  413: 'BODY_TOO_LARGE',
  414: 'URL_TOO_LONG',
  415: 'CONTENT_TYPE_UNSUPPORTED',
  503: 'DRAINING',
};

const DETAILS: Partial<Record<ProblemCode, string>> = {
  BODY_TOO_LARGE: `A body may have at most ${BODY_BYTES_MAX} bytes.`,
  CONTENT_TYPE_UNSUPPORTED: 'Send the body as application/json.',
};

/** Temporary faults: the caller should try again. */
function toBusyError(thrown: unknown): ApiError | null {
  if (isTransientOfStore(thrown)) return storeUnavailable(thrown);
  if (thrown instanceof ListsBusyError) {
    return new ApiError('LISTS_BUSY', 'Other callers are reading lists; try again soon.');
  }
  if (thrown instanceof ReadTooSlowError) {
    const detail = 'Ask for less: narrow it with definition, key, status, from and to.';
    return new ApiError('READ_TOO_SLOW', detail);
  }
  if (thrown instanceof PipelineOverloadedError) {
    return new ApiError('OVERLOADED', 'Nothing was changed; try again soon.');
  }
  if (thrown instanceof PipelineClosedError) {
    return new ApiError('DRAINING', 'Send it again: another replica will take it.');
  }
  return null;
}

function httpStatusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const { statusCode } = (thrown ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}

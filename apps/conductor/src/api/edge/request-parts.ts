import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { readTrace } from '#contracts';
import { VERSION_MAX, parseDuration } from '#protocol';
import { ApiError } from './api-error.js';
import type { ProblemCode } from './problems.js';

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const IDEMPOTENCY_KEY = /^[A-Za-z0-9._:@/+=-]{1,128}$/;
/** Means "do not wait", which the durations of definitions cannot say. */
const NO_WAIT = /^0{1,6}(?:ms|s|m)$/;

const WAIT_MAX_MS = 60_000;

/**
 * The `Idempotency-Key`, scoped to this caller: other callers, messages and events have scopes of
 * their own, so none can use up the key of another. null: none was sent.
 * @throws ApiError IDEMPOTENCY_KEY_INVALID
 */
export const IdempotencyKey = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  keyOf(requestOf(context)),
);

/** Who calls, and under which `IdempotencyKey`. */
export interface Caller {
  readonly actor: string;
  readonly idempotencyKey: string | null;
}

/** The `Caller`. @throws ApiError IDEMPOTENCY_KEY_INVALID */
export const FromCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Caller => {
    const request = requestOf(context);
    return { actor: request.actor, idempotencyKey: keyOf(request) };
  },
);

/** The W3C trace context of the call; null: it has none that can be used. */
export const Trace = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const { traceparent, tracestate } = requestOf(context).headers;
  return readTrace(traceparent, tracestate);
});

/** The caller's name. */
export const Actor = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => requestOf(context).actor,
);

function keyOf({ headers, actor }: FastifyRequest): string | null {
  const header = headers['idempotency-key'];
  if (header === undefined) return null;
  // the name of an API key never has a colon
  if (typeof header === 'string' && IDEMPOTENCY_KEY.test(header)) return `rest:${actor}:${header}`;
  throw new ApiError(
    'IDEMPOTENCY_KEY_INVALID',
    'It must be 1 to 128 letters, digits or any of . _ : @ / + = -',
  );
}

/** Normalizes an id as Postgres writes it; anything but a uuid names nothing. @throws ApiError */
export function readId(text: string, notFound: ProblemCode): string {
  if (UUID.test(text)) return text.toLowerCase();
  throw new ApiError(notFound, 'The id is not a UUID.');
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** A version in a path: 1 to 2147483647. @throws ApiError DEFINITION_NOT_FOUND */
export function readVersion(text: string): number {
  const version = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : NaN;
  if (version <= VERSION_MAX) return version;
  throw new ApiError('DEFINITION_NOT_FOUND', 'Versions are 1, 2, 3, …');
}

/**
 * Parses `10s` or `1.5s`, a duration as in definitions: ms, at most a minute; 0 when left out.
 *
 * @throws ApiError VALIDATION_FAILED
 */
export function readWaitMs(text: string | undefined): number {
  if (text === undefined || NO_WAIT.test(text)) return 0;
  const waitMs = parseDuration(text);
  if (waitMs !== null && waitMs <= WAIT_MAX_MS) return waitMs;
  const message = 'wait must be a duration of at most 60s, such as 10s, 1.5s or 500ms';
  throw new ApiError('VALIDATION_FAILED', message, {
    errors: [{ path: '/wait', rule: 'duration', message }],
  });
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

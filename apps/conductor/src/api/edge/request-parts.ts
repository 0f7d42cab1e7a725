import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { readTrace } from '#contracts';
import { VERSION_MAX, isObject, parseDuration, type JsonObject, type JsonValue } from '#protocol';
import { fingerprintOf } from '#runtime';
import { actOf } from './access/act-config.js';
import type { Identity } from './access/identity.js';
import { ApiError } from './api-error.js';
import type { ProblemCode } from './problems.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The act was done under the key of this call before. Left out: it was not. */
    isRepeated?: boolean;
  }
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const REQUEST_ID_HEADER = 'x-request-id';
/** What a log line and a header can hold as it is: an id of a request, an `Idempotency-Key`. */
export const HARMLESS_ID = /^[A-Za-z0-9._:@/+=-]{1,128}$/;
/** Means "do not wait", which the durations of definitions cannot say. */
const NO_WAIT = /^0{1,6}(?:ms|s|m)$/;

const WAIT_MAX_MS = 60_000;

/**
 * What names a request in its answer, in a problem and in the log: the caller's own
 * `X-Request-Id`, so that a gateway's can be found here too; one that is not harmless is replaced.
 */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && HARMLESS_ID.test(given) ? given : randomUUID();
}

/**
 * The `Idempotency-Key`, scoped to this caller: other callers, messages and events have scopes of
 * their own, so none can use up the key of another. null: none was sent.
 * @throws ApiError IDEMPOTENCY_KEY_INVALID
 */
export const IdempotencyKey = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  idempotencyKeyOf(requestOf(context)),
);

/** Under which key an act is done, once. */
export interface ActKey {
  /** See `IdempotencyKey`. */
  readonly idempotencyKey: string | null;
  /** A hash of the request; empty where it is no act. */
  readonly fingerprint: string;
  /** It was done before under this key: the handler shows how things are, and does nothing. */
  readonly isRepeated?: boolean;
}

/** Who calls, with which role, and under which key. */
export interface Caller extends Identity, ActKey {
  /** By what way it calls. */
  readonly via: 'console' | 'cli' | 'api';
}

/** The `Caller`. @throws ApiError IDEMPOTENCY_KEY_INVALID */
export const FromCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Caller => {
    const request = requestOf(context);
    return { ...request.identity, via: viaOf(request), ...actKeyOf(request) };
  },
);

/**
 * What the console and the CLI say of themselves in `Conductor-Client`; it is for reading the
 * audit log, and decides nothing.
 */
export function viaOf({ headers }: FastifyRequest): Caller['via'] {
  const client = headers['conductor-client'];
  return client === 'console' || client === 'cli' ? client : 'api';
}

/** The W3C trace context of the call; null: it has none that can be used. */
export const Trace = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const { traceparent, tracestate } = requestOf(context).headers;
  return readTrace(traceparent, tracestate);
});

/** The caller's name. */
export const Actor = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => requestOf(context).actor,
);

/** Who calls and how, for the audit log. */
export interface CallOrigin extends Pick<Caller, 'actor' | 'credential' | 'via'>, ActKey {
  /** The second person, who confirmed it. Left out: nobody had to. */
  readonly confirmedBy?: string;
}

/** The `CallOrigin`. */
export const FromOrigin = createParamDecorator(
  (_data: unknown, context: ExecutionContext): CallOrigin => {
    const request = requestOf(context);
    const { actor, credential, approval } = request.identity;
    const second = approval === undefined ? {} : { confirmedBy: approval.confirmedBy };
    return { actor, credential, via: viaOf(request), ...second, ...actKeyOf(request) };
  },
);

/** As `IdempotencyKey`. @throws ApiError IDEMPOTENCY_KEY_INVALID */
export function idempotencyKeyOf({ headers, actor, identity }: FastifyRequest): string | null {
  // however often a confirmed act is carried out, it is done once
  const { approval } = (identity as Identity | undefined) ?? {};
  if (approval !== undefined) return `approval:${approval.id}`;
  const header = headers['idempotency-key'];
  if (header === undefined) return null;
  // the name of an API key never has a colon
  if (typeof header === 'string' && HARMLESS_ID.test(header)) return `rest:${actor}:${header}`;
  throw new ApiError(
    'IDEMPOTENCY_KEY_INVALID',
    'It must be 1 to 128 letters, digits or any of . _ : @ / + = -',
  );
}

function actKeyOf(request: FastifyRequest): ActKey {
  return {
    idempotencyKey: idempotencyKeyOf(request),
    fingerprint: fingerprintOfAct(request),
    isRepeated: request.isRepeated === true,
  };
}

/** A hash of what an act was asked for, however it was spelled; empty: it is no act. */
export function fingerprintOfAct(request: FastifyRequest): string {
  const act = actOf(request);
  if (act === null) return '';
  const params = Object.entries(request.params as Readonly<Record<string, string>>);
  return fingerprintOf({
    act: act.name,
    route: request.routeOptions.url ?? '',
    params: Object.fromEntries(
      params.map(([name, value]) => [name, isUuid(value) ? value.toLowerCase() : value]),
    ),
    query: { ...(request.query as JsonObject) },
    body: (request.body ?? null) as JsonValue,
  });
}

/** It only says what it would do. */
export function isDryRun({ query, body }: FastifyRequest): boolean {
  const fields = (body ?? null) as JsonValue;
  if (isObject(fields) && fields['dryRun'] === true) return true;
  return (query as { readonly dryRun?: unknown }).dryRun === 'true';
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

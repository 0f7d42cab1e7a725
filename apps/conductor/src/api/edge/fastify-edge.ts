import { randomUUID } from 'node:crypto';
import { maxHeaderSize, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, PROBLEM_MEDIA_TYPE, toProblem } from './api-error.js';
import { PROBLEMS, type ProblemCode } from './problems.js';
import { boundAnswers } from './answer-bound.js';
import { keepToDefinitions, type DefinitionOf } from './access/definition-scope.js';
import type { Identity } from './access/identity.js';
import { recognize } from './access/recognize.js';
import type { Callers } from './access/callers.js';
import { BODY_BYTES_MAX, registerBodyParser } from './body-parser.js';
import { maskAnswers } from '../masking/mask-hook.js';
import type { MarkedDefinitions } from '../masking/marked-definitions.js';
import { refuseUntyped, type ForeignRequests } from './foreign-requests.js';
import { sendProblem } from './problem.filter.js';
import { REQUEST_ID_HEADER, requestIdOf } from './request-parts.js';
import type { RouteTable } from './route-table.js';
import { SLOW_MAX, slowOptions, type SlowLimits } from './slow/slow-limits.js';
import type { WrongKeys } from './wrong-keys.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller's name, as in `identity`. */
    actor: string;
    /** Set before a handler is called, where the route needs a login. */
    identity: Identity;
  }
}

/** The longest segment of a path, such as a definition's name. */
const PART_CHARS_MAX = 256;

/**
 * Checks every request, in this order: limits of size and time, the origin of the page that sent
 * it, API key, role, headers. Then the body is inspected and parsed; Nest's pipes and handlers come
 * last.
 */
export function createEdge(edge: {
  readonly callers: Pick<Callers, 'identify'>;
  readonly definitionOf: DefinitionOf;
  readonly marked: Pick<MarkedDefinitions, 'of' | 'isEmpty'>;
  readonly routes: RouteTable;
  readonly wrongKeys: WrongKeys;
  readonly foreign: ForeignRequests;
  /** Default: `SLOW_MAX`. */
  readonly slow?: SlowLimits;
}): FastifyAdapter {
  const adapter = new FastifyAdapter({
    skipMiddie: true,
    bodyLimit: BODY_BYTES_MAX,
    genReqId: requestIdOf,
    ...slowOptions(edge.slow ?? SLOW_MAX),
    routerOptions: { maxParamLength: PART_CHARS_MAX },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error: FastifyError, _request: unknown, reply: unknown) => {
      setHeaders(reply as FastifyReply);
      const isLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
      sendProblem(
        reply as FastifyReply,
        isLong
          ? new ApiError('URL_TOO_LONG', PART_TOO_LONG)
          : new ApiError('BAD_REQUEST', 'The address is malformed.'),
      );
    },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  edge.routes.watch(fastify);
  registerBodyParser(fastify);
  fastify.decorateRequest('actor', '');
  fastify.decorateRequest('identity');
  fastify.addHook('onRequest', (request, reply, done) => {
    setHeaders(reply);
    const stranger = edge.foreign.refuse(headOf(request));
    if (stranger !== null) return done(stranger);
    const end = (refusal: ApiError | null): void => done(refusal ?? refuse(request) ?? undefined);
    try {
      const refusal = recognize(request, edge);
      if (refusal instanceof Promise) refusal.then(end, done);
      else end(refusal);
    } catch (error) {
      done(error as Error);
    }
  });
  boundAnswers(fastify);
  keepToDefinitions(fastify, edge.definitionOf);
  maskAnswers(fastify, edge);
  // Node drops the headers after the 1,000th in silence; how many bytes they have is bounded
  fastify.server.maxHeadersCount = 0;
  fastify.server.on('checkExpectation', answerExpectation);
  return adapter;
}

function headOf({ raw }: FastifyRequest): IncomingMessage & { readonly method: string } {
  return raw as IncomingMessage & { readonly method: string };
}

/** By its address and its headers. */
function refuse(request: FastifyRequest): ApiError | null {
  // a text column cannot store U+0000
  if (request.url.includes('%00')) return new ApiError('BAD_REQUEST', 'The address has a %00.');
  if (!isDecodable(request.url)) return new ApiError('BAD_REQUEST', NOT_DECODABLE);
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return new ApiError('CONTENT_ENCODING_UNSUPPORTED', 'Send the body as it is.');
  }
  return refuseUntyped(headOf(request));
}

const PART_TOO_LONG =
  'A part of the address is too long: ' + `it may have ${PART_CHARS_MAX} characters at most.`;
const HEAD_TOO_LARGE =
  'The address and the headers are too long: ' + `${maxHeaderSize} bytes at most, all together.`;
const NOT_DECODABLE =
  'The address is malformed: write each character that is not ASCII as %XX, in UTF-8.';

/**
 * Refuses malformed escapes: they would be decoded to other text, and a list would search for that.
 */
function isDecodable(url: string): boolean {
  if (/[^\x00-\x7f]/.test(url)) return false;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

/** `unsafe-inline` applies to styles only: the page at /docs has inline styles. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': CONTENT_SECURITY_POLICY,
} as const;

function setHeaders(reply: FastifyReply): void {
  void reply.headers(SECURITY_HEADERS).header(REQUEST_ID_HEADER, reply.request.id);
}

/** Only `100-continue` is supported; Node answers it by itself. */
function answerExpectation(request: IncomingMessage, response: ServerResponse): void {
  const error = new ApiError('EXPECTATION_FAILED', 'Leave the Expect header out.');
  const problem = toProblem(error, requestIdOf(request));
  response.writeHead(problem.status, {
    ...SECURITY_HEADERS,
    [REQUEST_ID_HEADER]: problem.requestId,
    'content-type': PROBLEM_MEDIA_TYPE,
  });
  response.end(JSON.stringify(problem));
}

const CODE_BY_SOCKET_ERROR: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

const HEADER_LINES = Object.entries(SECURITY_HEADERS)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

type SocketError = Error & { readonly code?: string; readonly rawPacket?: unknown };

function toSocketProblem({ code: cause = '', rawPacket }: SocketError): ApiError {
  const code = CODE_BY_SOCKET_ERROR[cause] ?? 'BAD_REQUEST';
  if (code !== 'HEADERS_TOO_LARGE') return new ApiError(code, PROBLEMS[code][1]);
  const isAddress = Buffer.isBuffer(rawPacket) && isLongAddress(rawPacket);
  return new ApiError(isAddress ? 'URL_TOO_LONG' : code, HEAD_TOO_LARGE);
}

/** Whether the request line alone exceeds the limit. Unknown if the head arrived in pieces. */
function isLongAddress(packet: Buffer): boolean {
  const head = packet.toString('latin1', 0, maxHeaderSize);
  return /^[A-Z]+ \S+$/.test(head);
}

/** A request that Node's parser refused never reaches Fastify, so the answer is written by hand. */
function answerClientError(error: SocketError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // what it would be called by was not read
  const problem = toProblem(toSocketProblem(error), randomUUID());
  const body = JSON.stringify(problem);
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${problem.status} Bad Request\r\nConnection: close\r\n` +
        `Content-Type: ${PROBLEM_MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `${HEADER_LINES}${REQUEST_ID_HEADER}: ${problem.requestId}\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.js';
import { isStrayVisit } from './stray-visit.js';
import type { WrongKeys } from '../wrong-keys.js';
import type { Callers, Recognized } from './callers.js';
import { accessOf, refuseRole } from './needs.js';

const SAFE_METHODS = new Set(['GET', 'HEAD']);

/**
 * Notes on the request who calls. Why it is refused, at once or when that is known; null: it is
 * not. May reject with an ApiError.
 */
export function recognize(
  request: FastifyRequest,
  edge: { readonly callers: Pick<Callers, 'identify'>; readonly wrongKeys: WrongKeys },
): ApiError | null | Promise<ApiError | null> {
  if (accessOf(request).needs === 'nobody' || isStrayVisit(request)) return null;
  // the address of a socket is a system call
  const isSuspect = (): boolean => edge.wrongKeys.isOver(request.ip);
  const found = edge.callers.identify(request.headers, isSuspect);
  const judge = (recognized: Recognized | null): ApiError | null =>
    recognized === null ? edge.wrongKeys.answer(request.ip) : admit(request, recognized);
  return found instanceof Promise ? found.then(judge) : judge(found);
}

function admit(request: FastifyRequest, { identity, byCookie }: Recognized): ApiError | null {
  request.identity = identity;
  request.actor = identity.actor;
  if (byCookie && !isOfOwnPage(request)) return FORGED;
  return request.is404 ? null : refuseRole(identity, accessOf(request));
}

const FORGED = new ApiError(
  'ORIGIN_NOT_ALLOWED',
  'With a session, send what changes something from a page of this address, with a header ' +
    'Conductor-Client.',
);

/**
 * A browser adds the cookie by itself, so something else has to show that our own page sent the
 * request: what the browser says of its origin, and a header that a form cannot have, and that a
 * page of another origin may not add. (`ForeignRequests` has compared `Origin` by now.)
 */
function isOfOwnPage({ method, headers }: FastifyRequest): boolean {
  if (SAFE_METHODS.has(method)) return true;
  const site = headers['sec-fetch-site'];
  const isOwn = site === undefined ? headers.origin !== undefined : site === 'same-origin';
  return isOwn && typeof headers['conductor-client'] === 'string';
}

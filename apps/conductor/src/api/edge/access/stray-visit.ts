import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';

const OF_API = /^\/v1(?:[/?]|$)/i;
const HTML = /(?:^|[\s,])text\/html(?:[\s,;]|$)/i;

/**
 * Whether somebody went with a browser to an address that leads nowhere: they get a page, programs
 * and the API's own paths a problem document. It needs no login, as no other page does.
 */
export function isStrayVisit({ is404, method, url, headers }: FastifyRequest): boolean {
  if (!is404 || (method !== 'GET' && method !== 'HEAD') || OF_API.test(url)) return false;
  return wantsPage(headers);
}

/** Whether a browser asks for a page to show; programs do not. */
export function wantsPage({ accept = '' }: IncomingHttpHeaders): boolean {
  return HTML.test(accept);
}

import { parseBoundedJson } from '#protocol';
import type { FastifyInstance } from 'fastify';
import { OrderApiError } from './problem.js';

export const BODY_BYTES_MAX = 65_536;

/**
 * Every body is JSON, looked through before it is parsed as at every other door: a deep one would
 * end in whatever recurses, and of two equal keys or a number that cannot be kept nobody would know
 * what was meant.
 */
export function registerBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX },
    (_request, body, done) => {
      const json = parseBoundedJson(body as Buffer, { maxBytes: BODY_BYTES_MAX });
      if (json.ok) done(null, json.value);
      else done(new OrderApiError('BAD_REQUEST', `The body cannot be used: ${json.detail}.`));
    },
  );
}

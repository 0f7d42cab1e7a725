import { parseBoundedJson } from '#protocol';
import type { FastifyInstance } from 'fastify';
import { OrderApiError } from './problem.js';

export const BODY_BYTES_MAX = 65_536;

/**
 * Parses request bodies: JSON only, inspected before it is parsed as at every other entry point.
 * Deep nesting would overflow whatever recurses, and duplicate keys or numbers that lose precision
 * would leave it open what was meant.
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

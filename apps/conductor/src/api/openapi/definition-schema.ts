import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { definitionSchema } from '#definition';
import { OPEN } from '../edge/access/needs.js';

/** Serves the JSON Schema of definitions, for editors: the same in every conductor of a version. */
export function serveDefinitionSchema(fastify: FastifyInstance): void {
  const document = JSON.stringify(definitionSchema());
  const etag = `"${createHash('sha256').update(document).digest('base64url')}"`;
  fastify.get('/schemas/definition.json', { config: OPEN }, (request, reply) => {
    void reply.header('cache-control', 'public, max-age=3600').header('etag', etag);
    if (request.headers['if-none-match'] === etag) return reply.status(304).send();
    return reply.type('application/schema+json').send(document);
  });
}

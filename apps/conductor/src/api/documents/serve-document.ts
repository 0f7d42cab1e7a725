import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { OPEN } from '../edge/access/needs.js';

/** Serves what is the same for as long as this process runs, for tools: nobody needs a key. */
export function serveDocument(
  fastify: FastifyInstance,
  path: string,
  { document, type }: { readonly document: object; readonly type: string },
): void {
  const text = JSON.stringify(document);
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  fastify.get(path, { config: OPEN }, (request, reply) => {
    void reply.header('cache-control', 'public, max-age=3600').header('etag', etag);
    if (request.headers['if-none-match'] === etag) return reply.status(304).send();
    return reply.type(type).send(text);
  });
}

import type { FastifyInstance } from 'fastify';
import { asyncApi, fileNameOf, schemaDocument, SCHEMAS } from '#asyncapi';
import { serveDocument } from './serve-document.js';

export const ASYNCAPI_MEDIA_TYPE = 'application/vnd.aai.asyncapi+json';

/**
 * Serves the contract of messages: `/asyncapi.json`, with the names that this installation has on
 * the broker, and `/schemas/command.json` and so on, the same in every conductor of a version;
 * `/schemas` lists them.
 */
export function serveMessageDocuments(fastify: FastifyInstance, prefix: string): void {
  serveDocument(fastify, '/asyncapi.json', {
    document: asyncApi({ prefix }),
    type: `${ASYNCAPI_MEDIA_TYPE};version=3.0.0`,
  });
  for (const name of Object.keys(SCHEMAS)) {
    serveDocument(fastify, `/schemas/${fileNameOf(name)}.json`, {
      document: schemaDocument(name),
      type: 'application/schema+json',
    });
  }
  serveDocument(fastify, '/schemas', { document: indexOfSchemas(), type: 'application/json' });
}

/** Addresses are relative to this one: a proxy may have put a path before it. */
function indexOfSchemas(): object {
  const messages = Object.entries(SCHEMAS).map(([name, { title = name }]) => {
    return { title, url: `schemas/${fileNameOf(name)}.json` };
  });
  return { schemas: [{ title: 'Definition', url: 'schemas/definition.json' }, ...messages] };
}

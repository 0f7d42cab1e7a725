import type { FastifyInstance } from 'fastify';
import { definitionSchema } from '#definition';
import { serveDocument } from './serve-document.js';

/** Serves the JSON Schema of definitions, for editors: the same in every conductor of a version. */
export function serveDefinitionSchema(fastify: FastifyInstance): void {
  serveDocument(fastify, '/schemas/definition.json', {
    document: definitionSchema(),
    type: 'application/schema+json',
  });
}

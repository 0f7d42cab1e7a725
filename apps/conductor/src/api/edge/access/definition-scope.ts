import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.js';
import { isUuid } from '../request-parts.js';
import { seesDefinition, type Identity } from './identity.js';
import { accessOf } from './needs.js';

/** A saga's definition, whose name never changes; null: there is no such saga. */
export type DefinitionOf = (
  sagaId: string,
) => Promise<{ readonly name: string; readonly version: number } | null>;

/**
 * Keeps callers with some definitions to these, by the address: what is of another definition is
 * answered as if it did not exist. All other callers are not held up.
 */
export function keepToDefinitions(fastify: FastifyInstance, definitionOf: DefinitionOf): void {
  fastify.addHook('preHandler', (request, _reply, done) => {
    const { scope } = accessOf(request);
    if (scope !== 'saga' && scope !== 'definition') return done();
    if (request.identity.definitions === 'all') return done();
    refuse(request, definitionOf).then((refusal) => done(refusal ?? undefined), done);
  });
}

async function refuse(
  request: FastifyRequest,
  definitionOf: DefinitionOf,
): Promise<ApiError | null> {
  const { id = '', name = '' } = request.params as { readonly id?: string; readonly name?: string };
  if (accessOf(request).scope === 'definition') {
    return seesDefinition(request.identity, name) ? null : noDefinition(name);
  }
  // what is no id is refused by the handler, as for everybody
  if (!isUuid(id)) return null;
  const definition = await definitionOf(id.toLowerCase());
  if (definition === null || seesDefinition(request.identity, definition.name)) return null;
  return new ApiError('SAGA_NOT_FOUND', `There is no saga ${id.toLowerCase()}.`);
}

/** A start is answered as if there were none. @throws ApiError DEFINITION_NOT_FOUND */
export function assertMayStart(
  caller: Identity,
  { definition, version }: { readonly definition: string; readonly version?: number },
): void {
  if (seesDefinition(caller, definition)) return;
  const which = version === undefined ? definition : `${definition}@${version}`;
  throw new ApiError('DEFINITION_NOT_FOUND', `There is no definition ${which}.`);
}

function noDefinition(name: string): ApiError {
  return new ApiError('DEFINITION_NOT_FOUND', `There is no such definition or version: ${name}.`);
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DefinitionOf } from '../edge/access/definition-scope.js';
import type { Identity } from '../edge/access/identity.js';
import { isUuid } from '../edge/request-parts.js';
import type { MarkedDefinitions } from './marked-definitions.js';
import { maskAnswer, OF_ANY_SAGA, type Marks } from './mask-answer.js';

export interface MaskingParts {
  readonly marked: Pick<MarkedDefinitions, 'of' | 'isEmpty'>;
  readonly definitionOf: DefinitionOf;
}

/** Definitions are no data of sagas, and these say nothing of sagas. */
const WITHOUT_SAGAS = /^\/(?:v1\/definitions|v1\/me|health|docs|openapi\.json|schemas)(?:\/|$)/;

/**
 * Hides in every JSON answer to a viewer what definitions mark as sensitive. As a hook it holds for
 * routes that are still to be written. Streams and texts are no JSON answers: they call `hideFrom`.
 */
export function maskAnswers(fastify: FastifyInstance, parts: MaskingParts): void {
  fastify.addHook('preSerialization', (request, reply, payload, done) => {
    // a refusal by the state of a saga may say what is in it; others say what the request has
    const { statusCode } = reply;
    const isWithout = statusCode >= 400 && statusCode !== 409;
    if (isWithout || !isMasked(request, parts)) return done(null, payload);
    marksOfAddress(request, parts).then(
      (ofAll) => done(null, maskAnswer(payload, parts.marked, ofAll)),
      (error: Error) => done(error),
    );
  });
}

/** A part of a stream about a saga of the definition with this name, as the caller may see it. */
export function hideFrom(
  caller: Identity,
  marked: MaskingParts['marked'],
  definition: string,
  part: unknown,
): unknown {
  if (caller.role !== 'viewer' || marked.isEmpty) return part;
  return maskAnswer(part, marked, marked.of(definition));
}

function isMasked(request: FastifyRequest, { marked }: MaskingParts): boolean {
  // an open route has no caller
  const caller = request.identity as Identity | undefined;
  if (caller?.role !== 'viewer' || marked.isEmpty) return false;
  return !WITHOUT_SAGAS.test(request.routeOptions.url ?? '');
}

/** Of the saga that the address names; of any saga, where the answer need not name a definition. */
async function marksOfAddress(
  { params, routeOptions }: FastifyRequest,
  { marked, definitionOf }: MaskingParts,
): Promise<Marks | null> {
  const { id = '' } = params as { readonly id?: string };
  if (!routeOptions.url?.includes('/sagas/:id') || !isUuid(id)) return OF_ANY_SAGA;
  const definition = await definitionOf(id.toLowerCase());
  return definition && marked.of(definition.name);
}

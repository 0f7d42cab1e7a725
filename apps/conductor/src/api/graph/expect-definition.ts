import type { DefinitionStore } from '#persistence';
import { ApiError } from '../edge/api-error.js';

type Found = NonNullable<Awaited<ReturnType<DefinitionStore['find']>>>;

/**
 * A version of a definition, or any.
 *
 * @throws ApiError DEFINITION_NOT_FOUND
 */
export async function expectDefinition(
  definitions: DefinitionStore,
  name: string,
  version?: number,
): Promise<Found> {
  const found = await definitions.find(name, version);
  if (found !== null) return found;
  const which = version === undefined ? name : `${name} v${version}`;
  throw new ApiError('DEFINITION_NOT_FOUND', `There is no definition ${which}.`);
}

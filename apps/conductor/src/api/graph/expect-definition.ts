import type { DefinitionStore } from '#persistence';
import { ApiError } from '../edge/api-error.js';

/**
 * A version of a definition, or any.
 *
 * @throws ApiError DEFINITION_NOT_FOUND
 */
export async function expectDefinition(
  definitions: DefinitionStore,
  name: string,
  version?: number,
): Promise<void> {
  if ((await definitions.find(name, version)) !== null) return;
  const which = version === undefined ? name : `${name} v${version}`;
  throw new ApiError('DEFINITION_NOT_FOUND', `There is no definition ${which}.`);
}

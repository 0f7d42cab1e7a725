import type { SagaFilter } from '#filters';
import type { Identity } from '../edge/access/identity.js';
import type { MarkedDefinitions } from './marked-definitions.js';

type Known = Pick<MarkedDefinitions, 'isEmpty' | 'names'>;

/**
 * Definitions whose sagas a filter finds by nothing that the caller may see: whoever may not read a
 * key or a message may not guess it either, by asking for it.
 */
export function leftOut(
  { role }: Pick<Identity, 'role'>,
  { key, q }: Pick<SagaFilter, 'key' | 'q'>,
  marked: Known,
): readonly string[] {
  if (role !== 'viewer' || marked.isEmpty) return [];
  if (q !== undefined) return marked.names();
  return key === undefined ? [] : marked.names('/key');
}

import { evaluate } from '#definition';
import type { Mapping } from '#expressions';
import type { JsonValue } from '#protocol';
import { charsOf, derivedFault } from '../state/kept.js';
import type { SagaError } from '../state/saga-state.js';
import type { Draft } from '../transition/draft.js';

export type Mapped = { readonly data: JsonValue } | { readonly error: SagaError };

/** Evaluates data that the saga is going to keep; an error too when that would be too much. */
export function mapData(draft: Draft, mapping: Mapping): Mapped {
  const mapped = evaluate(() => mapping(draft.scope));
  if ('error' in mapped) return mapped;
  const error = derivedFault(draft.state, charsOf(mapped.data));
  return error === null ? mapped : { error };
}

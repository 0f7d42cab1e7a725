import { compileMapping } from '#expressions';
import type { EndDocument } from '../read/end-action.js';
import type { Places } from '../types/expression-places.js';
import type { Action, DocumentPlace } from './step-place.js';

export function compileEnd(
  { step }: DocumentPlace,
  { output }: EndDocument,
  at: Places,
): Action['end'] | null {
  const compiled = compileMapping(output, at(`${step.path}/end/output`));
  return compiled && { type: 'end', output: compiled };
}

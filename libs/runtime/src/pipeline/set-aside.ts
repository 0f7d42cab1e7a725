import type { ReportFault } from '#resilience';
import type { AsideParts } from '../inputs/input-kind.js';
import { inputKindOf } from '../inputs/input-kinds.js';
import type { PendingInput } from '../planning/pending-input.js';

export interface SetAsideParts extends AsideParts {
  readonly report: ReportFault;
}

/** Takes out of the way the one input that made its batch fail. Never rejects. */
export async function setAside(
  input: PendingInput,
  cause: unknown,
  parts: SetAsideParts,
): Promise<void> {
  parts.report({ during: `handle a ${input.type}`, error: cause, sagaId: input.sagaId });
  const kind = inputKindOf(input);
  if (kind.setAside === null) return input.reject(cause);
  try {
    await kind.setAside(input, cause, parts);
  } catch (error) {
    // not kept, hence not acknowledged: it comes again
    input.reject(error);
  }
}

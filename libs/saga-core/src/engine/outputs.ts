import type { CommandStep } from '../definition/saga-definition.js';
import type { JsonValue } from '../json.js';
import { decideAbort } from './backward.js';
import type { Draft } from './draft.js';
import { charsWith } from './saga-state.js';
import { isOnSlip } from './step-rules.js';

/**
 * Outputs are kept in the state, which is written with every transition: what a saga collects has a
 * limit, or one saga with many large outputs would hold up all the others.
 */
const OUTPUTS_CHARS_MAX = 4 * 1024 * 1024;

/**
 * The step has happened. When there is too much to keep, the saga goes back, or needs a person
 * where it cannot: past the pivot, and on a routing slip, which may be further already.
 */
export function succeed(
  draft: Draft,
  step: CommandStep,
  { output, by }: { readonly output: JsonValue; readonly by: 'reply' | 'inquiry' },
): void {
  const { name, kind } = step;
  const chars = charsWith(draft.state, output);
  if (chars <= OUTPUTS_CHARS_MAX) {
    draft.record({ type: 'step-succeeded', step: name, output, by });
    return;
  }
  const message = `the outputs of its steps have ${chars} characters of ${OUTPUTS_CHARS_MAX}`;
  const error = { code: 'OUTPUTS_TOO_LARGE', message };
  if (kind !== 'compensatable' || isOnSlip(draft)) {
    draft.record({ type: 'step-stuck', step: name, direction: 'execute', error });
    return;
  }
  // its compensation may need the output, and no more of them come
  draft.record({ type: 'step-succeeded', step: name, output, by });
  decideAbort(draft, { reason: 'failed', step: name, toStep: null, error });
}

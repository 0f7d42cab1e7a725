import type { CommandStep } from '#definition';
import type { JsonValue } from '#protocol';
import { decideAbort } from './backward.js';
import type { Draft } from '../transition/draft.js';
import { charsOf, receivedFault } from '../state/kept.js';
import { modeOf } from '../modes/mode-of.js';

/**
 * Records that the step has happened. If its output is too large to keep, the saga goes back, or is
 * stuck where it cannot: past the pivot, and on a routing slip, which may be further ahead already.
 */
export function succeed(
  draft: Draft,
  step: CommandStep,
  { output, by }: { readonly output: JsonValue; readonly by: 'reply' | 'inquiry' },
): void {
  const { name } = step;
  const error = receivedFault(draft.state, charsOf(output));
  if (error === null) {
    draft.record({ type: 'step-succeeded', step: name, output, by });
    return;
  }
  if (!modeOf(draft).goingBack.canUndoUnasked(step)) {
    draft.record({ type: 'step-stuck', step: name, direction: 'execute', error });
    return;
  }
  // its compensation may need the output, and no further outputs follow
  draft.record({ type: 'step-succeeded', step: name, output, by });
  decideAbort(draft, { reason: 'failed', step: name, toStep: null, error });
}

import type { StepDefinition } from '#definition';
import type { Draft } from '../transition/draft.js';
import { catchFailure } from './catching.js';
import { partsOf } from '../state/iterations.js';
import type { Abort, SagaError } from '../state/saga-state.js';
import { stepsToUndo } from '../state/step-rules.js';

/**
 * Makes the abort decision. A full abort is decided once; a rewind may still become one.
 * From then on no step is issued: `advanceBackward` undoes every step that may have happened.
 */
export function decideAbort(draft: Draft, abort: Abort): void {
  if (draft.state.abort !== null && draft.state.abort.toStep === null) return;
  draft.record({ type: 'abort-decided', abort });
  for (const { name } of stepsToUndo(draft.definition, abort.toStep)) {
    if (draft.step(name).status === 'waiting') draft.record({ type: 'wait-closed', step: name });
  }
  closeHeld(draft, abort.toStep);
}

/** Steps whose first attempt a pause keeps from being issued need not begin any more. */
function closeHeld(draft: Draft, toStep: string | null): void {
  for (const step of stepsToUndo(draft.definition, toStep)) {
    for (const part of partsOf(draft.state, step)) {
      const { status, attempts } = draft.step(part.name);
      const isHeld = status === 'executing' && attempts.execute === 0;
      if (isHeld) draft.record({ type: 'wait-closed', step: part.name });
    }
  }
}

/**
 * The command cannot be built or sent, or nothing came that was waited for: before the pivot the
 * saga aborts, after it it is stuck, unless the step catches that.
 */
export function failUnissued(draft: Draft, step: StepDefinition, error: SagaError): void {
  if (catchFailure(draft, step, error, 'unissued')) return;
  if (step.kind === 'retryable') {
    draft.record({ type: 'step-stuck', step: step.name, direction: 'execute', error });
  } else {
    draft.record({ type: 'step-failed', step: step.name, error });
    decideAbort(draft, { reason: 'failed', step: step.name, toStep: null, error });
  }
}

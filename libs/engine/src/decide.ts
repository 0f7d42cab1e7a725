import type { SagaDefinition } from '#definition';
import type { Decision } from './state/decision.js';
import { Draft } from './transition/draft.js';
import { advance } from './advance/forward.js';
import { rulesOf } from './inputs/all-rules.js';
import type { RecordedInput, SagaInput } from './state/saga-input.js';
import type { Pause } from './pausing/pauses.js';
import type { SagaState } from './state/saga-state.js';

/**
 * Decides what one input leads to. Pure and total: the same definition, state and input give the
 * same decision, and no input makes it throw.
 *
 * What each type of input does is a file in `inputs/`: `replies.ts` says which replies count,
 * `timers.ts` what time does. What follows from it: `forward.ts` says when a step is issued,
 * `backward.ts` when one is undone, `attempts.ts` what a failure leads to. What a person may do is
 * a file for each verb in `operator/`.
 *
 * `pauses`: those that may cover a part of the saga, also if they have ended since the saga's last
 * transition. The saga's own pause is in its state.
 */
export function decide(
  definition: SagaDefinition,
  state: SagaState | null,
  input: SagaInput,
  pauses: readonly Pause[] = [],
): Decision {
  const rules = rulesOf(input);
  if (state === null) {
    if (rules.begin === null) return { type: 'ignored', reason: 'never-issued' };
    return finish(rules.begin(definition, input, pauses));
  }
  if (state.endedAt !== null && !rules.reachesEnded) {
    return { type: 'ignored', reason: 'saga-ended' };
  }
  const draft = new Draft(definition, state, input.at, pauses);
  draft.moveClocks();
  const refusal = rules.receive(draft, input);
  if (refusal === null) return finish(draft);
  return typeof refusal === 'string' ? { type: 'ignored', reason: refusal } : refusal;
}

/** The input as the history stores it, without its payload, which the events carry. */
export function describeInput(input: SagaInput): RecordedInput {
  return rulesOf(input).describe(input);
}

/** After every input the saga advances as far as it can. */
function finish(draft: Draft): Decision {
  advance(draft);
  return draft.close();
}

import type { SagaDefinition } from '#definition';
import { advance } from '../advance/forward.js';
import { issueCommand } from '../moves/issue-command.js';
import { Holds, type Paused } from '../pausing/holds.js';
import type { Decision } from '../state/decision.js';
import { allCommandSteps } from '../state/iterations.js';
import type { Exchange, SagaState } from '../state/saga-state.js';
import { Draft } from '../transition/draft.js';

type Transition = Extract<Decision, { readonly type: 'transition' }>;

/**
 * What goes out as soon as the saga is woken, which is at once: attempts that a pause held, and
 * that nothing holds after the transition from `before`. null: there is none.
 */
export function releasedPart(
  before: { readonly definition: SagaDefinition; readonly state: SagaState },
  saga: Paused,
): Transition | null {
  const { definition, state, pauses, at } = saga;
  const was = new Holds({ ...before, pauses, at });
  if (was.isNone || state.endedAt !== null) return null;
  const draft = new Draft(definition, state, at, pauses);
  issueDue(draft, (step, direction) => {
    return was.isHeld(step, direction) && !draft.holds.isHeld(step, direction);
  });
  return draft.isEmpty ? null : draft.close();
}

/**
 * What pauses keep from going out now, the saga's own too: what would if all of them were over. No
 * other clock counts. null: they hold nothing that is due.
 */
export function heldPart(saga: Paused): Transition | null {
  const { definition, state, at } = saga;
  const holds = new Holds(saga);
  if (holds.isNone || state.endedAt !== null) return null;
  const { paused: _over, ...free } = state;
  const draft = new Draft(definition, free, at, []);
  issueDue(draft, (step, direction) => holds.isHeld(step, direction));
  advance(draft);
  return draft.isEmpty ? null : draft.close();
}

/** A command that is held is a back-off of no length. */
function issueDue(draft: Draft, isMeant: (...of: Parameters<Holds['isHeld']>) => boolean): void {
  for (const step of allCommandSteps(draft.definition, draft.state)) {
    const state = draft.step(step.name);
    if (!('exchange' in state) || !isDue(state.exchange, draft.at)) continue;
    const { direction, attemptsLeft } = state.exchange;
    if (!isMeant(step, direction)) continue;
    const error = issueCommand(draft, step, direction, { attemptsLeft: attemptsLeft - 1 });
    if (error !== null) draft.record({ type: 'step-stuck', step: step.name, direction, error });
  }
}

function isDue({ phase, dueAt }: Exchange, at: number): boolean {
  return phase === 'backing-off' && dueAt <= at;
}

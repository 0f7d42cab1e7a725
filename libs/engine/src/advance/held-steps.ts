import type { StepDefinition } from '#definition';
import { modeOf } from '../modes/mode-of.js';
import { catchingSteps } from '../moves/catching.js';
import { isWaitingForLocks } from '../moves/locks.js';
import { Holds } from '../pausing/holds.js';
import type { HeldStep } from '../state/held-step.js';
import { isDone, isResolved, stepsToUndo } from '../state/step-rules.js';
import type { Draft } from '../transition/draft.js';
import { areDependentsResolved, undoNext } from './backward.js';

/*
 * What is next and has not begun because a pause holds it is under way nowhere: no attempt says
 * so. The saga remembers it, so that its sentence and its history can tell.
 */

type HeldPart = Pick<HeldStep, 'step' | 'direction'>;

/** Says what no pause holds any more, before it begins. */
export function releaseHeld(draft: Draft): void {
  const { held } = draft.state;
  // a probe lets one attempt through: the rest stays held
  if (held === undefined || draft.isLettingThrough) return;
  const holds = new Holds(draft);
  for (const { step: name, direction } of held) {
    const step = draft.definition.stepByName.get(name);
    if (step === undefined || !holds.isHeld(step, direction)) {
      draft.record({ type: 'step-released', step: name, direction });
    }
  }
}

/** Says what is next now and held, and what is no longer next. Called when all else is decided. */
export function noteHeld(draft: Draft): void {
  const holds = new Holds(draft);
  const { endedAt, held = [] } = draft.state;
  if (endedAt !== null || (holds.isNone && held.length === 0)) return;
  const parts = heldParts(draft, holds);
  for (const { step, direction } of held.filter((each) => !isAmong(each, parts))) {
    draft.record({ type: 'step-released', step, direction });
  }
  for (const part of parts.filter((each) => !isAmong(each, held))) {
    draft.record({ type: 'step-held', ...part });
  }
}

function isAmong({ step, direction }: HeldPart, parts: readonly HeldPart[]): boolean {
  return parts.some((each) => each.step === step && each.direction === direction);
}

function heldParts(draft: Draft, holds: Holds): readonly HeldPart[] {
  const undone = [...heldInRewind(draft, holds), ...heldInCatch(draft, holds)];
  const names = new Set(undone.map(({ name }) => name));
  return [
    ...nextSteps(draft)
      .filter((step) => holds.isHeld(step, 'execute'))
      .map(({ name: step }) => ({ step, direction: 'execute' }) as const),
    ...[...names].map((step) => ({ step, direction: 'compensate' }) as const),
  ];
}

/** Steps that would have begun by now if nothing held them. */
function nextSteps(draft: Draft): readonly StepDefinition[] {
  const { definition, state } = draft;
  if (state.abort !== null || isWaitingForLocks(state)) return [];
  if (modeOf(draft).goingBack.askedOn(draft) !== null) return [];
  return definition.steps.filter(
    ({ name, after }) =>
      draft.step(name).status === 'pending' && after.every((each) => isDone(draft.step(each))),
  );
}

function heldInRewind(draft: Draft, holds: Holds): readonly StepDefinition[] {
  const { definition, state } = draft;
  if (state.abort === null) return [];
  return stepsToUndo(definition, state.abort.toStep)
    .filter((step) => !isResolved(state, step) && areDependentsResolved(draft, step))
    .filter((step) => isUndoHeld(draft, step, holds));
}

/** Iterations count for their loop. */
function heldInCatch(draft: Draft, holds: Holds): readonly StepDefinition[] {
  return catchingSteps(draft).flatMap((step) => {
    if (isResolved(draft.state, step) || !isUndoHeld(draft, step, holds)) return [];
    const loop = step.type === 'command' ? step.iterationOf?.step : undefined;
    return [(loop === undefined ? null : draft.definition.stepByName.get(loop)) ?? step];
  });
}

function isUndoHeld(draft: Draft, step: StepDefinition, holds: Holds): boolean {
  return undoNext(draft, step).some((each) => holds.isHeld(each, 'compensate'));
}

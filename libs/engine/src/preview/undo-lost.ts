import type { SagaDefinition } from '#definition';
import { partsOf } from '../state/iterations.js';
import type { SagaEvent } from '../state/saga-event.js';
import type { SagaState } from '../state/saga-state.js';
import { isPivotPassed, isResolved } from '../state/step-rules.js';
import { rulesOf } from '../steps/step-types.js';

/** The undo of a step, which the conductor will not have done any more. */
export interface LostUndo {
  readonly step: string;
  /** The command, or the event, that would have undone it. */
  readonly by: string;
}

interface Moment {
  readonly definition: SagaDefinition;
  readonly state: SagaState;
}

/**
 * What could still be undone before a transition, and cannot after it: the saga ended without
 * undoing it, passed its pivot, or a person says that it is undone.
 */
export function undoLost(
  before: Moment,
  after: Moment,
  events: readonly SagaEvent[],
): readonly LostUndo[] {
  const still = undoOf(after);
  const settled = new Set(
    events.flatMap((event) =>
      event.type === 'step-compensated' && event.result === 'settled' ? [event.step] : [],
    ),
  );
  const { definition, state } = after;
  const isOver = state.endedAt !== null || isPivotPassed(definition, state);
  const lost = [...undoOf(before)].filter(([step]) => {
    if (still.has(step)) return false;
    return settled.has(step) || (isOver && !UNDONE.has(state.steps[step]?.status ?? ''));
  });
  return lost.map(([step, by]) => ({ step, by }));
}

/** With it the step's effect is gone, or there was none. */
const UNDONE: ReadonlySet<string> = new Set(['', 'pending', 'compensated', 'caught']);

/** By step or iteration: what would undo it, were the saga to go back now. */
function undoOf({ definition, state }: Moment): ReadonlyMap<string, string> {
  if (!canGoBack({ definition, state })) return new Map();
  const parts = definition.steps.flatMap((step) => partsOf(state, step));
  return new Map(
    parts.flatMap((part) => {
      const by = rulesOf(part).undo?.describe(part) ?? null;
      return by === null || isResolved(state, part) ? [] : [[part.name, by] as const];
    }),
  );
}

function canGoBack({ definition, state }: Moment): boolean {
  // its parent may have a completed child undone
  const isOpen = state.endedAt === null || (state.status === 'completed' && state.parent !== null);
  return isOpen && (state.abort !== null || !isPivotPassed(definition, state));
}

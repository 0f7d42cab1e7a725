import { Waiting } from '#engine';
import type { StoredStep, StoredSummary } from '../store/saga-summary.js';

/** The columns of a saga's row that say when. */
export interface SummaryRow {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * What an open saga waits for, from its summary alone: the same as `Waiting.waitsOf` says of its
 * state, except that errors are cut. A summary of an earlier release says less, and nothing wrong.
 */
export function waitsOfSummary(
  summary: StoredSummary,
  { createdAt, updatedAt }: SummaryRow,
): Waiting.Waits {
  const { activeSteps, activeStepCount, locks = [], undo = null, turns, nextTimer } = summary;
  const at = updatedAt.getTime();
  const waits = [
    ...activeSteps.map((step) => waitOfStored(step, at)),
    ...locks.map((lock) => Waiting.waitOfLock(lock, createdAt.getTime())),
    ...(turns === undefined ? [] : [Waiting.waitOfTurns(turns)]),
    ...(summary.held ?? []).map(Waiting.waitOfHeld),
  ];
  const isHeld = waits.length === 0 && summary.waiting === 'paused';
  const unnamed = isHeld ? Waiting.heldWait(at) : unnamedWait(summary, at);
  const running = {
    waits: Waiting.inOrder(waits.length > 0 ? waits : [unnamed]),
    more: activeStepCount - activeSteps.length,
    deadlineAt: nextTimer?.what === 'deadline' ? nextTimer.at : null,
    undo,
  };
  return summary.paused === undefined ? running : Waiting.pausedWaits(running, summary.paused);
}

function waitOfStored(step: StoredStep, updatedAt: number): Waiting.Wait {
  const { name, direction, error, nextAction, since = updatedAt, iteration = 0, waitsFor } = step;
  const { attempt = step.attempts } = step;
  const isCommand = direction !== null;
  return {
    code: codeOf(step),
    step: name,
    direction: direction as Waiting.Wait['direction'],
    iteration,
    attempt: isCommand ? attempt : 0,
    since,
    until: nextAction.at,
    error,
    name: waitsFor?.name ?? null,
    ...(waitsFor?.key === undefined ? {} : { key: waitsFor.key }),
  };
}

function codeOf({ direction, nextAction: { what } }: StoredStep): Waiting.Code {
  switch (what) {
    case 'operator':
      return 'stuck';
    case 'next-attempt':
      return 'back-off';
    case 'await-signal':
      return 'signal';
    case 'await-event':
      return 'event';
    case 'delay':
      return 'timer';
    case 'await-lock':
      return 'lock';
    case 'deadline':
    case 'await-reply':
      return direction === 'inquire' ? 'inquiry' : 'executing';
    default:
      return what satisfies never;
  }
}

/** An earlier release wrote of a lock only that it is the next to come. */
function unnamedWait({ nextTimer }: StoredSummary, since: number): Waiting.Wait {
  const isLock = nextTimer?.what === 'await-lock';
  return {
    code: isLock ? 'lock' : 'executing',
    step: nextTimer?.step ?? null,
    direction: null,
    iteration: 0,
    attempt: 0,
    since,
    until: nextTimer?.at ?? null,
    error: null,
    name: null,
  };
}

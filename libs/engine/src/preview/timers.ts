import { movedClocks, type MovedClock } from '../pausing/clocks.js';
import type { Paused } from '../pausing/holds.js';
import type { StepState } from '../state/saga-state.js';

/** An instant at which something happens to a saga by itself. */
export interface SagaTimer {
  /**
   * `timeout`: of the wait for a reply. `next-attempt`: a back-off is over. `wait`: what is waited
   * for did not come. `delay`: time has passed. `lock`: the lock was not had in time.
   */
  readonly what: 'deadline' | 'lock' | 'timeout' | 'next-attempt' | 'wait' | 'delay';
  /** null: it is the saga's. */
  readonly step: string | null;
  readonly at: number;
}

/** What a transition does to the timers of a saga. */
export interface TimerChanges {
  readonly timersSet: readonly SagaTimer[];
  readonly timersCleared: readonly SagaTimer[];
  /** They run until then, and stand still from then on: a pause holds them. */
  readonly timersStopped: readonly SagaTimer[];
  /** They stood still, and go on with what they had left. */
  readonly timersGoingOn: readonly SagaTimer[];
}

interface Timer extends SagaTimer {
  readonly isHeld: boolean;
}

/** `before` as of the instant of the transition, so that its clocks have what pauses gave them. */
export function timerChanges(before: Paused, after: Paused): TimerChanges {
  const [old, now] = [timersOf(before), timersOf(after)];
  const [stood, ran] = [true, false].map((isHeld) => {
    return new Set(old.filter((each) => each.isHeld === isHeld).map(nameOf));
  });
  const oldOnes = new Set(old.map(textOf));
  const nowOnes = new Set(now.map(textOf));
  const goesOn = (timer: Timer): boolean => !timer.isHeld && stood?.has(nameOf(timer)) === true;
  const set = now.filter((timer) => !timer.isHeld && !goesOn(timer) && !oldOnes.has(textOf(timer)));
  return {
    timersSet: set.map(plain),
    timersCleared: old.filter((timer) => !nowOnes.has(textOf(timer))).map(plain),
    timersStopped: now.filter((timer) => timer.isHeld && ran?.has(nameOf(timer))).map(plain),
    timersGoingOn: now.filter(goesOn).map(plain),
  };
}

/** None of a saga that has ended. An attempt that a pause holds has no time to wait for. */
function timersOf(saga: Paused): readonly Timer[] {
  const { state, at } = saga;
  if (state.endedAt !== null) return [];
  return movedClocks(saga)
    .map((clock) => toTimer(clock, state.steps[clock.name]))
    .filter((timer) => timer.what !== 'next-attempt' || timer.at > at);
}

function toTimer({ of, name, dueAt: at, isHeld }: MovedClock, state: StepState | undefined): Timer {
  if (of !== 'step') return { what: of, step: null, at, isHeld };
  if (state !== undefined && 'exchange' in state) {
    const isInFlight = state.exchange.phase === 'in-flight';
    return { what: isInFlight ? 'timeout' : 'next-attempt', step: name, at, isHeld };
  }
  const isForOthers =
    state?.status === 'waiting' && (state.signal !== null || state.event !== undefined);
  return { what: isForOthers ? 'wait' : 'delay', step: name, at, isHeld };
}

function nameOf({ what, step }: SagaTimer): string {
  return JSON.stringify([what, step]);
}

function textOf({ what, step, at }: SagaTimer): string {
  return JSON.stringify([what, step, at]);
}

function plain({ what, step, at }: Timer): SagaTimer {
  return { what, step, at };
}

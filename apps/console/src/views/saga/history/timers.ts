import type { SagaState, StepState } from '#engine';

/** Something that happens by itself at an instant. */
export interface Timer {
  /** `timeout of ship` */
  readonly name: string;
  /** In ms since the epoch. */
  readonly at: number;
}

interface TimerChanges {
  readonly set: readonly Timer[];
  readonly cleared: readonly Timer[];
}

/** Which timers a transition set and which it cleared; one that moved is set anew. */
export function timerChanges(before: SagaState | null, after: SagaState | null): TimerChanges {
  const [old, now] = [timersOf(before), timersOf(after)];
  const isIn = (timers: readonly Timer[], { name, at }: Timer): boolean =>
    timers.some((each) => each.name === name && each.at === at);
  const names = new Set(now.map(({ name }) => name));
  return {
    set: now.filter((timer) => !isIn(old, timer)),
    cleared: old.filter(({ name }) => !names.has(name)),
  };
}

function timersOf(state: SagaState | null): readonly Timer[] {
  if (state === null || state.endedAt !== null) return [];
  const { deadlineAt, locks, steps } = state;
  return [
    ...(deadlineAt === null ? [] : [{ name: 'deadline', at: deadlineAt }]),
    ...locks
      .filter(({ status }) => status === 'waiting')
      .map(({ key, dueAt }) => ({ name: `wait for the lock ${key}`, at: dueAt })),
    ...Object.entries(steps).flatMap(([name, step]) => timersOfStep(name, step)),
  ];
}

function timersOfStep(name: string, step: StepState): readonly Timer[] {
  if ('exchange' in step) {
    const { phase, dueAt: at } = step.exchange;
    return [{ name: `${phase === 'in-flight' ? 'timeout' : 'next attempt'} of ${name}`, at }];
  }
  if (step.status !== 'waiting') return [];
  const isForTime = step.signal === null && step.event === undefined;
  return [{ name: `${isForTime ? 'delay' : 'wait'} of ${name}`, at: step.dueAt }];
}

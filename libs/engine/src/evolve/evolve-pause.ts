import type { SagaEvent } from '../state/saga-event.js';
import type { HeldStep } from '../state/held-step.js';
import type { LockState, SagaState, StepState } from '../state/saga-state.js';

/** Own pauses that a saga remembers: an outage during one of them is not given back twice. */
const STOOD_MAX = 10;

/** Commands are sent again because the bus lost them, or to find out whether a pause can end. */
export type PauseEvent = Extract<
  SagaEvent,
  {
    type:
      | 'saga-paused'
      | 'pause-ended'
      | 'clocks-moved'
      | 'commands-resent'
      | 'step-held'
      | 'step-released';
  }
>;

const PAUSE_EVENTS: ReadonlySet<SagaEvent['type']> = new Set<PauseEvent['type']>([
  'saga-paused',
  'pause-ended',
  'clocks-moved',
  'commands-resent',
  'step-held',
  'step-released',
]);

export function isPauseEvent(event: SagaEvent): event is PauseEvent {
  return PAUSE_EVENTS.has(event.type);
}

export function evolvePause(state: SagaState, event: PauseEvent, at: number): SagaState {
  switch (event.type) {
    case 'saga-paused': {
      const { by, reason } = event;
      return { ...state, paused: { since: at, by, reason } };
    }
    case 'pause-ended':
      return endPause(state, at);
    case 'clocks-moved':
      return moveClocks(state, event);
    case 'commands-resent':
      return event.probe === undefined ? state : withProbe(state, event.probe);
    case 'step-held': {
      const { step, direction } = event;
      return { ...state, held: [...(state.held ?? []), { step, direction, since: at }] };
    }
    case 'step-released':
      return withHeldSteps(state, (each) => !isSame(each, event));
    default:
      return event satisfies never;
  }
}

export function endPause(state: SagaState, at: number): SagaState {
  const { paused, ...others } = state;
  if (paused === undefined) return state;
  const stood = [...(state.stood ?? []), { from: paused.since, to: at }].slice(-STOOD_MAX);
  return { ...others, stood };
}

/** Without what was held: it has ended. */
export function withoutHeld(state: SagaState): SagaState {
  return state.held === undefined ? state : withHeldSteps(state, () => false);
}

function withHeldSteps({ held = [], ...state }: SagaState, keeps: (step: HeldStep) => boolean) {
  const kept = held.filter(keeps);
  return kept.length === 0 ? state : { ...state, held: kept };
}

function isSame(one: Omit<HeldStep, 'since'>, other: Omit<HeldStep, 'since'>): boolean {
  return one.step === other.step && one.direction === other.direction;
}

function withProbe(
  state: SagaState,
  { pause, step: name }: { readonly pause: string; readonly step: string },
): SagaState {
  const step = state.steps[name];
  if (step === undefined || !('exchange' in step)) return state;
  const probing = { ...step, exchange: { ...step.exchange, probe: pause } };
  return { ...state, steps: { ...state.steps, [name]: probing } };
}

function moveClocks(
  state: SagaState,
  event: Extract<SagaEvent, { type: 'clocks-moved' }>,
): SagaState {
  const { deadlineAt = state.deadlineAt } = event;
  const lockDueAt = new Map(event.locks.map(({ key, dueAt }) => [key, dueAt]));
  const locks = state.locks.map((lock): LockState => {
    const dueAt = lockDueAt.get(lock.key);
    if (dueAt === undefined) return lock;
    return { ...lock, dueAt, checkAt: lock.checkAt + dueAt - lock.dueAt };
  });
  const steps = { ...state.steps };
  for (const { step: name, dueAt } of event.waits) {
    const step = steps[name];
    if (step !== undefined) steps[name] = withDueAt(step, dueAt);
  }
  return { ...state, deadlineAt, locks, steps };
}

function withDueAt(step: StepState, dueAt: number): StepState {
  if ('exchange' in step) return { ...step, exchange: { ...step.exchange, dueAt } };
  return step.status === 'waiting' ? { ...step, dueAt } : step;
}

import { evolveSaga } from './evolve-saga.js';
import { evolveStep, moved, pendingStep, type StepEvent } from './evolve-step.js';
import { isPauseEvent } from './evolve-pause.js';
import { nameOfIteration } from '../state/iterations.js';
import type { SagaEvent } from '../state/saga-event.js';
import { charsOf, recounted, addReceived, addDerived } from '../state/kept.js';
import type { SagaState, StepState } from '../state/saga-state.js';

type StartedEvent = Extract<SagaEvent, { type: 'saga-started' }>;
type TakenEvent = Extract<SagaEvent, { type: 'signal-taken' }>;
type EventTaken = Extract<SagaEvent, { type: 'event-taken' }>;
type OpenedEvent = Extract<SagaEvent, { type: 'iterations-opened' }>;
type IterationEvent =
  OpenedEvent | Extract<SagaEvent, { type: 'iterations-dropped' | 'iteration-opened' }>;

/** A saga has 200 steps: it takes more events than this only if it is rewound for ever. */
const TAKEN_MAX = 1000;

/**
 * Applies an event to a saga. Pure, and total for the events that `decide` returns.
 * The version grows with the transition, not with each event: see `closeTransition`.
 */
export function evolve(state: SagaState | null, event: SagaEvent, at: number): SagaState {
  if (event.type === 'saga-started') return startedState(event, at);
  if (state === null) throw new Error(`a saga cannot begin with ${event.type}`);
  if (!isStepEvent(event)) return evolveSaga(state, event, at);
  const step = state.steps[event.step];
  if (step === undefined) throw new Error(`the saga has no step ${event.step}`);
  if (event.type === 'signal-taken') return takeSignal(state, event);
  if (event.type === 'event-taken') return takeEvent(state, step, event);
  if (event.type === 'iterations-opened') return openIterations(state, step, event, at);
  if (event.type === 'iterations-dropped') return dropIterations(state, step, event.step);
  if (event.type === 'iteration-opened') return openIteration(state, step, event);
  const steps = { ...state.steps, [event.step]: evolveStep(step, event, at) };
  return { ...state, steps, ...keptBy(state, event) };
}

/** Adds what an event about a step stores to the saga's kept size. */
function keptBy(state: SagaState, event: StepEvent): Partial<Pick<SagaState, 'kept'>> {
  if (event.type === 'command-issued' || event.type === 'command-held') {
    return event.data === undefined ? {} : addDerived(state, charsOf(event.data));
  }
  if (event.type === 'event-published') {
    return event.direction === 'execute' ? addDerived(state, charsOf(event.data)) : {};
  }
  if (event.type !== 'step-succeeded') return {};
  const chars =
    charsOf(event.output) + (event.errors === undefined ? 0 : JSON.stringify(event.errors).length);
  // a loop's output repeats the outputs of its iterations
  return event.by === 'iterations' ? addDerived(state, chars) : addReceived(state, chars);
}

/** A transition increments the version once, however many events it has. */
export function closeTransition(state: SagaState, at: number): SagaState {
  return { ...state, version: state.version + 1, updatedAt: at };
}

function isStepEvent(
  event: SagaEvent,
): event is StepEvent | TakenEvent | EventTaken | IterationEvent {
  return 'step' in event && !isPauseEvent(event);
}

function startedState(event: StartedEvent, at: number): SagaState {
  return {
    id: event.sagaId,
    key: event.key,
    definition: event.definition,
    status: 'running',
    version: 0,
    input: event.input,
    parent: event.parent ?? null,
    ...(event.generation === undefined ? {} : { generation: event.generation }),
    ...(event.origin === undefined ? {} : { origin: event.origin }),
    ...(event.trace === undefined ? {} : { trace: event.trace }),
    startedAt: at,
    updatedAt: at,
    endedAt: null,
    deadlineAt: event.deadlineAt,
    steps: Object.fromEntries(event.steps.map((name) => [name, pendingStep(0)])),
    locks: [],
    kept: { came: 0, all: charsOf(event.input) },
    signals: [],
    abort: null,
    output: null,
    error: null,
  };
}

/** Moves a signal from the saga to the step that takes it. */
function takeSignal(state: SagaState, { step: name, id }: TakenEvent): SagaState {
  const step = state.steps[name];
  const signal = state.signals.find((each) => each.id === id);
  if (step === undefined || signal === undefined) throw new Error(`there is no signal ${id}`);
  const taken = moved(step, { status: 'succeeded' }, { output: signal.payload });
  return {
    ...state,
    steps: { ...state.steps, [name]: taken },
    signals: state.signals.map((each) =>
      each === signal ? { ...each, payload: null, takenBy: name } : each,
    ),
  };
}

function takeEvent(
  state: SagaState,
  step: StepState,
  { step: name, id, data }: EventTaken,
): SagaState {
  const taken = moved(step, { status: 'succeeded' }, { output: data });
  return {
    ...state,
    steps: { ...state.steps, [name]: taken },
    takenEvents: [...(state.takenEvents ?? []), id].slice(-TAKEN_MAX),
    ...addReceived(state, charsOf(data)),
  };
}

function openIterations(
  state: SagaState,
  loop: StepState,
  { step, iteration, items }: OpenedEvent,
  at: number,
): SagaState {
  const steps = { ...state.steps };
  let chars = 0;
  items.forEach(({ item, data }, index) => {
    const name = nameOfIteration(step, loop.opened + index);
    steps[name] = { ...pendingStep(iteration + index), item, data };
    chars += charsOf(item) + charsOf(data);
  });
  const iterating = moved(loop, { status: 'iterating' }, { issuedAt: loop.issuedAt ?? at });
  const [opened, next] = [loop.opened + items.length, iteration + items.length];
  steps[step] = { ...iterating, opened, iteration: next };
  return { ...state, steps, ...addDerived(state, chars) };
}

function dropIterations(state: SagaState, loop: StepState, name: string): SagaState {
  const steps = { ...state.steps };
  for (let index = 0; index < loop.opened; index++) delete steps[nameOfIteration(name, index)];
  steps[name] = pendingStep(loop.iteration);
  return { ...state, steps, ...recounted({ ...state, steps }) };
}

/** Also serves one iteration of a loop, which takes its number from the loop. */
function openIteration(
  state: SagaState,
  step: StepState,
  event: { readonly step: string; readonly iteration: number },
): SagaState {
  const { step: name, iteration } = event;
  const steps = { ...state.steps, [name]: { ...pendingStep(iteration), item: step.item } };
  const loopName = /^(.+)\[\d+\]$/.exec(name)?.[1];
  const loop = loopName === undefined ? undefined : steps[loopName];
  if (loopName !== undefined && loop) steps[loopName] = { ...loop, iteration: iteration + 1 };
  return { ...state, steps, ...recounted({ ...state, steps }) };
}

import type { SagaDefinition, StepDefinition } from '#definition';
import type { SagaState, StepState, Waiting } from '#engine';
import type { ChildSummary, SagaLine } from '#queries';
import { waitingOf } from '../waiting/waiting-teller.js';
import type { WaitingView } from '../waiting/waiting-view.js';
import type { NextAction } from './saga-parts.js';
import type { SagaParent, SagaSummaryView, SagaView, StepView } from './saga-view.js';

/**
 * `definition` null: what its steps ask people for is not shown, and what it waits for not by name.
 * `outside` left out: nothing is known but its state.
 */
export function toSagaView(
  state: SagaState,
  definition: SagaDefinition | null = null,
  children: readonly ChildSummary[] = [],
  outside?: Waiting.Outside,
): SagaView {
  const all = Object.entries(state.steps).map(([name, step]) => ({
    ...toStepView(name, step),
    ...toAskedSignal(step, definition?.stepByName.get(name)),
  }));
  const steps = nestIterations(all);
  return {
    id: state.id,
    status: state.status,
    direction: state.abort === null ? 'forward' : 'backward',
    version: state.version,
    definition: state.definition,
    key: state.key,
    input: state.input,
    output: state.output,
    error: state.error,
    startedAt: toIso(state.startedAt),
    updatedAt: toIso(state.updatedAt),
    endedAt: toIsoOrNull(state.endedAt),
    waiting: waitingOf(state, definition, outside),
    deadlineAt: toIsoOrNull(state.deadlineAt),
    nextAction: nextActionOf(state, all),
    paused: toPauseView(state),
    steps,
    parent: toParentView(state),
    children,
    locks: state.locks.map(({ key, status, ticket = null }) => ({ key, status, ticket })),
  };
}

function toPauseView({ paused }: SagaState): SagaView['paused'] {
  return paused === undefined ? null : { ...paused, since: toIso(paused.since) };
}

function toParentView({ parent }: SagaState): SagaParent | null {
  if (parent === null) return null;
  const { sagaId: id, step, iteration } = parent;
  return { id, step, iteration };
}

/** Groups `reserve[0]`, `reserve[1]`, … under `reserve`. */
function nestIterations(all: readonly StepView[]): readonly StepView[] {
  const byLoop = new Map<string, StepView[]>();
  for (const view of all) {
    const [, loop] = ITERATION.exec(view.name) ?? [];
    if (loop === undefined) continue;
    const known = byLoop.get(loop);
    if (known) known.push(view);
    else byLoop.set(loop, [view]);
  }
  if (byLoop.size === 0) return all;
  const steps = all.filter(({ name }) => !ITERATION.test(name));
  return steps.map((step) => ({ ...step, iterations: byLoop.get(step.name) ?? [] }));
}

const ITERATION = /^(.+)\[\d+\]$/;

type AskedSignal = Pick<StepView, 'signal' | 'title' | 'payloadSchema'>;

const NO_SIGNAL: AskedSignal = { signal: null, title: null, payloadSchema: null };

/** Whether some step waits for a signal, so that its view shows more with the definition. */
export function asksPeople({ steps }: SagaState): boolean {
  return Object.values(steps).some((step) => step.status === 'waiting' && step.signal !== null);
}

/** A wait that timed out past the pivot is stuck, and still takes the signal. */
function toAskedSignal(state: StepState, step: StepDefinition | undefined): AskedSignal {
  const isOpen = state.status === 'waiting' || state.status === 'stuck';
  if (!isOpen) return NO_SIGNAL;
  if (step?.type !== 'wait') {
    return state.status === 'waiting' ? { ...NO_SIGNAL, signal: state.signal } : NO_SIGNAL;
  }
  const { signal, title, payload } = step;
  return { signal, title, payloadSchema: payload.schema ?? null };
}

function toStepView(name: string, step: StepState): Omit<StepView, keyof AskedSignal> {
  const { status, attempts, iteration, error, output } = step;
  const nextAction = stepAction(name, step);
  // as an earlier release wrote it, too
  const wasRefused = step.wasRefused === true || status === 'refused';
  const shown = { name, status, attempts, iteration, error, wasRefused, output, nextAction };
  return { ...shown, iterations: [] };
}

function stepAction(name: string, step: StepState): NextAction | null {
  if (step.status === 'stuck') return { what: 'operator', step: name, at: null };
  if (step.status === 'waiting') {
    return { what: awaitedIn(step), step: name, at: toIso(step.dueAt) };
  }
  if (!('exchange' in step)) return null;
  const { phase, dueAt } = step.exchange;
  const what = phase === 'in-flight' ? 'await-reply' : 'next-attempt';
  return { what, step: name, at: toIso(dueAt) };
}

function awaitedIn({ signal, event }: Extract<StepState, { status: 'waiting' }>) {
  if (event !== undefined) return 'await-event';
  return signal === null ? 'delay' : 'await-signal';
}

/** The next thing that will happen: the earliest, or the operator when nothing else will. */
function nextActionOf(state: SagaState, steps: readonly StepView[]): NextAction | null {
  if (state.endedAt !== null) return null;
  const actions = steps.flatMap(({ nextAction }) => (nextAction ? [nextAction] : []));
  if (state.deadlineAt !== null) {
    actions.push({ what: 'deadline', step: null, at: toIso(state.deadlineAt) });
  }
  for (const { status, dueAt } of state.locks) {
    if (status === 'waiting') actions.push({ what: 'await-lock', step: null, at: toIso(dueAt) });
  }
  const timed = actions.filter(({ at }) => at !== null);
  timed.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
  return timed[0] ?? actions[0] ?? null;
}

/** A saga as a line of a list. */
export function toSummaryView(line: SagaLine, waiting: WaitingView | null): SagaSummaryView {
  const { createdAt, updatedAt, endedAt, summary: _stored, ...facts } = line;
  return {
    ...facts,
    waiting,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

export function toIso(at: number): string {
  return new Date(at).toISOString();
}

function toIsoOrNull(at: number | null): string | null {
  return at === null ? null : toIso(at);
}

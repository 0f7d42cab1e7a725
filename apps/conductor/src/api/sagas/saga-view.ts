import type { JsonValue } from '#protocol';
import type { SagaError, SagaState, StepState } from '#engine';
import type { ChildSummary, SagaSummary } from '#queries';
import type { NextAction } from './saga-parts.js';

export interface StepView {
  readonly name: string;
  readonly status: string;
  /** Attempts issued in this iteration, per direction. */
  readonly attempts: {
    readonly execute: number;
    readonly compensate: number;
    readonly inquire: number;
  };
  readonly iteration: number;
  /** Of a `forEach` or `repeat`: one for each item or round, with a name of its own. */
  readonly iterations: readonly StepView[];
  readonly error: SagaError | null;
  readonly output: JsonValue;
  readonly nextAction: NextAction | null;
}

export interface SagaView {
  readonly id: string;
  readonly status: string;
  readonly paused: boolean;
  /** `forward` until the abort decision, then `backward`. */
  readonly direction: 'forward' | 'backward';
  /** Counts the transitions; goes into `expectedVersion`. */
  readonly version: number;
  readonly definition: { readonly name: string; readonly version: number };
  readonly key: string | null;
  readonly input: JsonValue;
  readonly output: JsonValue;
  readonly error: SagaError | null;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly endedAt: string | null;
  readonly deadlineAt: string | null;
  readonly nextAction: NextAction | null;
  readonly steps: readonly StepView[];
  /** The saga that has this one as its child, and its step. */
  readonly parent: {
    readonly id: string;
    readonly step: string;
    readonly iteration: number;
  } | null;
  readonly children: readonly ChildSummary[];
  readonly locks: readonly { readonly key: string; readonly status: string }[];
}

export function toSagaView(state: SagaState, children: readonly ChildSummary[] = []): SagaView {
  const all = Object.entries(state.steps).map(([name, step]) => toStepView(name, step));
  const steps = nestIterations(all);
  return {
    id: state.id,
    status: state.status,
    paused: false,
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
    deadlineAt: toIsoOrNull(state.deadlineAt),
    nextAction: nextActionOf(state, all),
    steps,
    parent: toParentView(state),
    children,
    locks: state.locks.map(({ key, status }) => ({ key, status })),
  };
}

function toParentView({ parent }: SagaState): SagaView['parent'] {
  if (parent === null) return null;
  const { sagaId: id, step, iteration } = parent;
  return { id, step, iteration };
}

/** `reserve[0]`, `reserve[1]`, … go below `reserve`. */
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

function toStepView(name: string, step: StepState): StepView {
  const { status, attempts, iteration, error, output } = step;
  const nextAction = stepAction(name, step);
  return { name, status, attempts, iteration, iterations: [], error, output, nextAction };
}

function stepAction(name: string, step: StepState): NextAction | null {
  if (step.status === 'stuck') return { what: 'operator', step: name, at: null };
  if (step.status === 'waiting') {
    const what = step.signal === null ? 'delay' : 'await-signal';
    return { what, step: name, at: toIso(step.dueAt) };
  }
  if (!('exchange' in step)) return null;
  const { phase, dueAt } = step.exchange;
  const what = phase === 'in-flight' ? 'await-reply' : 'next-attempt';
  return { what, step: name, at: toIso(dueAt) };
}

/** The earliest of what is to come; an operator only when nothing else is. */
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

/** A line of a list. */
export function toSummaryView(summary: SagaSummary) {
  const { createdAt, updatedAt, endedAt, ...facts } = summary;
  return {
    ...facts,
    paused: false,
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

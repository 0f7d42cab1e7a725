import type { CommandStep, Period, PublishStep, SagaDefinition, StepDefinition } from '#definition';
import { withNearestDependents } from './nearest-dependents.js';

/** How a step can go wrong, one way at a time; and what that means, for legends. */
export const FAULTS = {
  refused: 'a business no',
  errors: 'every attempt fails',
  silent:
    'no attempt is answered, and none had an effect; of a wait: what it waits for never comes',
  'reply-lost': 'the first attempt had its effect, and its reply is lost',
  duplicate: 'every reply comes twice',
  'late-success':
    'no attempt is answered in time; the first had its effect, and its reply comes at last',
  'refused-later': 'of a loop: its first iteration succeeds, and the next one is refused',
  'errors-later':
    'of a loop: its first iteration succeeds, and every attempt at the next one fails',
  'silent-later': 'of a loop: its first iteration succeeds, and the next one is never answered',
  'late-success-later':
    'of a loop: its first iteration succeeds, and the reply to the next one comes too late',
  exhausted: 'of a repeat: as many rounds as it may have are done, and its condition does not hold',
  taken: 'its condition holds, where in every other path it does not; of a fail or an end',
  'compensation-refused': 'the saga goes back over the step, and its compensation is refused',
  'compensation-silent': 'the saga goes back over the step, and its compensation is never answered',
} as const;

export type Fault = keyof typeof FAULTS;

const ALL_FAULTS = Object.keys(FAULTS) as readonly Fault[];

/** What befalls a loop after its first iteration, and what that is to an iteration. */
const LATER_FAULTS: Partial<Record<Fault, Fault>> = {
  'refused-later': 'refused',
  'errors-later': 'errors',
  'silent-later': 'silent',
  'late-success-later': 'late-success',
};

/** How one iteration, counted from 0, goes wrong when its step does; null: it goes well. */
export function faultOfIteration(fault: Fault, iteration: number): Fault | null {
  const later = LATER_FAULTS[fault];
  if (later === undefined) return fault;
  return iteration === 0 ? null : later;
}

/** How one type of step goes wrong, and what it is without its expressions. */
interface StepModel<Step extends StepDefinition> {
  faultsOf(step: Step): readonly Fault[];
  plain(step: Step): Step;
}

/** Does not compile while a type of step is missing. */
const MODELS: {
  readonly [Type in StepDefinition['type']]: StepModel<Extract<StepDefinition, { type: Type }>>;
} = {
  command: { faultsOf: faultsOfCommand, plain: plainCommand },
  wait: {
    faultsOf: () => ['silent'],
    plain: (step) => ({
      ...step,
      when: null,
      timeout: periodOf(step.timeout),
      payload: { schema: undefined, check: () => [] },
    }),
  },
  event: {
    faultsOf: () => ['silent'],
    plain: (step) => {
      const timeout = periodOf(step.timeout);
      const key = (): string => step.event;
      return { ...step, when: null, key, eventKey: key, where: null, timeout };
    },
  },
  delay: {
    faultsOf: () => [],
    plain: (step) => ({ ...step, when: null, delay: periodOf(step.delay) }),
  },
  publish: { faultsOf: () => [], plain: plainPublish },
  fail: { faultsOf: () => ['taken'], plain: (step) => ({ ...notTaken(step), message: null }) },
  end: { faultsOf: () => ['taken'], plain: (step) => ({ ...notTaken(step), output: () => null }) },
};

/** Without a condition it is always taken. */
function notTaken<Step extends StepDefinition>(step: Step): Step {
  return step.when === null ? step : { ...step, when: () => false };
}

/** The definition in which the fault of a step is one of its condition: it is taken, or not met. */
export function withFault(definition: SagaDefinition, name: string, fault: Fault): SagaDefinition {
  if (fault !== 'taken' && fault !== 'exhausted') return definition;
  const change = fault === 'taken' ? taken : neverDone;
  const steps = definition.steps.map((step) => (step.name === name ? change(step) : step));
  return { ...definition, steps, stepByName: new Map(steps.map((step) => [step.name, step])) };
}

function taken(step: StepDefinition): StepDefinition {
  return { ...step, when: null };
}

/** It has two rounds, as in every other path, and between them the time that all pauses take. */
function neverDone(step: StepDefinition): StepDefinition {
  if (step.type !== 'command' || step.loop?.type !== 'repeat') return step;
  const { maxIterations, intervalMs } = step.loop;
  const pauses = {
    maxIterations: Math.min(2, maxIterations),
    intervalMs: intervalMs * (maxIterations - 1),
  };
  return { ...step, loop: { ...step.loop, ...pauses, until: () => false } };
}

function modelOf({ type }: StepDefinition): StepModel<StepDefinition> {
  return MODELS[type] as StepModel<StepDefinition>;
}

/** The faults that a step can have. */
export function faultsOf(step: StepDefinition): readonly Fault[] {
  return modelOf(step).faultsOf(step);
}

function faultsOfCommand(step: CommandStep): readonly Fault[] {
  const all = step.child === null ? ALL_FAULTS : CHILD_FAULTS;
  return all.filter((fault) => canHave(step, fault));
}

/** A child saga is kept by the conductor itself: it always answers, and is never in doubt. */
const CHILD_FAULTS: readonly Fault[] = [
  'refused',
  'duplicate',
  'refused-later',
  'exhausted',
  'compensation-refused',
];

function canHave({ compensation, loop }: CommandStep, fault: Fault): boolean {
  if (fault === 'taken') return false;
  if (fault === 'exhausted') return loop?.type === 'repeat';
  if (fault in LATER_FAULTS) {
    return loop?.type === 'forEach' || (loop?.type === 'repeat' && loop.maxIterations > 1);
  }
  return compensation !== null || !fault.startsWith('compensation');
}

/**
 * The definition without its expressions: how a saga goes does not depend on what it carries. Every
 * `when` is true, a `forEach` has two items, a `repeat` is done after its second round.
 */
export function withoutExpressions(definition: SagaDefinition): SagaDefinition {
  return withNearestDependents(withPlainSteps(definition));
}

export function withPlainSteps(definition: SagaDefinition): SagaDefinition {
  const steps = definition.steps.map((step) => modelOf(step).plain(step));
  return {
    ...definition,
    // whether others hold them is not known here
    locks: [],
    steps,
    stepByName: new Map(steps.map((step) => [step.name, step])),
    pivot: steps.find(({ kind }) => kind === 'pivot') ?? null,
    output: () => null,
  };
}

function plainCommand(step: CommandStep): CommandStep {
  const { compensation, loop, slip } = step;
  return {
    ...step,
    when: null,
    input: () => null,
    compensation: compensation && { ...compensation, input: null },
    loop: loop && plainLoop(loop),
    slip: slip && { input: () => ({ data: null, fill: [] }), compensation: null },
  };
}

/** What an expression gives is not known here: a second will do. */
function periodOf(period: Period): number {
  return typeof period === 'number' ? period : 1000;
}

function plainPublish(step: PublishStep): PublishStep {
  const { compensation } = step;
  return {
    ...step,
    when: null,
    data: () => null,
    compensation: compensation && { ...compensation, data: null },
  };
}

type Loop = NonNullable<Extract<StepDefinition, { type: 'command' }>['loop']>;

function plainLoop(loop: Loop): Loop {
  if (loop.type === 'forEach') return { ...loop, items: () => [0, 1] };
  const rounds = Math.min(2, loop.maxIterations);
  return { ...loop, until: ({ variables }) => variables?.[0] === rounds };
}

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
  taken: 'its condition holds, where in every other path it does not; of a fail or an end',
  'compensation-refused': 'the saga goes back over the step, and its compensation is refused',
  'compensation-silent': 'the saga goes back over the step, and its compensation is never answered',
} as const;

export type Fault = keyof typeof FAULTS;

const ALL_FAULTS = Object.keys(FAULTS) as readonly Fault[];

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

/** The definition in which this step is taken. */
export function withTaken(definition: SagaDefinition, name: string): SagaDefinition {
  const steps = definition.steps.map((step) =>
    step.name === name ? { ...step, when: null } : step,
  );
  return { ...definition, steps, stepByName: new Map(steps.map((step) => [step.name, step])) };
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
const CHILD_FAULTS: readonly Fault[] = ['refused', 'duplicate', 'compensation-refused'];

function canHave({ compensation }: CommandStep, fault: Fault): boolean {
  if (fault === 'taken') return false;
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

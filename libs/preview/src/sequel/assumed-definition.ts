import type { CommandStep, Period, SagaDefinition, SlipData, StepDefinition } from '#definition';
import type { Condition, Mapping, Scope } from '#expressions';
import type { JsonValue } from '#protocol';
import type { Unknowns } from './unknowns.js';

/** How long a period takes that is not known, in ms. */
const SOME_TIME_MS = 1000;

/**
 * The definition as a future is tried out by it: what depends on outputs that are not known yet
 * goes well. A step runs, a loop has one item or is done after its round, nothing fails or ends
 * early, and data are null and noted.
 */
export function assumedDefinition(definition: SagaDefinition, unknowns: Unknowns): SagaDefinition {
  const assume = new Assumption(unknowns);
  const steps = definition.steps.map((step) => assume.step(step));
  return {
    ...definition,
    deadlineMs: null,
    steps,
    stepByName: new Map(steps.map((step) => [step.name, step])),
    pivot: steps.find(({ name }) => name === definition.pivot?.name) ?? null,
    output: assume.mapping(definition.output),
  };
}

class Assumption {
  constructor(private readonly unknowns: Unknowns) {}

  step(step: StepDefinition): StepDefinition {
    const isRun = step.type !== 'fail' && step.type !== 'end';
    const own = { ...step, when: step.when && this.condition(step.when, isRun) };
    const { name } = step;
    switch (own.type) {
      case 'command':
        return this.command(own);
      case 'wait':
        return { ...own, timeout: this.period(own.timeout) };
      case 'event':
        return { ...own, timeout: this.period(own.timeout), key: this.mapping(own.key, () => '') };
      case 'delay':
        return { ...own, delay: this.period(own.delay, () => this.unknowns.noteTime(name)) };
      case 'publish': {
        const { compensation } = own;
        return {
          ...own,
          data: this.data(own.data, name, 'execute'),
          compensation: compensation && {
            ...compensation,
            data: compensation.data && this.data(compensation.data, name, 'compensate'),
          },
        };
      }
      case 'fail':
        return { ...own, message: own.message && this.mapping(own.message) };
      case 'end':
        return { ...own, output: this.mapping(own.output) };
      default:
        return own satisfies never;
    }
  }

  private command(step: CommandStep): CommandStep {
    const { name, compensation, loop, slip } = step;
    return {
      ...step,
      input: this.data(step.input, name, 'execute', () => this.hasUnknownVariables(step)),
      compensation: compensation && {
        ...compensation,
        input:
          compensation.input &&
          this.data(compensation.input, name, 'compensate', () => this.hasUnknownVariables(step)),
      },
      loop: loop && this.loop(name, loop),
      slip: slip && {
        input: this.slipped(slip.input),
        compensation: slip.compensation && this.slipped(slip.compensation),
      },
    };
  }

  private slipped(mapping: (scope: Scope) => SlipData): (scope: Scope) => SlipData {
    return (scope) => this.known(mapping, scope, () => ({ data: null, fill: [] }));
  }

  private loop(step: string, loop: NonNullable<CommandStep['loop']>): CommandStep['loop'] {
    if (loop.type === 'forEach') {
      const someItem = (): JsonValue => {
        this.unknowns.noteItems(step);
        return [null];
      };
      return { ...loop, items: this.mapping(loop.items, someItem) };
    }
    const { until } = loop;
    // its first variable is the output of the round
    const isOver: Condition = (scope) =>
      this.unknowns.hasOutput(step) || this.known(until, scope, () => true);
    return { ...loop, until: isOver };
  }

  /** Of an iteration: the item of a list that is not known, or the output of the round before. */
  private hasUnknownVariables({ name, loop }: CommandStep): boolean {
    return loop?.type === 'repeat' ? this.unknowns.hasOutput(name) : this.unknowns.hasItems(name);
  }

  private condition(condition: Condition, otherwise: boolean): Condition {
    return (scope) => this.known(condition, scope, () => otherwise);
  }

  mapping(mapping: Mapping, otherwise: () => JsonValue = () => null): Mapping {
    return (scope) => this.known(mapping, scope, otherwise);
  }

  private period(period: Period, note = (): void => undefined): Period {
    if (typeof period === 'number') return period;
    return this.mapping(period, () => {
      note();
      return `${SOME_TIME_MS}ms`;
    });
  }

  private data(
    mapping: Mapping,
    step: string,
    direction: 'execute' | 'compensate',
    hasUnknownVariables = (): boolean => false,
  ): Mapping {
    const otherwise = (): JsonValue => {
      this.unknowns.noteData(step, direction);
      return null;
    };
    return (scope) => (hasUnknownVariables() ? otherwise() : this.known(mapping, scope, otherwise));
  }

  private known<Result>(
    expression: (scope: Scope) => Result,
    scope: Scope,
    otherwise: () => Result,
  ): Result {
    return this.unknowns.evaluate(expression, scope, otherwise);
  }
}

import type { SagaDefinition, StepDefinition } from '#definition';

/** What a definition does, as a picture shows it: no expressions, no times. */
export interface Plan {
  /** In the order of the document. */
  readonly steps: readonly PlannedStep[];
}

export interface PlannedStep {
  readonly name: string;
  readonly does: PlannedAct;
  /** The command, definition, signal or event that it is about; null: it is about none. */
  readonly about: string | null;
  readonly kind: StepDefinition['kind'];
  /** Names of steps that come right before it. */
  readonly after: readonly string[];
  /** The command or event that takes it back; null: nothing does. */
  readonly undo: string | null;
  readonly loop: 'forEach' | 'repeat' | null;
  /** It may be skipped. */
  readonly isConditional: boolean;
}

export type PlannedAct =
  'command' | 'saga' | 'wait' | 'event' | 'delay' | 'publish' | 'fail' | 'end';

export function planOf({ steps }: Pick<SagaDefinition, 'steps'>): Plan {
  return { steps: steps.map(plannedStep) };
}

function plannedStep(step: StepDefinition): PlannedStep {
  const { name, kind, after } = step;
  const isConditional = step.when !== null || step.required.length > 0;
  return { name, kind, after, isConditional, ...actOf(step) };
}

function actOf(step: StepDefinition): Pick<PlannedStep, 'does' | 'about' | 'undo' | 'loop'> {
  const nothing = { about: null, undo: null, loop: null };
  switch (step.type) {
    case 'command': {
      const { child, command, compensation, loop } = step;
      return {
        does: child === null ? 'command' : 'saga',
        about: child === null ? command : child.definition,
        undo: compensation === null ? null : compensation.command,
        loop: loop === null ? null : loop.type,
      };
    }
    case 'publish': {
      const { event, compensation } = step;
      return { ...nothing, does: 'publish', about: event, undo: compensation?.event ?? null };
    }
    case 'wait':
      return { ...nothing, does: 'wait', about: step.signal };
    case 'event':
      return { ...nothing, does: 'event', about: step.event };
    case 'fail':
      return { ...nothing, does: 'fail', about: step.code };
    case 'delay':
    case 'end':
      return { ...nothing, does: step.type };
  }
}

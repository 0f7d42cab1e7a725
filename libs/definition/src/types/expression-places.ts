import type {
  ExpressionTypes,
  Guards,
  StepBudget,
  StepFacts,
  TemplatePlace,
  ValueType,
  VisibleSteps,
} from '#expressions';
import type { FaultList } from '../model/definition-fault.js';
import type { InputSchemas } from './input-fit.js';
import type { NullOutputs } from './null-outputs.js';
import type { OutputTypes } from './output-types.js';

/** The types that a definition's expressions are checked against. */
export interface SagaTypes {
  readonly input: ValueType;
  readonly outputs: OutputTypes;
  readonly nulls: NullOutputs;
  readonly inputSchemas: InputSchemas;
  /** What reading the regular expressions of all of it may cost. */
  readonly patterns: StepBudget;
}

/** Where findings go. */
export interface Report {
  readonly faults: FaultList;
  readonly warnings: FaultList;
}

/** The place of a template, by its JSON Pointer. */
export type Places = (path: string) => TemplatePlace;

export function placesIn(
  within: {
    readonly visible: VisibleSteps;
    /** null: types are not checked. */
    readonly types: SagaTypes | null;
    readonly guards: Guards;
    /** Left out: nothing is known about steps but their types. */
    readonly factsOf?: ((step: string) => StepFacts) | undefined;
  },
  { faults, warnings }: Report,
): Places {
  const { visible, guards, factsOf } = within;
  const types: ExpressionTypes | null = within.types && {
    input: within.types.input,
    outputOf: within.types.outputs.use,
    patterns: within.types.patterns,
    variables: new Map(),
    guards,
    factsOf,
  };
  return (path) => ({ path, visible, report: faults.add, types, warn: warnings.add });
}

/** The same place, in a part of the step that messages name. */
export function inPart(place: TemplatePlace, part: 'compensation' | 'until'): TemplatePlace {
  const { visible } = place;
  if (visible.at === undefined) return place;
  return { ...place, visible: { ...visible, at: { ...visible.at, part } } };
}

/** The same places, with further variables. */
export function withVariables(at: Places, variables: ReadonlyMap<string, ValueType>): Places {
  return (path) => {
    const place = at(path);
    return {
      ...place,
      visible: { ...place.visible, variables: [...variables.keys()] },
      types: place.types && { ...place.types, variables },
    };
  };
}

import { compileCondition, guardsOfCondition, NO_GUARDS } from '#expressions';
import type { StepDefinition } from '../model/saga-definition.js';
import type { ActionDocument } from '../read/step-action.js';
import type { StepDocument } from '../read/step-document.js';
import { requiredSteps } from '../rules/required-steps.js';
import { placesIn, type Places, type Report } from '../types/expression-places.js';
import { compileCommand } from './command-action.js';
import { compileDelay } from './delay-action.js';
import { compileEnd } from './end-action.js';
import { compileFail } from './fail-action.js';
import { compilePublish } from './publish-action.js';
import { compileChild } from './saga-action.js';
import type { Action, CompileAction, DocumentPlace } from './step-place.js';
import { compileWait } from './wait-action.js';

/** Does not compile while an action is missing. */
const COMPILERS: {
  readonly [Type in ActionDocument['type']]: CompileAction<Extract<ActionDocument, { type: Type }>>;
} = {
  command: compileCommand,
  saga: compileChild,
  wait: compileWait,
  delay: compileDelay,
  publish: compilePublish,
  fail: compileFail,
  end: compileEnd,
};

/** Compiles a step; null: it has faults, which are reported. */
export function compileStep(place: DocumentPlace, report: Report): StepDefinition | null {
  const { step, index, saga, graph, known, types } = place;
  const later = new Set(namesAt(saga.steps, graph?.dependents[index] ?? []));
  const site = { step: step.name, part: 'step', later } as const;
  const visible = { known, before: namesBefore(place), at: site };
  const factsOf = types?.nulls.factsFor(index);
  const atWhen = placesIn({ visible, types, guards: NO_GUARDS, factsOf }, report);
  const when = step.when === null ? null : compileCondition(step.when, atWhen(`${step.path}/when`));
  const guards = step.when === null || types === null ? NO_GUARDS : guardsOfCondition(step.when);
  const action = compileAction(place, placesIn({ visible, types, guards, factsOf }, report));
  if (step.name === null || action === null || graph === null) return null;
  return {
    name: step.name,
    kind: step.kind,
    after: namesAt(saga.steps, graph.predecessors[index] ?? []),
    dependents: namesAt(saga.steps, graph.dependents[index] ?? []),
    required:
      step.requires === 'done' ? [] : namesAt(saga.steps, requiredSteps(saga.steps, graph, index)),
    when,
    catches: step.catches,
    ...action,
  };
}

/** Compiles what the step does; null: it has faults, which are reported. */
function compileAction(place: DocumentPlace, at: Places): Action[keyof Action] | null {
  const { action } = place.step;
  if (action === null) return null;
  const compile = COMPILERS[action.type] as CompileAction<ActionDocument>;
  return compile(place, action, at);
}

function namesBefore({ saga, graph, index }: DocumentPlace): ReadonlySet<string> | null {
  return graph && new Set(namesAt(saga.steps, graph.before[index] ?? []));
}

function namesAt(steps: readonly StepDocument[], indexes: readonly number[]): readonly string[] {
  return indexes.flatMap((index) => steps[index]?.name ?? []);
}

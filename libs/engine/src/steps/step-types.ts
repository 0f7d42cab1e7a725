import type { StepDefinition } from '#definition';
import { command } from './command.js';
import { delay } from './delay.js';
import { end } from './end.js';
import { event } from './event.js';
import { fail } from './fail.js';
import { publish } from './publish.js';
import type { StepTypeRules } from './step-type.js';
import { wait } from './wait.js';

/** Does not compile while a type of step is missing. */
const STEP_TYPES: { readonly [Type in StepDefinition['type']]: StepTypeRules<Type> } = {
  command,
  wait,
  event,
  delay,
  publish,
  fail,
  end,
};

/** Looks up the rules of a step; the cast is needed because types cannot pair a union. */
export function rulesOf({ type }: StepDefinition): StepTypeRules<StepDefinition['type']> {
  return STEP_TYPES[type] as StepTypeRules<StepDefinition['type']>;
}

import type { StepDefinition } from '#definition';
import { command } from './command.js';
import { delay } from './delay.js';
import { end } from './end.js';
import { event } from './event.js';
import { fail } from './fail.js';
import { publish } from './publish.js';
import type { StepKindRules } from './step-kind.js';
import { wait } from './wait.js';

/** Does not compile while a kind of step is missing. */
const STEP_KINDS: { readonly [Does in StepDefinition['does']]: StepKindRules<Does> } = {
  command,
  wait,
  event,
  delay,
  publish,
  fail,
  end,
};

/** Looks up the rules of a step; the cast is needed because types cannot pair a union. */
export function kindOf({ does }: StepDefinition): StepKindRules<StepDefinition['does']> {
  return STEP_KINDS[does] as StepKindRules<StepDefinition['does']>;
}

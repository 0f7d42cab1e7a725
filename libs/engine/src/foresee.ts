import { decide } from './decide.js';
import { type ActedOn, foreseenOf, type Foreseen } from './preview/consequences.js';
import type { Decision } from './state/decision.js';
import type { OperatorInput } from './state/saga-input.js';

/** What an operator's action would lead to, or why it would not be done. Pure, as `decide`. */
export function foresee(
  saga: ActedOn,
  input: OperatorInput,
): Foreseen | Exclude<Decision, { readonly type: 'transition' }> {
  const decision = decide(saga.definition, saga.state, input, saga.pauses);
  return decision.type === 'transition' ? foreseenOf(saga, input, decision) : decision;
}

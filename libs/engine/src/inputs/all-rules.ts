import type { SagaInput } from '../state/saga-input.js';
import type { InputRules } from './input-rules.js';
import { operatorRules } from './operator.js';
import { parentRules } from './parent.js';
import { replyRules } from './replies.js';
import { resendRules } from './resend.js';
import { sentRules } from './sent.js';
import { signalRules } from './signals.js';
import { startRules } from './start.js';
import { timerRules } from './timers.js';

/** Does not compile while a type of input is missing. */
const ALL_RULES: { readonly [Type in SagaInput['type']]: InputRules<Type> } = {
  start: startRules,
  reply: replyRules,
  signal: signalRules,
  timer: timerRules,
  sent: sentRules,
  resend: resendRules,
  operator: operatorRules,
  parent: parentRules,
};

/** Looks up the rules of an input; the cast is needed because types cannot pair a union. */
export function rulesOf({ type }: SagaInput): InputRules<SagaInput['type']> {
  return ALL_RULES[type] as InputRules<SagaInput['type']>;
}

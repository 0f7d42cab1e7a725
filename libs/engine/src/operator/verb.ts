import type { Decision } from '../state/decision.js';
import type { OperatorAction, OperatorInput } from '../state/saga-input.js';
import type { Draft } from '../transition/draft.js';

export type Rejection = Extract<Decision, { type: 'rejected' }>;

export type Action<Name extends OperatorAction['name']> = Extract<OperatorAction, { name: Name }>;

/** An action that a person may take on a saga. Each has a file here; `verbs.ts` is the table. */
export interface Verb<Name extends OperatorAction['name']> {
  /** Why the saga's state does not allow the action; null: it does. */
  findRejection(draft: Draft, action: Action<Name>, input: OperatorInput): Rejection | null;
  /** Called after the action passed its checks and was recorded. */
  carryOut(draft: Draft, action: Action<Name>, input: OperatorInput): void;
}

export function reject(code: Rejection['code'], detail: string): Rejection {
  return { type: 'rejected', code, detail };
}

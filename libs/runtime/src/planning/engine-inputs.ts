import type { OperatorInput, ResendInput, StartInput } from '#engine';
import type { OperateRequest } from '../requests/pipeline-requests.js';
import { familyOfStart, type FamilyBudgets } from './family-budgets.js';
import type { PendingResend, PendingStart } from './pending-input.js';

/** A start as the engine takes it. */
export function startInput(pending: PendingStart, at: number, budgets: FamilyBudgets): StartInput {
  const { sagaId, request } = pending;
  const { key, input, child, origin, generation = 0, trace } = request;
  const family = familyOfStart(pending);
  const share = family === null ? {} : { keepsMax: budgets.shareIn(family) };
  return {
    ...({ type: 'start', at, sagaId, key, input, generation } as const),
    ...(trace === undefined ? {} : { trace }),
    ...(origin === undefined ? {} : { origin: { root: origin, ...share } }),
    ...(child === undefined ? {} : { parent: { ...child.parent, ...share } }),
  };
}

/** An operator's action as an input of the engine. */
export function operatorInput(request: OperateRequest, at: number): OperatorInput {
  const { action, actor, reason, expectedVersion, target } = request;
  return {
    ...({ type: 'operator', at, action, actor, reason } as const),
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    ...(target === undefined ? {} : { target }),
  };
}

/** Lost commands, as the engine takes them. */
export function resendInput({ participants }: PendingResend, at: number): ResendInput {
  return participants === null ? { type: 'resend', at } : { type: 'resend', at, participants };
}

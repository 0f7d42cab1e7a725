import type { OperatorInput, ResendInput, StartInput } from '#saga-core';
import type { OperateRequest } from '../pipeline-requests.js';
import type { PendingResend, PendingStart } from './pending-input.js';

/** A start as the engine takes it. */
export function startInput({ sagaId, request }: PendingStart, at: number): StartInput {
  const { key, input, child } = request;
  const start = { type: 'start', at, sagaId, key, input } as const;
  return child === undefined ? start : { ...start, parent: child.parent };
}

/** What an operator wishes, as the engine takes it. */
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

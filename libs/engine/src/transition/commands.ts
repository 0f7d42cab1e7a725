import { type CommandStep, type RetryPolicy, evaluate } from '#definition';
import type { Scope } from '#expressions';
import type { JsonValue } from '#protocol';
import { childTarget } from '../state/child-target.js';
import type { Command, FencingToken } from '../state/decision.js';
import type { Draft } from './draft.js';
import { messageId } from '../state/identity.js';
import { variablesOf, wireNameOf } from '../state/iterations.js';
import { type Direction, type SagaError, type SagaState, stepOf } from '../state/saga-state.js';

/** Rebuilds the command of an exchange exactly as it was sent before, byte for byte. */
export function rebuildCommand(state: SagaState, step: CommandStep): Command | null {
  const current = stepOf(state, step.name);
  if (!('exchange' in current) || current.exchange.phase !== 'in-flight') return null;
  const { direction, attempt, dueAt } = current.exchange;
  const mapped = commandData({ state, scope: scopeOf(state) }, step, direction, current.data);
  if ('error' in mapped) return null;
  return buildCommand(state, step, { direction, attempt, dueAt, data: mapped.data });
}

export interface ExchangeSettings {
  readonly command: string;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}

/** The command, timeout and retry policy of a step in one direction. */
export function settingsOf(step: CommandStep, direction: Direction): ExchangeSettings {
  if (direction !== 'compensate') return step;
  if (step.compensation === null) throw new Error(`${step.name} has no compensation`);
  return step.compensation;
}

function scopeOf(state: SagaState): Scope {
  return { input: state.input, saga: { id: state.id, key: state.key }, steps: state.steps };
}

export function commandData(
  { state, scope }: Pick<Draft, 'state' | 'scope'>,
  step: CommandStep,
  direction: Direction,
  data: JsonValue,
): { readonly data: JsonValue } | { readonly error: SagaError } {
  const map = direction === 'compensate' ? step.compensation?.input : null;
  if (!map) return { data };
  return evaluate(() => map({ ...scope, variables: variablesOf(state, step) }));
}

/** The message id of an attempt in the step's current iteration. */
export function messageIdOf(
  state: SagaState,
  step: CommandStep,
  of: Pick<Command, 'direction' | 'attempt'>,
): string {
  const { iteration } = stepOf(state, step.name);
  return messageId({ sagaId: state.id, step: wireNameOf(step), iteration, ...of });
}

export function buildCommand(
  state: SagaState,
  step: CommandStep,
  sending: Pick<Command, 'direction' | 'attempt' | 'dueAt' | 'data'>,
): Command {
  const { iteration, issuedAt } = stepOf(state, step.name);
  const { direction, attempt, dueAt, data } = sending;
  const { command, timeoutMs, retry } = settingsOf(step, direction);
  return {
    type: 'command',
    messageId: messageIdOf(state, step, { direction, attempt }),
    sagaId: state.id,
    definition: state.definition,
    step: wireNameOf(step),
    iteration,
    direction,
    attempt,
    participant: step.participant,
    command,
    data,
    firstIssuedAt: issuedAt ?? state.startedAt,
    dueAt,
    timeoutMs,
    ...(retry.maxAttempts > 1 ? {} : { isOnlyAttempt: true }),
    ...(step.child === null ? fencing(state) : { child: childTarget(state, step, step.child) }),
  };
}

/** A child has locks of its own. A lock that an operator released keeps its ticket. */
function fencing({ locks }: SagaState): { readonly fencing?: readonly FencingToken[] } {
  const tokens = locks.flatMap(({ key, ticket }) =>
    ticket === undefined ? [] : [{ key, token: ticket }],
  );
  return tokens.length === 0 ? {} : { fencing: tokens };
}

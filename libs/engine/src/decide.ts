import type { SagaDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import type { Decision } from './state/decision.js';
import { Draft } from './transition/draft.js';
import { decideAbort } from './moves/backward.js';
import { receiveParentRequest } from './moves/children.js';
import { advance, askBackward } from './advance/forward.js';
import { requestLocks } from './moves/locks.js';
import { operate } from './operator/operator.js';
import { receiveReply } from './inputs/replies.js';
import { beginWaitAnew, resend } from './inputs/resend.js';
import { modeOf } from './modes/mode-of.js';
import type { ParentInput, SagaInput, SignalInput, StartInput } from './state/saga-input.js';
import type { SagaState } from './state/saga-state.js';
import { fireTimers } from './inputs/timers.js';
import { receiveSignal } from './inputs/signals.js';

/**
 * Decides what one input leads to. Pure and total: the same definition, state and input give the
 * same decision, and no input makes it throw.
 *
 * How it decides, in one place: `forward.ts` says when a step is issued, `backward.ts` when one is
 * undone, `attempts.ts` what a failure leads to, `replies.ts` which replies count, `timers.ts` what
 * time does and `operator.ts` what a person may do.
 */
export function decide(
  definition: SagaDefinition,
  state: SagaState | null,
  input: SagaInput,
): Decision {
  if (input.type === 'start') {
    return state === null ? start(definition, input) : { type: 'ignored', reason: 'step-closed' };
  }
  if (state === null) return { type: 'ignored', reason: 'never-issued' };
  const draft = new Draft(definition, state, input.at);
  if (input.type === 'operator') {
    const rejection = operate(draft, input);
    return rejection ?? finish(draft);
  }
  if (input.type === 'signal') return signal(draft, input);
  if (input.type === 'parent') return parentAsks(draft, input);
  if (state.endedAt !== null) return { type: 'ignored', reason: 'saga-ended' };
  switch (input.type) {
    case 'reply': {
      const ignored = modeOf(draft).receiving.receive(draft, input, { receiveReply, advance });
      return ignored === null ? finish(draft) : { type: 'ignored', reason: ignored };
    }
    case 'timer':
      fireTimers(draft, input);
      return draft.isEmpty ? { type: 'ignored', reason: 'nothing-due' } : finish(draft);
    case 'sent':
      beginWaitAnew(draft, input);
      return draft.isEmpty ? { type: 'ignored', reason: 'nothing-due' } : finish(draft);
    case 'resend':
      resend(draft, input);
      return draft.isEmpty ? { type: 'ignored', reason: 'nothing-due' } : finish(draft);
    default:
      return input satisfies never;
  }
}

/** The input as the history stores it, without its payload, which the events carry. */
export function describeInput(input: SagaInput): JsonValue {
  switch (input.type) {
    case 'start':
    case 'timer':
    case 'resend':
      return { type: input.type };
    case 'sent':
      return { type: input.type, messageId: input.messageId };
    case 'reply': {
      const { type, step, iteration, direction, attempt, outcome } = input;
      return { type, step, iteration, direction, attempt, outcome: outcome.type };
    }
    case 'signal':
      return { type: input.type, name: input.name, id: input.id };
    case 'parent':
      return { type: input.type, ...input.asked };
    case 'operator':
      return { type: input.type, action: input.action.name };
    default:
      return input satisfies never;
  }
}

function start(definition: SagaDefinition, input: StartInput): Decision {
  const { deadlineMs, name, version } = definition;
  const started = {
    type: 'saga-started',
    sagaId: input.sagaId,
    definition: { name, version },
    key: input.key,
    input: input.input,
    steps: definition.steps.map((step) => step.name),
    deadlineAt: deadlineMs === null ? null : input.at + deadlineMs,
    ...(input.parent === undefined ? {} : { parent: input.parent }),
    ...(input.generation ? { generation: input.generation } : {}),
    ...(input.origin === undefined ? {} : { origin: input.origin }),
    ...(input.trace === undefined ? {} : { trace: input.trace }),
  } as const;
  const draft = Draft.begin(definition, started, input.at);
  if (input.parent !== undefined && input.parent.asked.direction !== 'execute') {
    const error = { code: 'FENCED', message: 'its parent went back before it began' };
    decideAbort(draft, { reason: 'parent', step: null, toStep: null, error });
  } else {
    requestLocks(draft);
  }
  return finish(draft);
}

function signal(draft: Draft, input: SignalInput): Decision {
  const outcome = receiveSignal(draft, input);
  if (outcome === null) return finish(draft);
  return typeof outcome === 'string' ? { type: 'ignored', reason: outcome } : outcome;
}

function parentAsks(draft: Draft, { asked }: ParentInput): Decision {
  const isToGoBack = receiveParentRequest(draft, asked);
  if (draft.isEmpty) return { type: 'ignored', reason: 'nothing-due' };
  if (isToGoBack) askBackward(draft, 'parent');
  return finish(draft);
}

/** After every input the saga advances as far as it can. */
function finish(draft: Draft): Decision {
  advance(draft);
  return draft.close();
}

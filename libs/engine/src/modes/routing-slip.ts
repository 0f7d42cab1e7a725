import type { StepDefinition } from '#definition';
import type { IgnoredReason } from '../state/decision.js';
import type { Draft } from '../transition/draft.js';
import type { Forwarded, Mode } from './mode.js';
import type { ReplyInput, TrailEntry } from '../state/saga-input.js';
import { type Inquiry, stepOf } from '../state/saga-state.js';
import { indexOf, withSlip } from './slips.js';
import { isDone, isPivotPassed } from '../state/step-rules.js';

/**
 * The mode of a definition that is a routing slip (docs/STORIES.md, decision 12). A command carries
 * the steps that follow, and those behind it. A participant that has done its part forwards the
 * command for the next one by itself, and says so in its reply (`forwarded`). The engine records
 * such a command as issued without sending it: from then on it has a timer and attempts like any
 * other, and on a timeout the conductor sends it itself. Later steps may have happened although no
 * reply has arrived, so going back begins with inquiries: forward from the first step that is not
 * known to be done, until one is fenced.
 */
export const ROUTING_SLIP: Mode = {
  sending: {
    factsOf({ definition, state }, step, { direction, forwarded }) {
      const isForwarded = forwarded?.step === step.name && forwarded.direction === direction;
      // a participant may have begun the step as soon as the slip left
      const previous = definition.steps[indexOf(definition.steps, step) - 1];
      const since = previous ? stepOf(state, previous.name).issuedAt : null;
      return {
        ...(isForwarded ? { forwarded: true } : {}),
        ...(since === null || direction !== 'execute' ? {} : { firstIssuedAt: since }),
      };
    },
    equip: withSlip,
    /** A person settled an earlier step, whose true output only the participants have seen. */
    mayHaveBeenForwarded({ definition, state }, step) {
      if (step.kind === 'retryable') return false;
      const earlier = definition.steps.slice(0, indexOf(definition.steps, step));
      return earlier.some(({ name }) => {
        const { status, output } = stepOf(state, name);
        return status === 'succeeded' && output === null;
      });
    },
  },
  receiving: {
    /**
     * The trail of a reply holds the replies of the slip's earlier stations, so that a reply which
     * overtakes those is not too early: they are processed first, and known ones change nothing. A
     * trail that names later stations is rejected as a whole.
     */
    receive(draft, input, { receiveReply, advance }) {
      const { trail = [], ...last } = input;
      let ignored: IgnoredReason | null = null;
      const isCredible = trail.every((entry) => isBefore(draft, entry, last));
      const earlier = (isCredible ? trail : []).map((entry) => {
        return { type: 'reply', at: input.at, ...entry, forwarded: true } as const;
      });
      for (const reply of [...earlier, last]) {
        if (draft.state.endedAt !== null) return draft.isEmpty ? 'saga-ended' : null;
        // expressions that fitted the budget when the slip was built fit it again
        draft.renewBudget();
        const forwarded = forwardedBy(draft, reply);
        ignored = receiveReply(draft, reply);
        if (ignored === null) advance(draft, forwarded);
      }
      return draft.isEmpty ? ignored : null;
    },
    readRefusal({ kind }, { status }, { outcome, forwarded }) {
      const code = outcome.type === 'succeeded' ? null : outcome.error.code;
      return {
        // a participant stores its outcome before it forwards the slip
        isFinal: forwarded === true,
        // an earlier attempt may have taken effect and been forwarded
        isUnsure: outcome.type === 'refused' && UNSURE.has(outcome.error.code),
        // past the pivot every other refusal leaves open what became of the key
        meansOtherInput: kind === 'retryable' && status === 'executing' && code === 'KEY_REUSED',
      };
    },
  },
  goingBack: {
    canUndoUnasked: () => false,
    askedFirst: frontOf,
    askedOn: becauseAtFront,
    isFencedOnRequest(_step, { inquiry }, { code }) {
      return code === 'FENCED' && inquiry !== null && isRequested(inquiry.because);
    },
    /** Nothing can go forward again after that. */
    areParticipantsGoingBack: ({ kind }, { code }) => kind !== 'retryable' && code !== 'FENCED',
    closesRefused: ({ compensation }, { status }) => status === 'refused' && compensation !== null,
  },
  operators: {
    whyNoSkip(step) {
      if (step === undefined || step.kind === 'retryable') return null;
      return `on a routing slip ${step.name} may be going back by itself: settle it, or cancel`;
    },
    whyNoRewind: () => 'a routing slip is under way: it goes back as a whole',
  },
};

/** Refusals of the message itself, which leave open what became of its key. */
const UNSURE = new Set(['KEY_REUSED', 'COMMAND_TOO_OLD']);
/** Reasons for an inquiry that do not come from a request to go back. */
const UNREQUESTED = new Set<Inquiry['because']>([
  'attempts-used-up',
  'maybe-forwarded',
  'edited-input',
]);

/** The command that the replying participant has forwarded; null: none. */
function forwardedBy({ definition }: Draft, reply: ReplyInput): Forwarded | null {
  const { steps } = definition;
  const index = steps.findIndex(({ name }) => name === reply.step);
  if (reply.forwarded !== true || index === -1) return null;
  const isForward = reply.direction === 'execute' && reply.outcome.type === 'succeeded';
  const next = isForward
    ? steps[index + 1]
    : steps.slice(0, index).findLast((step) => step.type === 'command' && step.compensation);
  return next ? { step: next.name, direction: isForward ? 'execute' : 'compensate' } : null;
}

/** A slip goes forward through the steps, then back through those before the one that refused. */
function isBefore({ definition }: Draft, earlier: TrailEntry, reply: TrailEntry): boolean {
  const placeOf = ({ step }: TrailEntry) => definition.steps.findIndex(({ name }) => name === step);
  if (earlier.direction === 'inquire' || reply.direction === 'inquire') return false;
  if (earlier.direction !== reply.direction) return earlier.direction === 'execute';
  const isForward = reply.direction === 'execute';
  return isForward ? placeOf(earlier) < placeOf(reply) : placeOf(earlier) > placeOf(reply);
}

/** The first step that is not done; null: all are done. */
function frontOf({ definition, state }: Draft): StepDefinition | null {
  return definition.steps.find(({ name }) => !isDone(stepOf(state, name))) ?? null;
}

/** Why the step before the front was inquired about, if somebody requested to go back. */
function becauseAtFront(draft: Draft): Inquiry['because'] | null {
  const { definition, state } = draft;
  if (isPivotPassed(definition, state)) return null;
  const front = frontOf(draft);
  const index = front === null ? definition.steps.length : definition.steps.indexOf(front);
  const previous = definition.steps[index - 1];
  const because = previous ? stepOf(state, previous.name).inquiry?.because : undefined;
  return because !== undefined && isRequested(because) ? because : null;
}

function isRequested(because: Inquiry['because']): boolean {
  return !UNREQUESTED.has(because);
}

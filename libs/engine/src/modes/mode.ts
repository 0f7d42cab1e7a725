import type { CommandStep, StepDefinition } from '#definition';
import type { Command, IgnoredReason } from '../state/decision.js';
import type { Draft } from '../transition/draft.js';
import type { ReplyInput } from '../state/saga-input.js';
import type { Direction, Inquiry, SagaError, StepState } from '../state/saga-state.js';

/** A command that a participant forwards to the next one without the conductor. */
export interface Forwarded {
  readonly step: string;
  readonly direction: Direction;
}

/** What else a refusal tells the conductor about its step. */
export interface RefusalReading {
  /** The refusal answers every attempt, not only the one that it replies to. */
  readonly isFinal: boolean;
  /** The refusal concerns the message, not the outcome of its key: send an inquiry. */
  readonly isUnsure: boolean;
  /** The participant built another input than the conductor, and ran the step with that. */
  readonly meansOtherInput: boolean;
}

/** The functions that process a reply: the rules for one reply, and how the saga continues. */
export interface Reception {
  receiveReply(draft: Draft, reply: ReplyInput): IgnoredReason | null;
  advance(draft: Draft, forwarded: Forwarded | null): void;
}

/**
 * How a saga's commands reach its participants, and the rules that depend on it. A definition has
 * one mode. Every rule that differs between modes is a member here, so that no rule asks which mode
 * it is in. `modeOf` returns the mode of a definition.
 */
export interface Mode {
  /** How commands leave. */
  readonly sending: {
    /** Additional fields of the event of an issued command. */
    factsOf(
      draft: Draft,
      step: CommandStep,
      sending: { readonly direction: Direction; readonly forwarded: Forwarded | null },
    ): { readonly forwarded?: true; readonly firstIssuedAt?: number };
    /** The command with everything that travels with it. */
    equip(draft: Draft, step: CommandStep, command: Command): Command;
    /** The conductor cannot build its input but participants could: the step may have happened. */
    mayHaveBeenForwarded(draft: Draft, step: CommandStep): boolean;
  };
  /** How replies are read. */
  readonly receiving: {
    /** Processes a reply, and the earlier ones it carries; null: something changed. */
    receive(draft: Draft, reply: ReplyInput, by: Reception): IgnoredReason | null;
    readRefusal(step: CommandStep, state: StepState, reply: ReplyInput): RefusalReading;
  };
  /** How a saga goes back. */
  readonly goingBack: {
    /** The step can be undone at once, without an inquiry. */
    canUndoUnasked(step: StepDefinition): boolean;
    /** The step to inquire about before the saga goes back; null: there is none. */
    askedFirst(draft: Draft): StepDefinition | null;
    /** Why the step before the front was inquired about, when the front step is next; else null. */
    askedOn(draft: Draft): Inquiry['because'] | null;
    /** The fence is what somebody requested, and not a failure of the step. */
    isFencedOnRequest(step: StepDefinition, state: StepState, error: SagaError): boolean;
    /** The refusal means that the participants are already compensating by themselves. */
    areParticipantsGoingBack(step: CommandStep, error: SagaError): boolean;
    /** A refused step that will never take effect counts as undone at once. */
    closesRefused(step: CommandStep, state: StepState): boolean;
  };
  /** Why this mode forbids an operator's action; null: it allows it. */
  readonly operators: {
    whyNoSkip(step: StepDefinition | undefined): string | null;
    whyNoRewind(): string | null;
  };
}

import type { CommandStep, StepDefinition } from '#definition';
import type { Command, IgnoredReason } from '../state/decision.js';
import type { Draft } from '../transition/draft.js';
import type { ReplyInput } from '../state/saga-input.js';
import type { Direction, Inquiry, SagaError, StepState } from '../state/saga-state.js';

/** A command that a participant sends to the next one by itself. */
export interface Forwarded {
  readonly step: string;
  readonly direction: Direction;
}

/** What a refusal of a step says, besides that the step was refused. */
export interface RefusalReading {
  /** It is the answer to every attempt, whichever brought it. */
  readonly isFinal: boolean;
  /** It is about the message, and says nothing of what its key came to: ask. */
  readonly isUnsure: boolean;
  /** The participant made another input than the conductor: the step has happened with that. */
  readonly meansOtherInput: boolean;
}

/** What takes a reply: the rules for one of them, and how the saga then goes on. */
export interface Reception {
  receiveReply(draft: Draft, reply: ReplyInput): IgnoredReason | null;
  advance(draft: Draft, forwarded: Forwarded | null): void;
}

/**
 * How the commands of a saga get from participant to participant, and what follows from it. A
 * definition has one mode; every rule that differs between them is a member here, so that no rule
 * asks which mode it is in. `modeOf` gives it.
 */
export interface Mode {
  /** How commands leave. */
  readonly sending: {
    /** What the event of an issued command says besides. */
    factsOf(
      draft: Draft,
      step: CommandStep,
      sending: { readonly direction: Direction; readonly forwarded: Forwarded | null },
    ): { readonly passedOn?: true; readonly firstIssuedAt?: number };
    /** The command with what travels with it. */
    equip(draft: Draft, step: CommandStep, command: Command): Command;
    /** Its input cannot be made here, and could by its participants: it may have happened. */
    mayHaveLeftUnheard(draft: Draft, step: CommandStep): boolean;
  };
  /** How replies are read. */
  readonly receiving: {
    /** Takes a reply, and those that come with it; null: something changed. */
    receive(draft: Draft, reply: ReplyInput, by: Reception): IgnoredReason | null;
    readRefusal(step: CommandStep, state: StepState, reply: ReplyInput): RefusalReading;
  };
  /** How a saga goes back. */
  readonly goingBack: {
    /** It can be undone at once, without first asking its participant what became of it. */
    canUndoUnasked(step: StepDefinition): boolean;
    /** The step to ask about before the saga goes back; null: there is none. */
    askedFirst(draft: Draft): StepDefinition | null;
    /** Why the step before the front was asked about, when the one at the front is next. */
    askedOn(draft: Draft): Inquiry['because'] | null;
    /** Its fence is what somebody asked for, and no failure of the step. */
    isFencedOnRequest(step: StepDefinition, state: StepState, error: SagaError): boolean;
    /** This refusal means that its participants go back by themselves. */
    areParticipantsGoingBack(step: CommandStep, error: SagaError): boolean;
    /** A step that was refused and will never have an effect counts as undone at once. */
    closesRefused(step: CommandStep, state: StepState): boolean;
  };
  /** Why an operator may not; null: this mode has nothing against it. */
  readonly operators: {
    whyNoSkip(step: StepDefinition | undefined): string | null;
    whyNoRewind(): string | null;
  };
}

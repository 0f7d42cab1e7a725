import type { SagaDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import type { Direction, OriginRef, ParentRef, SagaError, TraceContext } from './saga-state.js';

/** One thing that happens to a saga. `at` is the instant, in ms since the epoch. */
export type SagaInput =
  | StartInput
  | ReplyInput
  | SignalInput
  | TimerInput
  | SentInput
  | ResendInput
  | OperatorInput
  | ParentInput;

export interface StartInput {
  readonly type: 'start';
  readonly at: number;
  readonly sagaId: string;
  readonly key: string | null;
  readonly input: JsonValue;
  /**
   * The saga that starts it as its child. If that parent has since asked to undo it, the child
   * begins and ends without doing anything, so that it can never begin later.
   */
  readonly parent?: ParentRef;
  /** Length of the chain of life-cycle events that led to this start. Default 0. */
  readonly generation?: number;
  /** Left out: the saga has no family, or belongs to its root's. */
  readonly origin?: OriginRef;
  readonly trace?: TraceContext;
}

/** The parent repeats its command, or asks the child to go back. */
export interface ParentInput {
  readonly type: 'parent';
  readonly at: number;
  readonly asked: ParentRef['asked'];
}

export interface ReplyInput {
  readonly type: 'reply';
  readonly at: number;
  readonly step: string;
  readonly iteration: number;
  readonly direction: Direction;
  readonly attempt: number;
  readonly outcome: ReplyOutcome;
  /** What the participant worked, in ms: for the history alone. Left out: it does not say. */
  readonly tookMs?: number;
  /** On a routing slip: the participant sent the command that follows by itself. Default false. */
  readonly forwarded?: boolean;
  /** Replies of the slip's earlier stations, in order. */
  readonly trail?: readonly TrailEntry[];
}

export type TrailEntry = Omit<ReplyInput, 'type' | 'at' | 'tookMs' | 'forwarded' | 'trail'>;

/** Something happened outside the saga that a step waits for, or will wait for. */
export interface SignalInput {
  readonly type: 'signal';
  readonly at: number;
  readonly name: string;
  /** The same signal sent twice has the same id. */
  readonly id: string;
  readonly payload: JsonValue;
}

/** What a participant answered. Silence is no answer: it arrives as a timer. */
export type ReplyOutcome =
  | { readonly type: 'succeeded'; readonly output: JsonValue }
  | { readonly type: 'refused'; readonly error: SagaError }
  | {
      readonly type: 'errored';
      readonly error: SagaError;
      /** The shortest delay the participant asks for, from now. */
      readonly retryAfterMs?: number;
      /** The reply format has no refusals: an error code that the policy lists counts as one. */
      readonly isFinalIfListed?: boolean;
    };

/** Wakes the saga: every timer due at `at` fires. It is no fault if none is due. */
export interface TimerInput {
  readonly type: 'timer';
  readonly at: number;
  /** Message ids of this saga's commands that are still in the outbox; these do not time out. */
  readonly unsent: readonly string[];
  /** The locks that this saga holds; left out: the store was not asked. */
  readonly heldLocks?: readonly HeldLock[];
  /** Events for steps of this saga that wait, in order of arrival; left out: there are none. */
  readonly events?: readonly OfferedEvent[];
  /** Outages in any order, which may overlap; left out: none are known. */
  readonly outages?: readonly Outage[];
  /** Lets one attempt through an automatic pause; left out: none. */
  readonly probe?: Probe;
}

/** Whether attempts succeed again that a pause of the conductor holds, is found out by one. */
export interface Probe {
  readonly pauseId: string;
  /** If nothing is held, a command that is under way goes out once more. */
  readonly mayResend: boolean;
}

export interface HeldLock {
  readonly key: string;
  /** Larger for each later holder of the key. */
  readonly ticket: number;
}

/** An event of a service whose key a step waits for. */
export interface OfferedEvent {
  readonly step: string;
  /** The same event sent twice has the same id. */
  readonly id: string;
  /** When it arrived. */
  readonly at: number;
  readonly data: JsonValue;
}

/** A time in which the broker, the database or a conductor was away. `to` may be in the future. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** The command reached the broker long after it was issued; its timeout begins now. */
export interface SentInput {
  readonly type: 'sent';
  readonly at: number;
  readonly messageId: string;
}

/** The bus lost what it held: commands in flight go out again, as the same attempts. */
export interface ResendInput {
  readonly type: 'resend';
  readonly at: number;
  /** The participants whose commands were lost; left out: all. */
  readonly participants?: readonly string[];
}

export interface OperatorInput {
  readonly type: 'operator';
  readonly at: number;
  readonly action: OperatorAction;
  readonly actor: string;
  readonly reason: string;
  /** The second person, who confirmed it. Left out: nobody had to. */
  readonly confirmedBy?: string;
  /** The version the operator saw; left out: any. */
  readonly expectedVersion?: number;
  /** With `migrate`: the definition to follow. */
  readonly target?: SagaDefinition;
}

/** An input as the history keeps it: without what its events carry. */
export type RecordedInput =
  | { readonly type: 'start' }
  | { readonly type: 'timer' }
  | { readonly type: 'resend' }
  | { readonly type: 'sent'; readonly messageId: string }
  | {
      readonly type: 'reply';
      readonly step: string;
      readonly iteration: number;
      readonly direction: Direction;
      readonly attempt: number;
      readonly outcome: ReplyOutcome['type'];
      /** What the participant worked, in ms. Left out: it did not say. */
      readonly tookMs?: number;
    }
  | { readonly type: 'signal'; readonly name: string; readonly id: string }
  | { readonly type: 'parent'; readonly direction: Direction; readonly attempt: number }
  | { readonly type: 'operator'; readonly action: OperatorAction['name'] };

export type OperatorAction =
  /** Fresh attempts and timers for what is stuck; `input` runs as a new iteration. */
  | { readonly name: 'retry'; readonly step?: string; readonly input?: JsonValue }
  /** Go on as if the step had succeeded with this output. */
  | { readonly name: 'skip'; readonly step: string; readonly output?: JsonValue }
  /** Go back now: all the way, or to just before `toStep` and then forward again. */
  | { readonly name: 'compensate'; readonly toStep?: string }
  | { readonly name: 'cancel' }
  /** A person settled the step by hand, outside of the saga. */
  | { readonly name: 'settle'; readonly step: string; readonly result: 'succeeded' | 'undone' }
  /** Continue without a lock, which passes to the next saga. */
  | { readonly name: 'release-lock'; readonly key: string }
  /** Issue nothing, and let no time pass, until it is resumed. */
  | { readonly name: 'pause' }
  | { readonly name: 'resume' }
  /** End without undoing. */
  | { readonly name: 'abandon' }
  /** Continue under another version of the definition, which comes with the input. */
  | { readonly name: 'migrate'; readonly toVersion: number };

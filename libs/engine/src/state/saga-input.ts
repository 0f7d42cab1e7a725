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
   * The saga that wants it as its child. When that wants it back by now, it begins and ends without
   * doing anything, and can never begin later.
   */
  readonly parent?: ParentRef;
  /** Sagas before it of which each started the next by its life-cycle event. Default 0. */
  readonly generation?: number;
  /** Left out: it is in nobody's family, or in its root's. */
  readonly origin?: OriginRef;
  readonly trace?: TraceContext;
}

/** The parent's command came again, or it wants the way back. */
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
  /** On a routing slip: the participant sent the command that follows by itself. Default false. */
  readonly passedOn?: boolean;
  /** Replies of the stations that the slip came by before, in order. */
  readonly trail?: readonly TrailEntry[];
}

export type TrailEntry = Omit<ReplyInput, 'type' | 'at' | 'passedOn' | 'trail'>;

/** Something outside of the saga happened that a step waits for, or will wait for. */
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
      /** The participant's wish: not before this long from now. */
      readonly retryAfterMs?: number;
      /** The reply's form knows no refusal: an error whose code the policy lists is one. */
      readonly isFinalIfListed?: boolean;
    };

/** The saga was woken: whatever is due at `at` happens; nothing due is no fault. */
export interface TimerInput {
  readonly type: 'timer';
  readonly at: number;
  /** Message ids of this saga's commands that never left the outbox: these do not time out. */
  readonly unsent: readonly string[];
  /** Keys of the locks that this saga holds; left out: it was not looked. */
  readonly heldLocks?: readonly string[];
  /** In any order, and they may overlap; left out: none are known. */
  readonly outages?: readonly Outage[];
}

/** Known to have been away: the broker, the database or a conductor. `to` may be in the future. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** The broker has the command only now, long after it was issued: its timeout begins. */
export interface SentInput {
  readonly type: 'sent';
  readonly at: number;
  readonly messageId: string;
}

/** The bus lost what it held: commands in flight go out again, as the same attempts. */
export interface ResendInput {
  readonly type: 'resend';
  readonly at: number;
  /** Those whose commands were lost; left out: all. */
  readonly participants?: readonly string[];
}

export interface OperatorInput {
  readonly type: 'operator';
  readonly at: number;
  readonly action: OperatorAction;
  readonly actor: string;
  readonly reason: string;
  /** The version the operator saw; left out: any. */
  readonly expectedVersion?: number;
  /** With `migrate`: the definition to follow. */
  readonly target?: SagaDefinition;
}

export type OperatorAction =
  /** Fresh attempts and timers for what is stuck; `input` runs as a new iteration. */
  | { readonly name: 'retry'; readonly step?: string; readonly input?: JsonValue }
  /** Go on as if the step had succeeded with this output. */
  | { readonly name: 'skip'; readonly step: string; readonly output?: JsonValue }
  /** Backward now: all the way, or to just before `toStep` and then forward again. */
  | { readonly name: 'compensate'; readonly toStep?: string }
  | { readonly name: 'cancel' }
  /** A person settled the step by hand, outside of the saga. */
  | { readonly name: 'settle'; readonly step: string; readonly result: 'succeeded' | 'undone' }
  /** Go on without a lock, which is the next saga's from now on. */
  | { readonly name: 'release-lock'; readonly key: string }
  /** End without undoing. */
  | { readonly name: 'abandon' }
  /** Go on by another version of its definition, which comes with the input. */
  | { readonly name: 'migrate'; readonly toVersion: number };

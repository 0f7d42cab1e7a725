import type { JsonValue } from '#protocol';

/**
 * `stuck`: a step or a compensation needs a person; what does not depend on it goes on.
 * `completed`, `compensated` and `abandoned` are final.
 */
export type SagaStatus =
  'running' | 'compensating' | 'stuck' | 'completed' | 'compensated' | 'abandoned';

export const TERMINAL_STATUSES: ReadonlySet<SagaStatus> = new Set([
  'completed',
  'compensated',
  'abandoned',
]);

/** `inquire` asks what became of a command, and fences it when nothing did. */
export type Direction = 'execute' | 'compensate' | 'inquire';

/** Why a saga, a step or an attempt did not go well. */
export interface SagaError {
  /** Stable, for machines: `CARD_DECLINED`, `TIMEOUT`, `EXPRESSION_FAILED`. */
  readonly code: string;
  /** For people. */
  readonly message: string;
}

/** Of what it keeps; `came`: from outside, which is a part of `all`. */
export interface Kept {
  readonly came: number;
  readonly all: number;
}

/**
 * One saga, as a value. Instants are milliseconds since the epoch, by the database's clock.
 * Everything here survives `JSON.stringify`.
 */
export interface SagaState {
  readonly id: string;
  /** The business key the caller gave, for finding the saga again. */
  readonly key: string | null;
  readonly definition: { readonly name: string; readonly version: number };
  readonly status: SagaStatus;
  /** Counts the transitions: 1 after the start. */
  readonly version: number;
  readonly input: JsonValue;
  /** The saga that has this one as its child; null: none has. */
  readonly parent: ParentRef | null;
  /** Sagas before it of which each started the next by its life-cycle event. Left out: none. */
  readonly generation?: number;
  /** Left out: no saga started it by its life-cycle event, nor one above it. */
  readonly origin?: OriginRef;
  /** Left out: the start said none. */
  readonly trace?: TraceContext;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly endedAt: number | null;
  /** null: there is none, or it has passed and was dealt with. */
  readonly deadlineAt: number | null;
  readonly steps: Readonly<Record<string, StepState>>;
  /** Characters of JSON text that it keeps; see kept.ts. */
  readonly kept: Kept;
  /** Of the definition's locks, in its order; empty: it has none. */
  readonly locks: readonly LockState[];
  /** Signals in the order in which they came; kept for the steps that will wait for them. */
  readonly signals: readonly Signal[];
  /** The abort decision; null: the saga goes forward. */
  readonly abort: Abort | null;
  /** Evaluated from the definition's `output` when the saga completed. */
  readonly output: JsonValue;
  /** Why the saga went backward, or what it is stuck on; null: nothing went wrong. */
  readonly error: SagaError | null;
}

export interface LockState {
  readonly key: string;
  readonly onBusy: 'wait' | 'reject';
  /** When the wait for it ends. */
  readonly dueAt: number;
  /** When it is looked at next, while it is waited for. */
  readonly checkAt: number;
  /** `released`: an operator took it away, and the saga goes on without it. */
  readonly status: 'waiting' | 'held' | 'released';
  /** Outages that the wait was given; left out: none. */
  readonly outages?: GivenOutages;
}

/** W3C trace context of the saga's start: it goes along with all that leaves the saga. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
}

/** Of a saga that others came to by their life-cycle events. */
export interface OriginRef {
  /** The saga that nothing but a caller started: its family's budget counts this one too. */
  readonly root: string;
  /** Characters of JSON text that it may keep: its share of the family's. Left out: no share. */
  readonly keepsMax?: number;
}

/** The parent's step, and what it wants of the child. */
export interface ParentRef {
  readonly sagaId: string;
  /** The saga that has no parent, at the top of the family. */
  readonly root: string;
  readonly step: string;
  readonly iteration: number;
  /** How many sagas are above this one. */
  readonly depth: number;
  /** Characters of JSON text that it may keep: its share of the family's. Left out: no share. */
  readonly keepsMax?: number;
  /** The parent's latest command: what the child answers when it has ended. */
  readonly asked: { readonly direction: Direction; readonly attempt: number };
}

export interface Signal {
  readonly name: string;
  /** The same signal sent twice has the same id. */
  readonly id: string;
  readonly at: number;
  /** null once a step took it: then it is the step's output. */
  readonly payload: JsonValue;
  /** Of the payload: tells whether the same id came with another one. */
  readonly hash: number;
  /** Of the payload, as JSON text. */
  readonly chars: number;
  /** The step that took it; null: kept. */
  readonly takenBy: string | null;
}

/**
 * `rewind`: an operator takes it back to just before a step, and it goes forward again from there.
 */
export type AbortReason =
  | 'refused'
  | 'failed'
  | 'deadline'
  | 'cancelled'
  | 'compensate'
  | 'rewind'
  /** The parent goes back. */
  | 'parent';

export interface Abort {
  readonly reason: AbortReason;
  /** The step that caused it; null for the deadline and operators. */
  readonly step: string | null;
  /** Undo only this step and what comes after it, then go forward again; null: undo everything. */
  readonly toStep: string | null;
  /** What went wrong; null when an operator wished it. */
  readonly error: SagaError | null;
}

export type StepState = StepFacts & StepCondition;
export type StepStatus = StepState['status'];

export interface StepFacts {
  /**
   * From 0. A new iteration is a new idempotency key; the old one is undone or fenced by then. Of a
   * loop: the next number that was never used.
   */
  readonly iteration: number;
  /** Of a loop: its iterations, which are steps of their own: `name[0]`, `name[1]`, … */
  readonly opened: number;
  /** Of an iteration of a `forEach`: what it is for. */
  readonly item: JsonValue;
  /** When this iteration's first command was issued; null until then. */
  readonly issuedAt: number | null;
  /** The mapped input of this iteration's command; null until it was issued. */
  readonly data: JsonValue;
  readonly output: JsonValue;
  /** The last thing that went wrong; kept after a later success for people to see. */
  readonly error: SagaError | null;
  /**
   * Attempts issued in this iteration, per direction. `execute: 0` means: it cannot have happened.
   */
  readonly attempts: Readonly<Record<Direction, number>>;
  /** Why the step is, or was, inquired about. */
  readonly inquiry: Inquiry | null;
}

export type StepCondition =
  /** `refused`: a final no. `failed`: given up on, and it may have happened. */
  | {
      readonly status: 'pending' | 'skipped' | 'succeeded' | 'refused' | 'failed' | 'compensated';
    }
  | { readonly status: 'executing' | 'inquiring' | 'compensating'; readonly exchange: Exchange }
  /** Until `dueAt`, or until a signal of this name comes; null: only for time to pass. */
  | { readonly status: 'waiting'; readonly dueAt: number; readonly signal: string | null }
  /** A loop whose iterations are under way. */
  | { readonly status: 'iterating' }
  | { readonly status: 'stuck'; readonly direction: Direction };

/** A command and the wait for its reply, or for the next attempt. */
export interface Exchange {
  readonly direction: Direction;
  /** The latest attempt issued, from 1. */
  readonly attempt: number;
  /** Attempts that may still follow it. */
  readonly attemptsLeft: number;
  /** `in-flight` until the reply or `dueAt`; `backing-off` until the next attempt at `dueAt`. */
  readonly phase: 'in-flight' | 'backing-off';
  readonly dueAt: number;
  /** When the command left, if that was late; left out: soon after it was issued. */
  readonly sentAt?: number;
  /** Outages that the wait was given; left out: none. */
  readonly outages?: GivenOutages;
}

/** What a wait was given for outages. */
export interface GivenOutages {
  /** What outages took up to here is given. */
  readonly countedTo: number;
  /** How often it was given any. */
  readonly times: number;
}

export interface Inquiry {
  readonly because:
    | 'attempts-used-up'
    | 'unheard'
    | 'deadline'
    | 'cancelled'
    | 'compensate'
    | 'parent'
    | 'edited-input';
  /** The edited input to issue under a new iteration once the old one is fenced. */
  readonly editedData?: JsonValue;
}

/** The state of a step, or of an iteration, that the saga has. */
export function stepOf(state: SagaState, name: string): StepState {
  const step = state.steps[name];
  if (step === undefined) throw new Error(`saga ${state.id} has no step ${name}`);
  return step;
}

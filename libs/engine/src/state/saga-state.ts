import type { ItemError } from '#expressions';
import type { JsonValue } from '#protocol';
import type { HeldStep } from './held-step.js';
import type { Stretch } from './stretches.js';

/**
 * `stuck`: a step or a compensation needs a person; what does not depend on it continues.
 * `completed`, `compensated` and `abandoned` are final.
 */
export type SagaStatus =
  'running' | 'compensating' | 'stuck' | 'completed' | 'compensated' | 'abandoned';

export const TERMINAL_STATUSES: ReadonlySet<SagaStatus> = new Set([
  'completed',
  'compensated',
  'abandoned',
]);

/** It has ended, or waits for a person: nothing goes on by itself. */
export function isAtRest({ status }: Pick<SagaState, 'status'>): boolean {
  return status === 'stuck' || TERMINAL_STATUSES.has(status);
}

/** `inquire` asks what became of a command, and fences it if nothing did. */
export type Direction = 'execute' | 'compensate' | 'inquire';

/** Why a saga, a step or an attempt did not go well. */
export interface SagaError {
  /** Stable, for machines: `CARD_DECLINED`, `TIMEOUT`, `EXPRESSION_FAILED`. */
  readonly code: string;
  /** For people. */
  readonly message: string;
}

/** Sizes of what a saga keeps; `came` is the part of `all` that came from outside. */
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
  /** The parent saga; null: there is none. */
  readonly parent: ParentRef | null;
  /** Length of the chain of sagas' events that led to this saga. Left out: 0. */
  readonly generation?: number;
  /** Left out: no saga's event started this saga or one of its ancestors. */
  readonly origin?: OriginRef;
  /** Left out: the start had none. */
  readonly trace?: TraceContext;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly endedAt: number | null;
  /** The `end` step that completed the saga early. Left out: none did. */
  readonly endedBy?: string;
  /** null: there is none, or it has already fired. */
  readonly deadlineAt: number | null;
  readonly steps: Readonly<Record<string, StepState>>;
  /** Characters of JSON text that the saga keeps; see kept.ts. */
  readonly kept: Kept;
  /** The state of the definition's locks, in its order; empty: it has none. */
  readonly locks: readonly LockState[];
  /** Signals in order of arrival, kept for the steps that will wait for them. */
  readonly signals: readonly Signal[];
  /** Ids of the newest events of services that the saga took. Left out: none. */
  readonly takenEvents?: readonly string[];
  /** The abort decision; null: the saga goes forward. */
  readonly abort: Abort | null;
  /** Evaluated from the definition's `output` when the saga completed. */
  readonly output: JsonValue;
  /** Why the saga went backward, or what it is stuck on; null: nothing went wrong. */
  readonly error: SagaError | null;
  /** An operator paused it: its clocks stand still, and it issues nothing. Left out: nobody did. */
  readonly paused?: PausedByOperator;
  /** The newest of its own pauses that are over. Left out: there were none. */
  readonly stood?: readonly Stretch[];
  /** What is next, and has not begun because a pause holds it. Left out: nothing is. */
  readonly held?: readonly HeldStep[];
}

export interface PausedByOperator {
  readonly since: number;
  /** The operator. */
  readonly by: string;
  readonly reason: string;
}

export interface LockState {
  readonly key: string;
  readonly onBusy: 'wait' | 'reject';
  /** When the saga stops waiting for the lock. */
  readonly dueAt: number;
  /** When the saga checks the lock next, while it waits. */
  readonly checkAt: number;
  /** `released`: an operator released the lock, and the saga continues without it. */
  readonly status: 'waiting' | 'held' | 'released';
  /** Larger for each later holder of the key. Left out: not held yet, or not written down. */
  readonly ticket?: number;
  /** Extensions of the wait because of outages; left out: none. */
  readonly outages?: GivenOutages;
}

/** W3C trace context of the saga's start; every message of the saga carries it. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
}

/** The origin of a saga that events of others led to. */
export interface OriginRef {
  /** The saga that a caller started; the budget of its family counts this saga too. */
  readonly root: string;
  /** Characters of JSON text the saga may keep, its share of the family's. Left out: no share. */
  readonly keepsMax?: number;
}

/** The parent's step, and its request to the child. */
export interface ParentRef {
  readonly sagaId: string;
  /** The saga that has no parent, at the top of the family. */
  readonly root: string;
  readonly step: string;
  readonly iteration: number;
  /** The number of ancestors. */
  readonly depth: number;
  /** Characters of JSON text the saga may keep, its share of the family's. Left out: no share. */
  readonly keepsMax?: number;
  /** The parent's latest command, which the child answers when it has ended. */
  readonly asked: { readonly direction: Direction; readonly attempt: number };
}

export interface Signal {
  readonly name: string;
  /** The same signal sent twice has the same id. */
  readonly id: string;
  readonly at: number;
  /** null once a step took the signal: the payload is then the step's output. */
  readonly payload: JsonValue;
  /** Hash of the payload, to detect an id reused with another payload. */
  readonly hash: number;
  /** Length of the payload as JSON text. */
  readonly chars: number;
  /** The step that took it; null: kept. */
  readonly takenBy: string | null;
  /** Steps that cannot take it: it does not fit their `payloadSchema`. Left out: none. */
  readonly misfits?: readonly string[];
}

/**
 * `rewind`: an operator takes the saga back to just before a step, and it goes forward from there.
 */
export type AbortReason =
  | 'refused'
  | 'failed'
  | 'deadline'
  | 'cancelled'
  | 'compensate'
  | 'rewind'
  /** The parent asked for it. */
  | 'parent';

export interface Abort {
  readonly reason: AbortReason;
  /** The step that caused it; null for the deadline and operators. */
  readonly step: string | null;
  /** Undo only this step and its successors, then go forward again; null: undo everything. */
  readonly toStep: string | null;
  /** What went wrong; null: an operator requested the abort. */
  readonly error: SagaError | null;
}

export type StepState = StepFacts & StepCondition;
export type StepStatus = StepState['status'];

export interface StepFacts {
  /**
   * Counted from 0. A new iteration has a new idempotency key; the old one is undone or fenced by
   * then. In a loop, this is the next number that was never used.
   */
  readonly iteration: number;
  /** The number of a loop's iterations, which are steps themselves: `name[0]`, `name[1]`, … */
  readonly opened: number;
  /** The item that an iteration of a `forEach` handles. */
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
  /** The failure to catch once the step is undone. Left out: none. */
  readonly catching?: SagaError;
  /** The items of a `forEach` that were caught. Left out: none were. */
  readonly errors?: readonly ItemError[];
  /** Its latest attempt was refused: nothing happened, whatever became of it since. */
  readonly wasRefused?: true;
}

export type StepCondition =
  /** `refused`: a final no. `failed`: the saga gave up on the step, which may have happened. */
  | {
      readonly status: 'pending' | 'skipped' | 'succeeded' | 'refused' | 'failed' | 'compensated';
    }
  | { readonly status: 'executing' | 'inquiring' | 'compensating'; readonly exchange: Exchange }
  /** Waits until `dueAt`, or for a signal of this name, or for an event. */
  | {
      readonly status: 'waiting';
      readonly dueAt: number;
      /** null: for an event, or only for time to pass. */
      readonly signal: string | null;
      /** Left out: for a signal, or only for time to pass. */
      readonly event?: AwaitedEvent;
      /** When the wait began. Left out: the event says, or an earlier release wrote it. */
      readonly since?: number;
    }
  /** The iterations of the loop are running. */
  | { readonly status: 'iterating' }
  /** `since` left out: an earlier release wrote it. */
  | { readonly status: 'stuck'; readonly direction: Direction; readonly since?: number }
  /** It failed, and the saga goes on. `isUndone` false: it is fenced if the saga goes back. */
  | { readonly status: 'caught'; readonly isUndone: boolean };

/** An event of a service that a step waits for. */
export interface AwaitedEvent {
  /** `payment.settled` */
  readonly name: string;
  readonly key: string;
  /** When the wait began; early events are taken if they are not too old by then. */
  readonly since: number;
}

/** A command and the wait for its reply, or for the next attempt. */
export interface Exchange {
  readonly direction: Direction;
  /** The latest attempt issued, from 1. */
  readonly attempt: number;
  /** Attempts that may still follow. */
  readonly attemptsLeft: number;
  /** `in-flight` until the reply or `dueAt`; `backing-off` until the next attempt at `dueAt`. */
  readonly phase: 'in-flight' | 'backing-off';
  readonly dueAt: number;
  /**
   * When the phase began. Left out: with the step's `issuedAt`, as the first attempt to execute
   * does, or an earlier release wrote it.
   */
  readonly since?: number;
  /** When the command left, if late; left out: soon after it was issued. */
  readonly sentAt?: number;
  /** Extensions of the wait because of outages; left out: none. */
  readonly outages?: GivenOutages;
  /** The automatic pause whose probe the attempt is; left out: it is none. */
  readonly probe?: string;
}

/** How outages extended a wait. */
export interface GivenOutages {
  /** Outages up to this instant are accounted for. */
  readonly countedTo: number;
  /** How often the wait was extended. */
  readonly times: number;
}

export interface Inquiry {
  readonly because:
    | 'attempts-used-up'
    | 'maybe-forwarded'
    | 'deadline'
    | 'cancelled'
    | 'compensate'
    | 'parent'
    | 'edited-input';
  /** The edited input to issue in a new iteration once the old one is fenced. */
  readonly editedData?: JsonValue;
}

/** The state of an existing step or iteration. */
export function stepOf(state: SagaState, name: string): StepState {
  const step = state.steps[name];
  if (step === undefined) throw new Error(`saga ${state.id} has no step ${name}`);
  return step;
}

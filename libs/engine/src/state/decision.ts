import type { InputFault, SlipData } from '#definition';
import type { JsonValue } from '#protocol';
import type { SagaEvent } from './saga-event.js';
import type { ReplyOutcome } from './saga-input.js';
import type { Direction, SagaState, TraceContext } from './saga-state.js';

/** What one input leads to. */
export type Decision =
  | {
      readonly type: 'transition';
      readonly events: readonly SagaEvent[];
      readonly commands: readonly Command[];
      readonly notices: readonly Notice[];
      /** The state after the events. */
      readonly state: SagaState;
    }
  /** The input is recorded and changes nothing. */
  | { readonly type: 'ignored'; readonly reason: IgnoredReason }
  /** The state does not allow the operator's action. */
  | {
      readonly type: 'rejected';
      readonly code: RejectionCode;
      readonly detail: string;
      /** What is wrong with a payload; left out: it is nothing of that kind. */
      readonly faults?: readonly InputFault[];
    };

export type IgnoredReason =
  /** The saga has ended. */
  | 'saga-ended'
  /** The definition has no such step, or the step no such iteration or attempt. */
  | 'never-issued'
  /** The iteration was undone or fenced before a newer one began. */
  | 'superseded-iteration'
  /** The step already has its result, or is being undone. */
  | 'step-closed'
  /** An error or a refusal of an attempt that is not the latest one in flight. */
  | 'superseded-attempt'
  | 'nothing-due'
  /** A signal with this id came before. */
  | 'known-signal';

export type RejectionCode =
  | 'SAGA_ENDED'
  | 'SAGA_NOT_STUCK'
  | 'STEP_NOT_STUCK'
  | 'STEP_UNKNOWN'
  | 'STEP_STATE_CONFLICT'
  | 'INPUT_NOT_EDITABLE'
  | 'PIVOT_PASSED'
  | 'ALREADY_COMPENSATING'
  | 'VERSION_CONFLICT'
  | 'DEFINITION_DOES_NOT_FIT'
  /** No step waits for this signal, or will. */
  | 'SIGNAL_NOT_EXPECTED'
  /** It fits the `payloadSchema` of no step that waits for it, or will. */
  | 'SIGNAL_PAYLOAD_INVALID'
  | 'TOO_MANY_SIGNALS'
  /** The saga already keeps as much data as it may. */
  | 'SAGA_FULL'
  /** The id belongs to another signal. */
  | 'SIGNAL_ID_REUSED'
  | 'LOCK_NOT_HELD'
  | 'SAGA_PAUSED'
  | 'SAGA_NOT_PAUSED';

/** What leaves a saga; a transition writes it to the outbox. */
export type Outgoing = Command | Notice;

/** A message to a participant, or to a child saga, which is one too. */
export interface Command {
  readonly type: 'command';
  /** Deterministic: the same attempt published twice has the same id. */
  readonly messageId: string;
  readonly sagaId: string;
  readonly definition: { readonly name: string; readonly version: number };
  readonly step: string;
  readonly iteration: number;
  readonly direction: Direction;
  readonly attempt: number;
  readonly participant: string;
  /** The pattern: `payment.authorize`. */
  readonly command: string;
  readonly data: JsonValue;
  /** When the first command under this idempotency key was issued. */
  readonly firstIssuedAt: number;
  /** When the conductor stops waiting for this attempt. */
  readonly dueAt: number;
  /** The whole timeout; left out: an earlier release wrote the command. */
  readonly timeoutMs?: number;
  /** Set: its retry policy has no second one. */
  readonly isOnlyAttempt?: true;
  /** Set: the command is for this child saga, and never goes over the wire. */
  readonly child?: ChildTarget;
  /** Set: the participant forwards the following commands by itself. */
  readonly slip?: Slip;
  /** The saga's trace; left out: it has none. */
  readonly trace?: TraceContext;
  /** The tickets of the saga's locks, in the definition's order. Left out: it has none. */
  readonly fencing?: readonly FencingToken[];
}

/** Lets a participant tell the commands of a lock's later holder from those of an earlier one. */
export interface FencingToken {
  /** The lock's. */
  readonly key: string;
  readonly token: number;
}

/** The part of a routing slip from one command on. */
export interface Slip {
  /** The following stations, in order. */
  readonly next: readonly SlipStation[];
  /** What to undo after a refusal, or when this command is undone: newest first. */
  readonly back: readonly SlipUndo[];
  /** Undoes the command itself; null: nothing is to be undone. */
  readonly undo: SlipUndo | null;
}

interface SlipAddress {
  readonly messageId: string;
  readonly step: string;
  readonly iteration: number;
  readonly attempt: number;
  readonly participant: string;
  readonly command: string;
  readonly timeoutMs: number;
}

export interface SlipStation extends SlipAddress, SlipData {
  /** A refusal cannot be honoured any more: the participant sends nothing back. */
  readonly isPastPivot: boolean;
  /** `input` null: the station's own data. `undo` null: there is nothing to undo. */
  readonly undo: (SlipAddress & { readonly input: SlipData | null }) | null;
}

export interface SlipUndo extends SlipAddress {
  readonly data: JsonValue;
  /** When the first command under its idempotency key was issued, or may have been. */
  readonly firstIssuedAt: number;
}

/** A child saga, and the definition it is started with. */
export interface ChildTarget {
  readonly sagaId: string;
  readonly definition: string;
  /** null: the latest one when it is started. */
  readonly version: number | null;
  readonly key: string | null;
  /** The saga at the top of the family. */
  readonly root: string;
  /** The number of ancestors. */
  readonly depth: number;
  /** The parent's generation. Left out: 0. */
  readonly generation?: number;
  /** The family whose budget counts it. Left out: its root's. */
  readonly origin?: string;
}

/** Messages that tell others about a saga. */
export type Notice = EventNotice | ChildReport;

/** Tells the parent how its child saga ended; the parent takes it as the reply to its command. */
export interface ChildReport {
  readonly type: 'child-report';
  readonly messageId: string;
  /** The child. */
  readonly sagaId: string;
  /** The saga at the top of the family. */
  readonly root: string;
  readonly to: {
    readonly sagaId: string;
    readonly step: string;
    readonly iteration: number;
    readonly direction: Direction;
    readonly attempt: number;
  };
  readonly outcome: ReplyOutcome;
}

/** Tells any listener something, as an event on the events exchange. */
export interface EventNotice {
  /** `life-cycle`: a saga began, ended, or needs a person. `published`: a step published it. */
  readonly type: 'life-cycle' | 'published';
  readonly messageId: string;
  readonly sagaId: string;
  /** `saga.completed.order-fulfilment`, `order.priced` */
  readonly event: string;
  /** The saga's generation; sagas started by this notice are one later. Left out: 0. */
  readonly generation?: number;
  /** The family whose budget counts sagas started by this notice. Older versions leave it out. */
  readonly origin?: string;
  readonly data: JsonValue;
  /** The saga's trace; left out: it has none. */
  readonly trace?: TraceContext;
}

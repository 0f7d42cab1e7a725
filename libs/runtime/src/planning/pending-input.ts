import type { pausing } from '#engine';
import type { WantedVersion } from '#ports';
import type {
  DefinitionChanged,
  OperateRequest,
  OperateResult,
  ParentAnswer,
  ParentRequest,
  ReplyRequest,
  ReplyResult,
  SignalRequest,
  SignalResult,
  ResolvedStart,
  StartResult,
} from '../requests/pipeline-requests.js';

/** An input on its way through the pipeline, and whoever waits for its end. */
export type PendingInput =
  | PendingStart
  | PendingReply
  | PendingSignal
  | PendingTimer
  | PendingSent
  | PendingResend
  | PendingOperate
  | PendingParent;

interface Pending<Type extends string, Result> {
  readonly type: Type;
  readonly sagaId: string;
  /** The root of its saga, where that is known: families take turns. Left out: the saga itself. */
  readonly family?: string | undefined;
  /** By the pipeline's clock. */
  readonly queuedAt: number;
  /** The answer to a commit with it was lost: nobody may be told that it was not done. */
  inDoubt: boolean;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface PendingStart extends Pending<'start', StartResult | DefinitionChanged> {
  readonly request: ResolvedStart;
  /**
   * What the store has yet to confirm; null: nothing, or not any more. It is asked once: after a
   * commit whose answer was lost, a start that is sent back could be done twice.
   */
  wanted: WantedVersion | null;
}

export interface PendingReply extends Pending<'reply', ReplyResult> {
  readonly request: ReplyRequest;
}

export interface PendingSignal extends Pending<'signal', SignalResult> {
  readonly request: SignalRequest;
  /** The caller's idempotency key, or else one made once: a repeated commit finds it again. */
  readonly signalId: string;
}

export interface PendingParent extends Pending<'parent', ParentAnswer> {
  readonly request: ParentRequest;
}

export interface PendingTimer extends Pending<'timer', void> {
  /** Lets an attempt through an automatic pause, and is told if it did. */
  readonly probe?: PendingProbe | undefined;
}

export interface PendingProbe extends pausing.Probe {
  /** Called after the commit. */
  readonly onLetThrough: () => void;
}

/** A command left the outbox late. */
export interface PendingSent extends Pending<'sent', void> {
  readonly messageId: string;
}

export interface PendingResend extends Pending<'resend', void> {
  /** Those whose commands were lost; null: all. */
  readonly participants: readonly string[] | null;
}

export interface PendingOperate extends Pending<'operate', OperateResult> {
  readonly request: OperateRequest;
  /** Id of the audit entry, made once: a repeated commit finds it again. */
  readonly auditId: string;
  /** The caller's idempotency key, or else the audit entry's id. */
  readonly actionKey: string;
}

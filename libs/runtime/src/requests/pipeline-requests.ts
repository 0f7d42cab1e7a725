import type { DeadMessageReason } from '#contracts';
import type { Correlation } from '#contracts';
import type {
  ChildReport,
  OperatorAction,
  ParentRef,
  RejectionCode,
  ReplyOutcome,
  SagaState,
  TraceContext,
} from '#engine';
import type { InputFault } from '#definition';
import type { JsonValue } from '#protocol';
import type { SagaDefinition } from '#definition';
import type { AuditEntry, WantedVersion } from '#ports';

/** What every request for a new saga says, by whatever door it comes. */
export interface StartDetails {
  readonly key: string | null;
  readonly input: JsonValue;
  readonly idempotencyKey: string | null;
  /** Hash of the request; the same key with another one is a conflict. */
  readonly fingerprint: string | null;
  /** Set for a child saga, whose id its parent chooses. */
  readonly child?: { readonly sagaId: string; readonly parent: ParentRef };
  /** Sagas before it of which each started the next. Default 0. */
  readonly generation?: number;
  /** The family whose budget counts it. Left out: its root's, if it is a child. */
  readonly origin?: string;
}

/** A start request whose definition was found and whose input fits it. */
export interface ResolvedStart extends StartDetails {
  readonly definition: SagaDefinition;
  /**
   * What was asked for, if `definition` is what it came to the last time: the transaction of the
   * start asks again, and nothing is written if it comes to another one now. Left out: it was asked
   * for this start.
   */
  readonly wanted?: WantedVersion;
  /** W3C trace context; left out: there is none. */
  readonly trace?: TraceContext;
}

export type StartResult =
  | { readonly type: 'created'; readonly state: SagaState }
  | { readonly type: 'existing'; readonly sagaId: string }
  /** The idempotency key was used for another request. */
  | { readonly type: 'key-reused'; readonly sagaId: string }
  /** There may not be one more; for the caller, or for people. */
  | { readonly type: 'over-limit'; readonly code: StartLimit; readonly detail: string };

/** What is wanted no longer comes to the definition of the request. Nothing was written. */
export interface DefinitionChanged {
  readonly type: 'definition-changed';
}

/** The limit of a family, and that of a definition. */
export type StartLimit = 'BUDGET_EXCEEDED' | 'TOO_MANY_OPEN_SAGAS';

export interface OperateRequest {
  readonly sagaId: string;
  readonly action: OperatorAction;
  readonly actor: string;
  readonly reason: string;
  /** How it came, for the audit log. Left out, or a part of it: `api`, and nothing else known. */
  readonly origin?: Partial<AuditEntry['origin']>;
  /** The second person, who confirmed it; left out: nobody had to. */
  readonly confirmedBy?: string;
  readonly expectedVersion?: number;
  /** With `migrate`: the definition to follow. */
  readonly target?: SagaDefinition;
  /** What the operator confirmed, as `previewHash` has it; left out: whatever it leads to now. */
  readonly previewHash?: string;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string;
}

export type OperateResult =
  | {
      readonly type: 'done';
      readonly sagaId: string;
      readonly status: string;
      readonly version: number;
      /** As the action left it; left out: it was done before, and is found by its key. */
      readonly state?: SagaState;
    }
  | {
      readonly type: 'rejected';
      readonly code: RejectionCode;
      readonly detail: string;
      readonly status: string;
      readonly version: number;
    }
  /** It would not do what was confirmed: nothing was done. */
  | {
      readonly type: 'outdated';
      readonly status: string;
      readonly version: number;
      /** On which it was decided. */
      readonly state: SagaState;
    }
  | { readonly type: 'not-found' }
  | { readonly type: 'key-reused' };

export interface SignalRequest {
  readonly sagaId: string;
  readonly name: string;
  readonly payload: JsonValue;
  /** The same signal sent twice has the same key; null: it is a signal of its own. */
  readonly idempotencyKey: string | null;
}

/** Those that `decide` has for a signal; each is a reason of a dead message as well. */
export type SignalRejection = Extract<RejectionCode, DeadMessageReason>;

export type SignalResult =
  /** Taken by a step, or kept for one; also when it came before. */
  | { readonly type: 'accepted' }
  | {
      readonly type: 'rejected';
      readonly code: SignalRejection;
      readonly detail: string;
      /** What is wrong with the payload; empty: nothing. */
      readonly faults: readonly InputFault[];
      readonly status: string;
      readonly version: number;
    }
  | { readonly type: 'not-found' };

/** A parent's request to a child saga. */
export interface ParentRequest {
  /** The child. */
  readonly sagaId: string;
  /** The root of the family. */
  readonly root: string;
  readonly asked: ParentRef['asked'];
}

export type ParentAnswer =
  /** It goes on, or goes back, and reports when it has ended. */
  | { readonly type: 'noted' }
  /** It has ended: this is what the parent's command comes to. */
  | {
      readonly type: 'answered';
      readonly to: ChildReport['to'];
      readonly outcome: ReplyOutcome;
    }
  | { readonly type: 'not-found' };

/** A reply whose signature was good. */
export interface ReplyRequest {
  readonly correlation: Correlation;
  readonly outcome: ReplyOutcome;
  /** What the participant worked, in ms. Left out: it does not say. */
  readonly tookMs?: number;
  /** The root of the family, when a child saga replies. */
  readonly root?: string;
  /** The participant passed a routing slip on by itself. Default false. */
  readonly forwarded?: boolean;
  /**
   * The replies of the slip's earlier stations. Their signatures are valid too, and the sender of
   * this reply may speak for each of them.
   */
  readonly trail?: readonly { readonly correlation: Correlation; readonly outcome: ReplyOutcome }[];
  /**
   * On a routing slip it may have overtaken the replies of the stations before: then nothing is
   * recorded. Default false.
   */
  readonly mayBeEarly?: boolean;
  /** As it arrived, to be set aside when it cannot be used. */
  readonly body: Buffer;
  readonly properties: JsonValue;
}

/** All but `early` are final: the reply can be acknowledged. An early one may be tried again. */
export type ReplyResult = 'applied' | 'ignored' | 'set-aside' | 'early';

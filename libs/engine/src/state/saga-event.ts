import type { JsonValue } from '#protocol';
import type { OperatorAction } from './saga-input.js';
import type {
  Abort,
  Direction,
  Inquiry,
  OriginRef,
  ParentRef,
  SagaError,
  TraceContext,
} from './saga-state.js';

/**
 * Why the wait for a reply was renewed. `unsent`: the command is still in the outbox; `sent-late`:
 * it left only now; `lost`: with the bus, so that it goes out again; `outage`: something was away
 * meanwhile; `child`: nobody times a child out, it is asked again.
 */
export type PostponedBecause = 'unsent' | 'sent-late' | 'lost' | 'outage' | 'child';

/** A recorded fact about a saga. `evolve` of all of them, in order, gives its state. */
export type SagaEvent =
  | {
      readonly type: 'saga-started';
      readonly sagaId: string;
      readonly definition: { readonly name: string; readonly version: number };
      readonly key: string | null;
      readonly input: JsonValue;
      readonly steps: readonly string[];
      readonly deadlineAt: number | null;
      /** Left out: it has none. */
      readonly parent?: ParentRef;
      /** Left out: 0. */
      readonly generation?: number;
      /** Left out: its root is its family's. */
      readonly origin?: OriginRef;
      readonly trace?: TraceContext;
    }
  /** It goes on when it holds all of them. */
  | {
      readonly type: 'locks-requested';
      readonly locks: readonly {
        readonly key: string;
        readonly onBusy: 'wait' | 'reject';
        readonly dueAt: number;
      }[];
      readonly checkAt: number;
    }
  | { readonly type: 'locks-acquired'; readonly keys: readonly string[] }
  /** Others still hold some of them; they are looked at again then. */
  | { readonly type: 'locks-awaited'; readonly checkAt: number }
  /** Something was away while it waited: whoever holds the lock could not go on either. */
  | { readonly type: 'lock-wait-extended'; readonly key: string; readonly dueAt: number }
  /** By an operator. */
  | { readonly type: 'lock-released'; readonly key: string }
  /** The parent wants something else of this saga from now on. */
  | { readonly type: 'parent-asked'; readonly asked: ParentRef['asked'] }
  /** It was completed, and its parent has it undone. */
  | { readonly type: 'saga-reopened' }
  | { readonly type: 'step-skipped'; readonly step: string }
  /** For a signal, or (null) for time to pass. */
  | {
      readonly type: 'wait-opened';
      readonly step: string;
      readonly signal: string | null;
      readonly dueAt: number;
    }
  /** The saga goes back: what the step waited for will not be needed. */
  | { readonly type: 'wait-closed'; readonly step: string }
  | {
      readonly type: 'signal-received';
      readonly name: string;
      readonly id: string;
      readonly payload: JsonValue;
    }
  | {
      readonly type: 'command-issued';
      readonly step: string;
      readonly iteration: number;
      readonly direction: Direction;
      readonly attempt: number;
      readonly attemptsLeft: number;
      readonly command: string;
      /** Only with the first attempt to execute: later ones send the same again. */
      readonly data?: JsonValue;
      /** When the wait for the reply ends. */
      readonly dueAt: number;
      /** It was sent by the participant of a step before or after, on a routing slip. */
      readonly passedOn?: true;
      /** When a participant may have begun with it; left out: now, if never before. */
      readonly firstIssuedAt?: number;
    }
  | {
      readonly type: 'attempt-failed';
      readonly step: string;
      readonly direction: Direction;
      readonly attempt: number;
      /** `unknown`: no reply came in time. */
      readonly outcome: 'errored' | 'unknown';
      readonly error: SagaError;
    }
  | {
      readonly type: 'retry-scheduled';
      readonly step: string;
      readonly direction: Direction;
      readonly dueAt: number;
    }
  | {
      readonly type: 'timeout-postponed';
      readonly step: string;
      readonly dueAt: number;
      readonly because: PostponedBecause;
    }
  | { readonly type: 'inquiry-opened'; readonly step: string; readonly inquiry: Inquiry }
  | {
      readonly type: 'step-succeeded';
      readonly step: string;
      readonly output: JsonValue;
      readonly by: 'reply' | 'inquiry' | 'operator' | 'timer' | 'iterations';
    }
  /** Its output is the payload. */
  | { readonly type: 'signal-taken'; readonly step: string; readonly id: string }
  | { readonly type: 'step-refused'; readonly step: string; readonly error: SagaError }
  /** Given up on; it may have happened unless it was never issued. */
  | { readonly type: 'step-failed'; readonly step: string; readonly error: SagaError }
  | {
      readonly type: 'step-compensated';
      readonly step: string;
      /** `nothing-to-do`: the definition says there is nothing to undo. */
      readonly result: 'undone' | 'nothing-to-undo' | 'nothing-to-do' | 'settled';
    }
  | {
      readonly type: 'step-stuck';
      readonly step: string;
      readonly direction: Direction;
      readonly error: SagaError;
    }
  /** The step starts over under a new idempotency key. */
  | { readonly type: 'iteration-opened'; readonly step: string; readonly iteration: number }
  /** Iterations of a loop, numbered from `iteration` on. */
  | {
      readonly type: 'iterations-opened';
      readonly step: string;
      readonly iteration: number;
      readonly items: readonly { readonly item: JsonValue; readonly data: JsonValue }[];
    }
  /** The loop starts over; what its iterations did is undone. */
  | { readonly type: 'iterations-dropped'; readonly step: string }
  | { readonly type: 'deadline-passed' }
  /** The pivot is passed: the deadline means nothing any more. */
  | { readonly type: 'deadline-lifted' }
  | { readonly type: 'abort-decided'; readonly abort: Abort }
  /** The rewind is done: the saga goes forward again. */
  | { readonly type: 'forward-resumed' }
  | {
      readonly type: 'operator-acted';
      readonly action: OperatorAction;
      readonly actor: string;
      readonly reason: string;
    }
  /** From here on another version decides; steps that it has besides are pending. */
  | {
      readonly type: 'definition-migrated';
      readonly from: number;
      readonly to: number;
      /** All steps of the new version, in its order. */
      readonly steps: readonly string[];
      readonly deadlineAt: number | null;
    }
  | { readonly type: 'commands-resent'; readonly messageIds: readonly string[] }
  | { readonly type: 'saga-stuck'; readonly error: SagaError }
  /** It was stuck before, and is stuck on this now. */
  | { readonly type: 'saga-stuck-on'; readonly error: SagaError }
  /** What it was stuck on is settled or tried again. */
  | { readonly type: 'saga-resumed' }
  | {
      readonly type: 'saga-completed';
      readonly output: JsonValue;
      readonly error: SagaError | null;
    }
  | { readonly type: 'saga-compensated' }
  | { readonly type: 'saga-abandoned'; readonly reason: string };

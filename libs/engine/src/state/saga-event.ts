import type { ItemError } from '#expressions';
import type { JsonValue } from '#protocol';
import type { OperatorAction } from './saga-input.js';
import type {
  Abort,
  AwaitedEvent,
  Direction,
  Inquiry,
  OriginRef,
  ParentRef,
  SagaError,
  TraceContext,
} from './saga-state.js';

/**
 * Why the wait for a reply was renewed. `unsent`: the command is still in the outbox; `sent-late`:
 * it left only now; `lost`: the bus lost it, so it goes out again; `outage`: something was away
 * meanwhile; `child`: a child never times out, its parent asks again.
 */
export type PostponedBecause = 'unsent' | 'sent-late' | 'lost' | 'outage' | 'child';

/** A recorded fact about a saga. Applying all of them in order with `evolve` gives its state. */
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
      /** Left out: the origin is the root of the saga's own family. */
      readonly origin?: OriginRef;
      readonly trace?: TraceContext;
    }
  /** The saga begins once it holds all of them. */
  | {
      readonly type: 'locks-requested';
      readonly locks: readonly {
        readonly key: string;
        readonly onBusy: 'wait' | 'reject';
        readonly dueAt: number;
      }[];
      readonly checkAt: number;
    }
  | {
      readonly type: 'locks-acquired';
      readonly keys: readonly string[];
      /** In the order of the keys. Left out: an earlier release wrote the event. */
      readonly tickets?: readonly number[];
    }
  /** Other sagas still hold some of the locks; the next check is at `checkAt`. */
  | { readonly type: 'locks-awaited'; readonly checkAt: number }
  /** There was an outage during the wait, in which the holder of the lock was blocked too. */
  | { readonly type: 'lock-wait-extended'; readonly key: string; readonly dueAt: number }
  /** An operator released the lock. */
  | { readonly type: 'lock-released'; readonly key: string }
  /** The parent's request to this saga has changed. */
  | { readonly type: 'parent-asked'; readonly asked: ParentRef['asked'] }
  /** The parent has this completed saga undone. */
  | { readonly type: 'saga-reopened' }
  | { readonly type: 'step-skipped'; readonly step: string }
  /**
   * The step waits for a signal, for an event of a service, or, without either, for time to pass.
   * A migration may open a wait that is open already, with the key of the new version.
   */
  | {
      readonly type: 'wait-opened';
      readonly step: string;
      readonly signal: string | null;
      readonly event?: AwaitedEvent;
      readonly dueAt: number;
    }
  /** The saga goes back, so the step no longer waits. */
  | { readonly type: 'wait-closed'; readonly step: string }
  | {
      readonly type: 'signal-received';
      readonly name: string;
      readonly id: string;
      readonly payload: JsonValue;
      /** Steps whose `payloadSchema` it does not fit. Left out: none. */
      readonly misfits?: readonly string[];
    }
  /** A newer signal of its name came, for a step whose condition asks for the newest one. */
  | { readonly type: 'signal-superseded'; readonly id: string; readonly by: string }
  | {
      readonly type: 'command-issued';
      readonly step: string;
      readonly iteration: number;
      readonly direction: Direction;
      readonly attempt: number;
      readonly attemptsLeft: number;
      readonly command: string;
      /** Set for the first attempt to execute only; later attempts send the same data. */
      readonly data?: JsonValue;
      /** When the wait for the reply ends. */
      readonly dueAt: number;
      /** The participant of a neighbouring step of the routing slip sent it. */
      readonly forwarded?: true;
      /** When a participant may have begun the step; left out: now, if never before. */
      readonly firstIssuedAt?: number;
      /** The automatic pause that it was let through, to see whether attempts succeed again. */
      readonly probe?: string;
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
  /**
   * A pause keeps the next attempt from being issued: it is due since `dueAt`, and goes out when
   * the pause is over.
   */
  | {
      readonly type: 'command-held';
      readonly step: string;
      readonly direction: Direction;
      /** This one included. */
      readonly attemptsLeft: number;
      /** Set for the first attempt to execute only. */
      readonly data?: JsonValue;
      readonly dueAt: number;
    }
  /** The step, or its undoing, is next, and a pause keeps it from beginning. */
  | {
      readonly type: 'step-held';
      readonly step: string;
      readonly direction: 'execute' | 'compensate';
    }
  /** Nothing holds it any more, or it is no longer next. */
  | {
      readonly type: 'step-released';
      readonly step: string;
      readonly direction: 'execute' | 'compensate';
    }
  /** An operator retries a stuck step that sends no command; it begins when the pause is over. */
  | { readonly type: 'retry-held'; readonly step: string }
  | { readonly type: 'inquiry-opened'; readonly step: string; readonly inquiry: Inquiry }
  | {
      readonly type: 'step-succeeded';
      readonly step: string;
      readonly output: JsonValue;
      readonly by: 'reply' | 'inquiry' | 'operator' | 'timer' | 'iterations' | 'end';
      /** The items of a `forEach` that were caught; left out: none were. */
      readonly errors?: readonly ItemError[];
    }
  /** The step published its event (`execute`), or the event that takes it back (`compensate`). */
  | {
      readonly type: 'event-published';
      readonly step: string;
      readonly iteration: number;
      readonly direction: 'execute' | 'compensate';
      readonly event: string;
      readonly data: JsonValue;
    }
  /** The payload becomes the step's output. */
  | { readonly type: 'signal-taken'; readonly step: string; readonly id: string }
  /** The event's data become the step's output. */
  | {
      readonly type: 'event-taken';
      readonly step: string;
      readonly id: string;
      readonly data: JsonValue;
    }
  | { readonly type: 'step-refused'; readonly step: string; readonly error: SagaError }
  /** The saga gave up on the step, which may have happened unless it was never issued. */
  | { readonly type: 'step-failed'; readonly step: string; readonly error: SagaError }
  /** The step failed and may have happened: it is undone before it counts as caught. */
  | { readonly type: 'catch-begun'; readonly step: string; readonly error: SagaError }
  /** The step's failure does not take the saga back. */
  | {
      readonly type: 'step-caught';
      readonly step: string;
      readonly error: SagaError;
      /** false: its key may still be on its way, and is fenced if the saga goes back. */
      readonly isUndone: boolean;
    }
  | {
      readonly type: 'step-compensated';
      readonly step: string;
      /** `nothing-to-do`: the definition has no compensation for the step. */
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
  /** The pivot is passed, so the deadline no longer applies. */
  | { readonly type: 'deadline-lifted' }
  | { readonly type: 'abort-decided'; readonly abort: Abort }
  /** The rewind is complete, and the saga goes forward again. */
  | { readonly type: 'forward-resumed' }
  | {
      readonly type: 'operator-acted';
      readonly action: OperatorAction;
      readonly actor: string;
      readonly reason: string;
      /** The second person, who confirmed it. Left out: nobody had to. */
      readonly confirmedBy?: string;
    }
  /** From here on another version decides; its additional steps are pending. */
  | {
      readonly type: 'definition-migrated';
      readonly from: number;
      readonly to: number;
      /** All steps of the new version, in its order. */
      readonly steps: readonly string[];
      readonly deadlineAt: number | null;
    }
  | {
      readonly type: 'commands-resent';
      readonly messageIds: readonly string[];
      /** The automatic pause that this went through, and the step. Left out: the bus lost them. */
      readonly probe?: { readonly pause: string; readonly step: string };
    }
  /** An operator paused the saga. */
  | { readonly type: 'saga-paused'; readonly by: string; readonly reason: string }
  /** The saga goes on with the time that it had left. */
  | { readonly type: 'pause-ended' }
  /** What pauses took from these clocks since the last transition is given back to them. */
  | {
      readonly type: 'clocks-moved';
      /** Left out: it did not stand still, or there is none. */
      readonly deadlineAt?: number;
      readonly locks: readonly { readonly key: string; readonly dueAt: number }[];
      /** Attempts in flight, back-offs, waits and delays. */
      readonly waits: readonly { readonly step: string; readonly dueAt: number }[];
    }
  | { readonly type: 'saga-stuck'; readonly error: SagaError }
  /** The saga was stuck already, and is now stuck on this error. */
  | { readonly type: 'saga-stuck-on'; readonly error: SagaError }
  /** The stuck step was settled or is tried again. */
  | { readonly type: 'saga-resumed' }
  | {
      readonly type: 'saga-completed';
      readonly output: JsonValue;
      readonly error: SagaError | null;
      /** The `end` step that completed the saga early; left out: every step was done. */
      readonly endedBy?: string;
    }
  | { readonly type: 'saga-compensated' }
  | { readonly type: 'saga-abandoned'; readonly reason: string };

import type { IgnoredReason } from '../state/decision.js';
import type { SagaEvent } from '../state/saga-event.js';
import type { OperatorAction, RecordedInput } from '../state/saga-input.js';
import type { Direction, SagaError } from '../state/saga-state.js';

/** One transition of a saga as the history has it, or a reply that changed nothing. */
export interface Happening {
  /** The saga's version after it; null: it changed nothing. */
  readonly version: number | null;
  /** In ms since the epoch. */
  readonly at: number;
  readonly input: RecordedInput;
  readonly events: readonly SagaEvent[];
  /** Why a reply changed nothing, and how often it came; null: it is a transition. */
  readonly ignored: { readonly reason: IgnoredReason; readonly times: number } | null;
}

/** `reply-ignored`: it came too late, twice or for nothing. Else the event's type. */
export type What = SagaEvent['type'] | 'reply-ignored';

/** A line of a saga's story. */
export interface Entry {
  /** In ms since the epoch. */
  readonly at: number;
  readonly version: number | null;
  /** A step or an iteration of a loop; null: the saga as a whole. */
  readonly step: string | null;
  /** null: no command is in question. */
  readonly direction: Direction | null;
  readonly what: What;
  readonly attempt: number | null;
  /** null: none has to do with it, or it was told of too long before. */
  readonly participant: string | null;
  readonly command: string | null;
  /**
   * From the command to its outcome, from the beginning of a wait to its end, or from the start of
   * the saga to its end. null: it is no end, or its beginning was too long before.
   */
  readonly durationMs: number | null;
  /** The operator whose action led to it; null: nobody's did. */
  readonly by: ActedBy | null;
  readonly error: SagaError | null;
  /** For people, in English, on one line. */
  readonly text: string;
}

export interface ActedBy {
  readonly actor: string;
  readonly action: OperatorAction['name'];
  readonly reason: string;
  /** The second person, who confirmed it; null: nobody had to. */
  readonly confirmedBy: string | null;
}

import type { SagaDefinition } from '#definition';
import type { Decision, IgnoredReason } from '../state/decision.js';
import type { RecordedInput, SagaInput } from '../state/saga-input.js';
import type { Pause } from '../pausing/pauses.js';
import type { Draft } from '../transition/draft.js';

export type InputOf<Type extends SagaInput['type']> = Extract<SagaInput, { type: Type }>;

/** Why an input changes nothing; null: it changed the draft, and the saga advances. */
export type Refusal = IgnoredReason | Extract<Decision, { type: 'rejected' }> | null;

/** What one type of input does to a saga. Each has a file here; `all-rules.ts` is the table. */
export interface InputRules<Type extends SagaInput['type']> {
  /** Begins the saga, which is not there yet; null: this input happens only to one that is. */
  readonly begin:
    ((definition: SagaDefinition, input: InputOf<Type>, pauses: readonly Pause[]) => Draft) | null;
  /** Whether a saga that has ended hears of it. The others are ignored: `saga-ended`. */
  readonly reachesEnded: boolean;
  receive(draft: Draft, input: InputOf<Type>): Refusal;
  /** The input as the history stores it, without its payload, which the events carry. */
  describe(input: InputOf<Type>): Extract<RecordedInput, { readonly type: Type }>;
}

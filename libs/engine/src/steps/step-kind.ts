import type { StepDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import type { Forwarded } from '../modes/mode.js';
import type { Draft } from '../transition/draft.js';

export type StepOf<Does extends StepDefinition['does']> = Extract<StepDefinition, { does: Does }>;

export interface Beginning {
  /** In the place of its mapped input. */
  readonly edited?: JsonValue | undefined;
  readonly forwarded?: Forwarded | null;
}

/** How one kind of step behaves; `step-kinds.ts` is the table of them. */
export interface StepKindRules<Does extends StepDefinition['does']> {
  /** Its predecessors are done, and its condition holds. `done`: that was it. */
  begin(draft: Draft, step: StepOf<Does>, beginning: Beginning): 'done' | 'open';
  /** It has begun: what follows of its own, such as the next iterations. `done`: that was it. */
  goOn(draft: Draft, step: StepOf<Does>): 'done' | 'open';
  /** The time that it waited for has come. */
  wake(draft: Draft, step: StepOf<Does>): void;
  /** For people: what it does. */
  describe(step: StepOf<Does>): string;
}

import type { StepDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import type { Forwarded } from '../modes/mode.js';
import type { Draft } from '../transition/draft.js';

export type StepOf<Does extends StepDefinition['does']> = Extract<StepDefinition, { does: Does }>;

export interface Beginning {
  /** Replaces the mapped input. */
  readonly edited?: JsonValue | undefined;
  readonly forwarded?: Forwarded | null;
}

/** How one kind of step behaves; `step-kinds.ts` is the table of them. */
export interface StepKindRules<Does extends StepDefinition['does']> {
  /** Begins the step: predecessors are done, its condition holds. `done`: it has finished. */
  begin(draft: Draft, step: StepOf<Does>, beginning: Beginning): 'done' | 'open';
  /** Continues a step that has begun, say with the next iterations. `done`: it has finished. */
  goOn(draft: Draft, step: StepOf<Does>): 'done' | 'open';
  /** Called when the instant that the step waited for has come. */
  wake(draft: Draft, step: StepOf<Does>): void;
  /** Describes the step for people. */
  describe(step: StepOf<Does>): string;
  /** How what it did is undone; null: it has no effect. */
  readonly undo: StepUndo<Does> | null;
}

export interface StepUndo<Does extends StepDefinition['does']> {
  /** Undoes the step, or has it undone; also resumes an undo that got stuck. */
  carryOut(draft: Draft, step: StepOf<Does>, forwarded?: Forwarded | null): void;
  /** What undoes the step, for people; null: nothing. */
  describe(step: StepOf<Does>): string | null;
}

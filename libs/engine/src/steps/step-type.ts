import type { StepDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import type { Forwarded } from '../modes/mode.js';
import type { Draft } from '../transition/draft.js';

export type StepOf<Type extends StepDefinition['type']> = Extract<StepDefinition, { type: Type }>;

export interface Beginning {
  /** Replaces the mapped input. */
  readonly edited?: JsonValue | undefined;
  readonly forwarded?: Forwarded | null;
}

/** How one type of step behaves; `step-types.ts` is the table of them. */
export interface StepTypeRules<Type extends StepDefinition['type']> {
  /** Begins the step: predecessors are done, its condition holds. */
  begin(draft: Draft, step: StepOf<Type>, beginning: Beginning): void;
  /** Continues a step that has begun, say with the next iterations. */
  goOn(draft: Draft, step: StepOf<Type>): void;
  /** Called when the instant that the step waited for has come. */
  wake(draft: Draft, step: StepOf<Type>): void;
  /** Describes the step for people. */
  describe(step: StepOf<Type>): string;
  /** How what it did is undone; null: it has no effect. */
  readonly undo: StepUndo<Type> | null;
}

export interface StepUndo<Type extends StepDefinition['type']> {
  /** Undoes the step, or has it undone; also resumes an undo that got stuck. */
  carryOut(draft: Draft, step: StepOf<Type>, forwarded?: Forwarded | null): void;
  /** What undoes the step, for people; null: nothing. */
  describe(step: StepOf<Type>): string | null;
}

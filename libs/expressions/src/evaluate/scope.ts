import type { JsonValue } from '#protocol';
import type { StepBudget } from './meter.js';

/** The data that expressions see: only what the definition may name at this place. */
export interface Scope {
  readonly input: JsonValue;
  readonly saga: { readonly id: string; readonly key: string | null };
  readonly steps: Readonly<Record<string, StepScope>>;
  /** What the place has besides, in the order in which it names them. */
  readonly variables?: readonly JsonValue[];
  /** What is left of what all evaluations of a decision may cost; left out: nothing was spent. */
  readonly budget?: StepBudget;
}

/** What expressions see of a step. */
export interface StepScope {
  readonly output: JsonValue;
  readonly status: string;
  /** Seen only while the step is `caught`. Left out: it has none. */
  readonly error?: { readonly code: string; readonly message: string } | null;
  /** The items of a `forEach` that were caught. Left out: none were. */
  readonly errors?: readonly ItemError[];
}

export interface ItemError {
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly code: string;
  readonly message: string;
}

/** A compiled JSON template. @throws ExpressionError when an expression cannot be evaluated. */
export type Mapping = (scope: Scope) => JsonValue;

/** A compiled `when`. @throws ExpressionError when it fails or does not give a boolean. */
export type Condition = (scope: Scope) => boolean;

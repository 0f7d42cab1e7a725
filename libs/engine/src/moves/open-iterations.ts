import type { CommandStep } from '#definition';
import type { JsonValue } from '#protocol';
import type { SagaError } from '../state/saga-state.js';
import type { Draft } from '../transition/draft.js';

/** Iterations to open, or why there are none. */
export type Opening =
  | { readonly items: readonly { readonly item: JsonValue; readonly data: JsonValue }[] }
  | { readonly error: SagaError };

export function openIterations(
  draft: Draft,
  step: CommandStep,
  { items }: Extract<Opening, { readonly items: unknown }>,
): void {
  const { iteration } = draft.step(step.name);
  draft.record({ type: 'iterations-opened', step: step.name, iteration, items });
}

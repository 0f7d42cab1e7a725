import type { JsonValue } from '#protocol';
import type { Draft } from '../transition/draft.js';

/** An `end` step is taken: the saga is completed, and what has not begun is skipped. */
export function endEarly(
  draft: Draft,
  step: string,
  { output, by }: { readonly output: JsonValue; readonly by: 'end' | 'operator' },
): void {
  draft.record({ type: 'step-succeeded', step, output: null, by });
  for (const { name } of draft.definition.steps) {
    if (draft.step(name).status === 'pending') draft.record({ type: 'step-skipped', step: name });
  }
  draft.record({ type: 'saga-completed', output, error: null, endedBy: step });
}

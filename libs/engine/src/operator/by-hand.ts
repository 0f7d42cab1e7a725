import type { JsonValue } from '#protocol';
import { endEarly } from '../moves/end-early.js';
import type { Draft } from '../transition/draft.js';

/** Goes on as if the step had succeeded with this output; an `end` completes the saga with it. */
export function succeedByHand(draft: Draft, step: string, output: JsonValue): void {
  const isEnd = draft.definition.stepByName.get(step)?.type === 'end';
  if (isEnd) endEarly(draft, step, { output, by: 'operator' });
  else draft.record({ type: 'step-succeeded', step, output, by: 'operator' });
}

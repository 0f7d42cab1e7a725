import { type DelayStep, evaluate } from '#definition';
import { DURATION_MAX_MS, INSTANT_EXAMPLE, parseInstant } from '#protocol';
import { failUnissued } from '../moves/backward.js';
import type { SagaError } from '../state/saga-state.js';
import type { Draft } from '../transition/draft.js';
import type { StepKindRules } from './step-kind.js';

/** Lets time pass. There is nothing to undo. */
export const delay: StepKindRules<'delay'> = {
  /** `done`: the instant has already passed. */
  begin(draft, step) {
    const end = endOf(draft, step);
    if ('error' in end) {
      failUnissued(draft, step, end.error);
      return 'open';
    }
    if (end.at <= draft.at) {
      succeed(draft, step);
      return 'done';
    }
    draft.record({ type: 'wait-opened', step: step.name, signal: null, dueAt: end.at });
    return 'open';
  },
  goOn: () => 'open',
  wake: succeed,
  describe: () => 'a delay',
};

function succeed(draft: Draft, { name }: DelayStep): void {
  draft.record({ type: 'step-succeeded', step: name, output: null, by: 'timer' });
}

function endOf(
  draft: Draft,
  { delay }: DelayStep,
): { readonly at: number } | { readonly error: SagaError } {
  if (typeof delay === 'number') return { at: draft.at + delay };
  const mapped = evaluate(() => delay(draft.scope));
  if ('error' in mapped) return mapped;
  const at = typeof mapped.data === 'string' ? parseInstant(mapped.data) : null;
  if (at !== null && at <= draft.at + DURATION_MAX_MS) return { at };
  const given = JSON.stringify(mapped.data).slice(0, 100);
  const message = `${given} is not ${INSTANT_EXAMPLE}, within 365 days`;
  return { error: { code: 'DELAY_INVALID', message } };
}

import type { DelayStep } from '#definition';
import { failUnissued } from '../moves/backward.js';
import { endOfPeriod } from '../moves/periods.js';
import type { Draft } from '../transition/draft.js';
import type { StepTypeRules } from './step-type.js';

/** Lets time pass. There is nothing to undo. */
export const delay: StepTypeRules<'delay'> = {
  begin(draft, step) {
    const end = endOfPeriod(draft, step.delay, 'DELAY_INVALID');
    if ('error' in end) {
      failUnissued(draft, step, end.error);
      return;
    }
    if (end.at <= draft.at) {
      succeed(draft, step);
      return;
    }
    draft.record({ type: 'wait-opened', step: step.name, signal: null, dueAt: end.at });
  },
  goOn: () => undefined,
  wake: succeed,
  describe: () => 'a delay',
  undo: null,
};

function succeed(draft: Draft, { name }: DelayStep): void {
  draft.record({ type: 'step-succeeded', step: name, output: null, by: 'timer' });
}

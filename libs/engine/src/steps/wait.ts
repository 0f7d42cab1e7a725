import type { WaitStep } from '#definition';
import { failUnissued } from '../moves/backward.js';
import { endOfPeriod } from '../moves/periods.js';
import type { Signal } from '../state/saga-state.js';
import type { StepTypeRules } from './step-type.js';

/**
 * Waits for a signal. The wait consists of state and one timer, so it holds no memory, and there is
 * nothing to undo.
 */
export const wait: StepTypeRules<'wait'> = {
  begin(draft, step) {
    const kept = draft.state.signals.find((signal) => isKeptFor(signal, step));
    if (kept) {
      draft.record({ type: 'signal-taken', step: step.name, id: kept.id });
      return;
    }
    const end = endOfPeriod(draft, step.timeout, 'WAIT_TIMEOUT_INVALID');
    if ('error' in end) {
      failUnissued(draft, step, end.error);
      return;
    }
    // one that has passed is due at once, but not for the very timer that began the step
    const dueAt = Math.max(end.at, draft.at + 1);
    draft.record({ type: 'wait-opened', step: step.name, signal: step.signal, dueAt });
  },
  goOn: () => undefined,
  wake(draft, step) {
    if (step.onTimeout === 'continue') {
      draft.record({ type: 'step-succeeded', step: step.name, output: null, by: 'timer' });
      return;
    }
    const { timeout, signal } = step;
    const limit =
      typeof timeout === 'number' ? `within ${timeout} ms` : 'by the end of its timeout';
    const message = `no signal "${signal}" ${limit}`;
    failUnissued(draft, step, { code: 'SIGNAL_TIMEOUT', message });
  },
  describe: ({ signal }) => `a wait for ${signal}`,
  undo: null,
};

function isKeptFor(signal: Signal, step: WaitStep): boolean {
  if (signal.takenBy !== null || signal.name !== step.signal) return false;
  return !(signal.misfits?.includes(step.name) ?? false);
}

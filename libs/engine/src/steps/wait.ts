import type { WaitStep } from '#definition';
import { failUnissued } from '../moves/backward.js';
import type { Signal } from '../state/saga-state.js';
import type { StepKindRules } from './step-kind.js';

/**
 * Waits for a signal. The wait consists of state and one timer, so it holds no memory, and there is
 * nothing to undo.
 */
export const wait: StepKindRules<'wait'> = {
  /** `done`: the signal had already arrived. */
  begin(draft, step) {
    const kept = draft.state.signals.find((signal) => isKeptFor(signal, step));
    if (kept) {
      draft.record({ type: 'signal-taken', step: step.name, id: kept.id });
      return 'done';
    }
    const { name, signal, timeoutMs } = step;
    draft.record({ type: 'wait-opened', step: name, signal, dueAt: draft.at + timeoutMs });
    return 'open';
  },
  goOn: () => 'open',
  wake(draft, step) {
    if (step.onTimeout === 'continue') {
      draft.record({ type: 'step-succeeded', step: step.name, output: null, by: 'timer' });
      return;
    }
    const message = `no signal "${step.signal}" within ${step.timeoutMs} ms`;
    failUnissued(draft, step, { code: 'SIGNAL_TIMEOUT', message });
  },
  describe: ({ signal }) => `a wait for ${signal}`,
};

function isKeptFor(signal: Signal, step: WaitStep): boolean {
  return signal.takenBy === null && signal.name === step.signal;
}

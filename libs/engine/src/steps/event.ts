import { awaitedKey } from '#definition';
import { failUnissued } from '../moves/backward.js';
import { endOfPeriod } from '../moves/periods.js';
import type { StepTypeRules } from './step-type.js';

/**
 * Waits for an event of a service. The store matches events and waits by their keys, and wakes the
 * saga; `moves/take-events.ts` then decides whether it takes the event. An early event is kept by
 * the store, so the wait always begins, and there is nothing to undo.
 */
export const event: StepTypeRules<'event'> = {
  begin(draft, step) {
    const { name, event: awaited, timeout } = step;
    const { at: since, scope } = draft;
    const named = awaitedKey(() => step.key(scope));
    const end = endOfPeriod(draft, timeout, 'WAIT_TIMEOUT_INVALID');
    if ('error' in named) {
      failUnissued(draft, step, named.error);
      return;
    }
    if ('error' in end) {
      failUnissued(draft, step, end.error);
      return;
    }
    const event = { name: awaited, key: named.key, since };
    // one that has passed is due at once, but not for the very timer that began the step
    const dueAt = Math.max(end.at, since + 1);
    draft.record({ type: 'wait-opened', step: name, signal: null, event, dueAt });
  },
  goOn: () => undefined,
  wake(draft, step) {
    const { name, event: awaited, timeout, onTimeout } = step;
    if (onTimeout === 'continue') {
      draft.record({ type: 'step-succeeded', step: name, output: null, by: 'timer' });
      return;
    }
    const limit =
      typeof timeout === 'number' ? `within ${timeout} ms` : 'by the end of its timeout';
    const message = `no event "${awaited}" with the step's key ${limit}`;
    failUnissued(draft, step, { code: 'EVENT_TIMEOUT', message });
  },
  describe: ({ event: awaited }) => `a wait for the event ${awaited}`,
  undo: null,
};

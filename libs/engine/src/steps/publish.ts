import { evaluate, type PublishStep } from '#definition';
import type { JsonValue } from '#protocol';
import { failUnissued } from '../moves/backward.js';
import { mapData } from '../moves/map-data.js';
import type { Draft } from '../transition/draft.js';
import type { StepTypeRules } from './step-type.js';

/**
 * Publishes an event, which leaves with the transaction that records it: nobody answers it, and
 * nothing but its mapping can fail. Another event undoes it.
 */
export const publish: StepTypeRules<'publish'> = {
  begin(draft, step) {
    const mapped = mapData(draft, step.data);
    if ('error' in mapped) {
      failUnissued(draft, step, mapped.error);
      return;
    }
    record(draft, step, { direction: 'execute', event: step.event, data: mapped.data });
  },
  goOn: () => undefined,
  wake: () => undefined,
  describe: ({ event }) => `publish ${event}`,
  undo: {
    carryOut: unpublish,
    describe: ({ compensation }) => compensation && compensation.event,
  },
};

function unpublish(draft: Draft, step: PublishStep): void {
  const { name, compensation } = step;
  if (compensation === null) {
    draft.record({ type: 'step-compensated', step: name, result: 'nothing-to-do' });
    return;
  }
  const { event, data: mapping } = compensation;
  const mapped = mapping === null ? draft.step(name) : evaluate(() => mapping(draft.scope));
  if ('data' in mapped) {
    record(draft, step, { direction: 'compensate', event, data: mapped.data });
  } else {
    const { error } = mapped;
    draft.record({ type: 'step-stuck', step: name, direction: 'compensate', error });
  }
}

interface Published {
  readonly direction: 'execute' | 'compensate';
  readonly event: string;
  readonly data: JsonValue;
}

function record(draft: Draft, { name: step }: PublishStep, published: Published): void {
  const { iteration } = draft.step(step);
  draft.record({ type: 'event-published', step, iteration, ...published });
}

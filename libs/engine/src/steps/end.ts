import { failUnissued } from '../moves/backward.js';
import { endEarly } from '../moves/end-early.js';
import { mapData } from '../moves/map-data.js';
import type { StepTypeRules } from './step-type.js';

/** Completes the saga. Every other step comes before or after it, so nothing is in flight. */
export const end: StepTypeRules<'end'> = {
  begin(draft, step) {
    const mapped = mapData(draft, step.output);
    if ('error' in mapped) {
      failUnissued(draft, step, mapped.error);
      return;
    }
    endEarly(draft, step.name, { output: mapped.data, by: 'end' });
  },
  goOn: () => undefined,
  wake: () => undefined,
  describe: () => 'an end of the saga',
  undo: null,
};

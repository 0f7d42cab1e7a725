import { reject, type Verb } from './verb.js';

/** Go on with the time that each clock had left. */
export const resume: Verb<'resume'> = {
  findRejection({ state: { paused } }) {
    if (paused !== undefined) return null;
    return reject('SAGA_NOT_PAUSED', 'nobody paused the saga itself; see what it waits for');
  },
  carryOut: (draft) => draft.record({ type: 'pause-ended' }),
};

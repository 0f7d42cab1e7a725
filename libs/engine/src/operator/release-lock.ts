import { reject, type Verb } from './verb.js';

/** Continue without a lock, which passes to the next saga. */
export const releaseLock: Verb<'release-lock'> = {
  findRejection({ state }, { key }) {
    const isHeld = state.locks.some((lock) => lock.key === key && lock.status === 'held');
    return isHeld ? null : reject('LOCK_NOT_HELD', `the saga does not hold "${key}"`);
  },
  carryOut: (draft, { key }) => draft.record({ type: 'lock-released', key }),
};

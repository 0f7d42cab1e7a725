import type { Verb } from './verb.js';

/** End without undoing. Always allowed, as the last resort. */
export const abandon: Verb<'abandon'> = {
  findRejection: () => null,
  carryOut: (draft, _action, { reason }) => draft.record({ type: 'saga-abandoned', reason }),
};

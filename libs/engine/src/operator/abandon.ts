import type { Verb } from './verb.js';

/** End without undoing. Always allowed: it is what a person does when nothing else is left. */
export const abandon: Verb<'abandon'> = {
  findRejection: () => null,
  carryOut: (draft, _action, { reason }) => draft.record({ type: 'saga-abandoned', reason }),
};

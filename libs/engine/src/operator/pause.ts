import { reject, type Verb } from './verb.js';

/** Issue nothing, and let no time pass, until it is resumed. */
export const pause: Verb<'pause'> = {
  findRejection({ state: { paused } }) {
    if (paused === undefined) return null;
    const since = new Date(paused.since).toISOString();
    return reject('SAGA_PAUSED', `${paused.by} paused the saga at ${since}: ${paused.reason}`);
  },
  carryOut: (draft, _action, { actor: by, reason }) => {
    draft.record({ type: 'saga-paused', by, reason });
  },
};

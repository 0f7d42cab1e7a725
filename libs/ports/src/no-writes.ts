import type { BatchWrites } from './saga-batch.js';

/** A batch's writes in the making. */
export type GrowingWrites = {
  -readonly [Part in keyof BatchWrites]: BatchWrites[Part][number][];
};

export function noWrites(): GrowingWrites {
  return {
    starts: [],
    updates: [],
    wakeMoves: [],
    history: [],
    families: [],
    outgoing: [],
    outgoingAlone: [],
    lockRequests: [],
    lockReleases: [],
    lockWaits: [],
    eventWaitsOpened: [],
    eventWaitsClosed: [],
    eventsSeen: [],
    ignoredReplies: [],
    sagaPauses: [],
    holds: [],
    audit: [],
    deadMessages: [],
    sentMessageIds: [],
  };
}

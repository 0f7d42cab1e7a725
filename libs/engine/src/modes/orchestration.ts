import type { Mode } from './mode.js';

/** The conductor sends every command itself, each after the reply to the step before it. */
export const ORCHESTRATION: Mode = {
  sending: {
    factsOf: () => ({}),
    equip: (_draft, _step, command) => command,
    mayHaveBeenForwarded: () => false,
  },
  receiving: {
    receive: (draft, reply, { receiveReply }) => receiveReply(draft, reply),
    readRefusal: () => ({ isFinal: false, isUnsure: false, meansOtherInput: false }),
  },
  goingBack: {
    canUndoUnasked: ({ kind }) => kind === 'compensatable',
    askedFirst: ({ definition }) => definition.pivot,
    askedOn: () => null,
    isFencedOnRequest: () => false,
    areParticipantsGoingBack: () => false,
    closesRefused: () => false,
  },
  operators: {
    whyNoSkip: () => null,
    whyNoRewind: () => null,
  },
};

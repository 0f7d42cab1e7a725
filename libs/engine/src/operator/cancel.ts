import { askBackward } from '../advance/forward.js';
import { rejectGoingBack } from './going-back.js';
import type { Verb } from './verb.js';

export const cancel: Verb<'cancel'> = {
  findRejection: rejectGoingBack,
  carryOut: (draft) => askBackward(draft, 'cancelled'),
};

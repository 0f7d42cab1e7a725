import { askBackward } from '../advance/forward.js';
import { receiveParentRequest } from '../moves/children.js';
import type { InputRules } from './input-rules.js';

export const parentRules: InputRules<'parent'> = {
  begin: null,
  // a completed child may have to be undone
  reachesEnded: true,
  receive(draft, { asked }) {
    const isToGoBack = receiveParentRequest(draft, asked);
    if (draft.isEmpty) return 'nothing-due';
    if (isToGoBack) askBackward(draft, 'parent');
    return null;
  },
  describe: ({ type, asked }) => ({ type, ...asked }),
};

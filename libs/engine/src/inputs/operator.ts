import { operate } from '../operator/operator.js';
import type { InputRules } from './input-rules.js';

export const operatorRules: InputRules<'operator'> = {
  begin: null,
  // to be told that it has ended
  reachesEnded: true,
  receive: operate,
  describe: ({ type, action }) => ({ type, action: action.name }),
};

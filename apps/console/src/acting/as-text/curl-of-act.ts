import type { Act } from '../acts';
import { curlOfCall } from './curl-of-call';
import { sendAct, type Given } from '../do-act';

/** Exactly the act that the dialog would do, as a command of a shell; nothing is sent. */
export function curlOfAct(sagaId: string, act: Act, given: Given): Promise<string> {
  return curlOfCall((client) => sendAct(client, { sagaId, act, given }));
}

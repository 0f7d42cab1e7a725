import { cliOf } from '../as-text/cli';
import { curlOfCall } from '../as-text/curl-of-call';
import { paceOf, sendBulk, type BulkAsk, type Given } from './bulk';

/** Exactly the bulk that the dialog would make, as a command of a shell; nothing is sent. */
export function curlOfBulk(ask: BulkAsk, given: Given): Promise<string> {
  return curlOfCall((client) => sendBulk(client, ask, given));
}

/**
 * The bulk as a command of the command line, which shows again what it would do and asks. Never
 * made twice, however often it is run.
 */
export function cliOfBulk(ask: BulkAsk, given: Given): string {
  const { filter, ids, action, step, toStep, result } = ask;
  const { canary, rate, failureShareMax, outcomeWithin } = {
    rate: undefined,
    ...paceOf(given.pace),
  };
  return cliOf({
    words: ['bulk', 'start', action],
    options: {
      ...{ filter, id: ids, step, 'to-step': toStep, result },
      canary: String(canary),
      rate: rate === undefined ? undefined : String(rate),
      'failure-share-max': String(failureShareMax),
      'outcome-within': outcomeWithin,
      reason: given.reason,
      'idempotency-key': given.idempotencyKey,
    },
    url: document.baseURI,
  });
}

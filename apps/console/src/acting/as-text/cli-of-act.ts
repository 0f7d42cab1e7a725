import type { Act } from '../acts';
import { cliOf, type CliCall } from './cli';
import type { Given } from '../do-act';

/**
 * The act as a command of the command line, which shows its preview again and asks. Never done
 * twice, however often it is run.
 */
export function cliOfAct(sagaId: string, act: Act, given: Given): string {
  const { words, options } = callOf(sagaId, act, given);
  const { reason, idempotencyKey } = given;
  return cliOf({
    words,
    options: { ...options, reason, 'idempotency-key': idempotencyKey },
    url: document.baseURI,
  });
}

function callOf(sagaId: string, act: Act, given: Given): Omit<CliCall, 'url'> {
  const { verb, step, toStep, result = 'succeeded', key = '' } = act;
  const words = ['saga', verb, sagaId];
  switch (verb) {
    case 'retry':
      return { words, options: { step, input: jsonOf(given.input) } };
    case 'compensate':
      return { words, options: { 'to-step': toStep } };
    case 'skip':
      return { words, options: { step, 'step-output': jsonOf(given.output) } };
    case 'settle':
      return { words, options: { step, result } };
    case 'release-lock':
      return { words: ['lock', 'release', key], options: { saga: sagaId } };
    case 'migrate':
      throw new Error('Sagas are moved to another version from their definition.');
    default:
      return { words, options: {} };
  }
}

function jsonOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

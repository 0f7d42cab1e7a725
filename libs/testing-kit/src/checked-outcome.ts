import type { ReplyOutcome, SagaError } from '#engine';
import { asJson } from './as-json.js';

const CODE = /^[A-Za-z0-9_.:-]{1,64}$/;
const OUTCOMES = "null for silence, or { type: 'succeeded', output } and the like";

type Answered = { readonly [Field in 'type' | 'output' | 'error' | 'retryAfterMs']?: unknown };

/**
 * The outcome of an answer, as it would arrive over the wire. Untyped callers may return anything.
 *
 * @throws Error when it is not an outcome
 */
export function checkedOutcome(given: unknown, command: string): ReplyOutcome | null {
  if (given === null) return null;
  if (given === undefined) {
    throw new Error(`${command} is answered with nothing: give ${OUTCOMES}`);
  }
  if (typeof given === 'object' && 'then' in given) {
    const message = 'nothing waits in virtual time, and an answer is given at once';
    throw new Error(`${command} is answered with a promise: ${message}`);
  }
  const answered: Answered = given;
  switch (answered.type) {
    case 'succeeded': {
      const { output } = answered;
      if (output === undefined) {
        throw new Error(`${command} succeeds without an output: give one, if only null`);
      }
      return { type: 'succeeded', output: asJson(output, `the output of ${command}`) };
    }
    case 'refused':
    case 'errored':
      return withError(answered, answered.type, command);
    default: {
      const text = JSON.stringify(given);
      throw new Error(`${command} is answered with ${text}, which is no outcome: give ${OUTCOMES}`);
    }
  }
}

function withError(
  { error, retryAfterMs, ...more }: Answered,
  type: 'refused' | 'errored',
  command: string,
): ReplyOutcome {
  if (!isError(error)) {
    throw new Error(`${command} is ${type} without an error: give { code, message }, two texts`);
  }
  if (!CODE.test(error.code)) {
    const form = '1 to 64 letters, digits and _ . : -';
    throw new Error(`${command} is ${type}, and "${error.code}" is no code: that has ${form}`);
  }
  if (type === 'refused' || retryAfterMs === undefined) return { ...more, type, error };
  if (typeof retryAfterMs === 'number' && retryAfterMs >= 0) {
    return { ...more, type, error, retryAfterMs };
  }
  throw new Error(`retryAfterMs of ${command} is no number of milliseconds`);
}

function isError(value: unknown): value is SagaError {
  if (typeof value !== 'object' || value === null) return false;
  const { code, message } = value as { readonly [Field in keyof SagaError]?: unknown };
  return typeof code === 'string' && typeof message === 'string';
}

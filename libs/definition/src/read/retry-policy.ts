import { ERROR_FORM, type JsonValue } from '#protocol';
import { choice, duration, list, number, object, place, text, whole } from '../language/field.js';
import type { RetryPolicy, StepKind } from '../model/saga-definition.js';
import type { Fields } from './fields.js';

export const TIMEOUT_MS_DEFAULT = 30_000;
/** Beyond that nobody waits for an automatic attempt: a person should look. */
const ATTEMPTS_MAX = 1000;
const BACKOFF_COEFFICIENT_MAX = 100;
const ERROR_CODES_MAX = 100;

const RETRY = place({
  maxAttempts: whole(1, ATTEMPTS_MAX, 'Attempts in all, the first one included.'),
  initialInterval: duration('The pause before the second attempt.'),
  backoffCoefficient: number(1, BACKOFF_COEFFICIENT_MAX, 'Each pause is so many times the last.'),
  maxInterval: duration('No pause is longer.'),
  jitter: choice(
    ['full', 'none'],
    'Whether a pause is anything between 0 and the interval, or all of it.',
    { default: 'full' },
  ),
  nonRetryable: list(
    text('The code of an error.', { pattern: ERROR_FORM.code, example: 'CARD_DECLINED' }),
    'Errors that count as refused.',
    { max: ERROR_CODES_MAX },
  ),
});

/** What everything that is sent has. */
export const SENDING_FIELDS = {
  timeout: duration('The longest wait for one reply; its end means unknown, never refused.', {
    default: '30s',
  }),
  retry: object(RETRY, 'How attempts that fail or stay silent are repeated.'),
} as const;

const FORWARD: RetryPolicy = {
  maxAttempts: 3,
  initialIntervalMs: 1000,
  backoffCoefficient: 2,
  maxIntervalMs: 30_000,
  jitter: 'full',
  nonRetryable: [],
};

/** A step past the pivot cannot be given up lightly: there is no way back. */
export const RETRY_DEFAULTS: Readonly<Record<StepKind | 'compensation', RetryPolicy>> = {
  compensatable: FORWARD,
  pivot: FORWARD,
  retryable: { ...FORWARD, maxAttempts: 20 },
  compensation: { ...FORWARD, maxAttempts: 10, maxIntervalMs: 60_000 },
};

/** Reads `retry`; only the fields that are given, without those that are wrong. */
export function readRetry(parent: Fields): Partial<RetryPolicy> {
  const retry = parent.object('retry');
  if (retry === undefined) return {};
  retry.refuseOthers(RETRY);
  const given: { -readonly [Field in keyof RetryPolicy]?: RetryPolicy[Field] | undefined } = {
    maxAttempts: retry.number('maxAttempts', RETRY.fields.maxAttempts),
    initialIntervalMs: retry.duration('initialInterval'),
    backoffCoefficient: retry.number('backoffCoefficient', RETRY.fields.backoffCoefficient),
    maxIntervalMs: retry.duration('maxInterval'),
    jitter: retry.choice('jitter', RETRY.fields.jitter.choices),
    nonRetryable: readErrorCodes(retry),
  };
  return withoutUndefined(given);
}

/**
 * The later layer wins, field by field. A longest interval that nobody chose makes room for a
 * longer first one; one that was chosen and is shorter is a fault.
 */
export function mergeRetry(
  defaults: RetryPolicy,
  layers: readonly Partial<RetryPolicy>[],
  report: (rule: string, message: string) => void,
): RetryPolicy {
  const merged = Object.assign({}, defaults, ...layers) as RetryPolicy;
  if (merged.maxIntervalMs >= merged.initialIntervalMs) return merged;
  if (!layers.some((layer) => layer.maxIntervalMs !== undefined)) {
    return { ...merged, maxIntervalMs: merged.initialIntervalMs };
  }
  report('retry-intervals', '"maxInterval" is shorter than "initialInterval"');
  return merged;
}

function readErrorCodes(retry: Fields): readonly string[] | undefined {
  const codes = retry.list('nonRetryable');
  if (codes === undefined) return undefined;
  if (codes.length <= ERROR_CODES_MAX && codes.every(isErrorCode)) return codes;
  const limits = `at most ${ERROR_CODES_MAX} codes like CARD_DECLINED: ${ERROR_FORM.code.source}`;
  retry.report('nonRetryable', 'error-codes', `must be ${limits}`);
  return undefined;
}

function isErrorCode(code: JsonValue): code is string {
  return typeof code === 'string' && ERROR_FORM.code.test(code);
}

function withoutUndefined(given: Partial<Record<keyof RetryPolicy, unknown>>) {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Partial<RetryPolicy>;
}

/** What is wrong with `defaults` alone was reported there. */
export function reportRetry(fields: Fields | null) {
  return (rule: string, message: string): void => {
    if (fields?.has('retry')) fields.report('retry', rule, message);
  };
}

import type { JsonObject, JsonValue } from '#protocol';

/** Mistakes that people make who write their first definitions; more are in `wrong-documents/`. */

export interface WrongDefinition {
  readonly mistake: string;
  readonly document: JsonObject;
  /** Whether a JSON Schema can see it: it is in the form, not in an expression or the whole. */
  readonly isInForm: boolean;
}

const BOOK: JsonObject = { name: 'book', command: 'hotel.book', compensation: 'hotel.cancel' };
const PAY: JsonObject = { name: 'pay', command: 'card.charge', kind: 'pivot' };

function withSaga(more: JsonObject): JsonObject {
  return { name: 'trip', steps: [BOOK, PAY], ...more };
}

function withSteps(...steps: readonly JsonValue[]): JsonObject {
  return { name: 'trip', steps };
}

function withStep(more: JsonObject): JsonObject {
  return withSteps({ ...BOOK, ...more }, PAY);
}

function withAction(more: JsonObject): JsonObject {
  return withSteps(BOOK, { name: 'next', ...more }, PAY);
}

const IN_FORM: readonly (readonly [string, JsonObject])[] = [
  ['"tasks" for "steps"', { name: 'trip', tasks: [BOOK] }],
  ['a deadline in ISO 8601', withSaga({ deadline: 'PT15M' })],
  ['a lock that fails when it is busy', withSaga({ locks: [{ key: 'a', onBusy: 'fail' }] })],
  ['a trigger without a key', withSaga({ trigger: { event: 'trip.asked' } })],
  [
    'a type that JSON does not have',
    withSaga({ inputSchema: { properties: { at: { type: 'date' } } } }),
  ],
  ['a loop in a loop', withStep({ forEach: { items: '${[1]}' }, repeat: { until: '${true}' } })],
  ['a catch that is a code', withStep({ catch: 'SOLD_OUT' })],
  ['two actions', withStep({ delay: '5s' })],
  ['a failure without a code', withAction({ fail: { message: 'no' } })],
];

const BEYOND_FORM: readonly (readonly [string, JsonObject])[] = [
  ['a step after itself', withStep({ after: ['book'] })],
];

export const WRONG_DEFINITIONS: readonly WrongDefinition[] = [
  ...IN_FORM.map(([mistake, document]) => ({ mistake, document, isInForm: true })),
  ...BEYOND_FORM.map(([mistake, document]) => ({ mistake, document, isInForm: false })),
];

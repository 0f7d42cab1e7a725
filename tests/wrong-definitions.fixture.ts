import type { JsonObject, JsonValue } from '#protocol';

/** Mistakes that people make who write their first definitions, or come from another language. */

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
  ['a name in capitals', withSaga({ name: 'BookTrip' })],
  ['a version, which the conductor gives', withSaga({ version: 2 })],
  ['no steps', withSaga({ steps: [] })],
  ['steps by name', withSaga({ steps: { book: BOOK } })],
  ['"tasks" for "steps"', { name: 'trip', tasks: [BOOK] }],
  ['a deadline in ISO 8601', withSaga({ deadline: 'PT15M' })],
  ['one lock, not a list', withSaga({ locks: 'room:${input.room}' })],
  ['a lock that fails when it is busy', withSaga({ locks: [{ key: 'a', onBusy: 'fail' }] })],
  ['a trigger by its name', withSaga({ trigger: 'trip.asked' })],
  ['a trigger without a key', withSaga({ trigger: { event: 'trip.asked' } })],
  ['a pattern in the schema', withSaga({ inputSchema: { pattern: '^a' } })],
  [
    'a type that JSON does not have',
    withSaga({ inputSchema: { properties: { at: { type: 'date' } } } }),
  ],
  ['a step name with a hyphen', withStep({ name: 'book-room' })],
  ['"dependsOn" for "after"', withStep({ dependsOn: ['pay'] })],
  ['"compensate" for "compensation"', withStep({ compensate: 'hotel.cancel' })],
  ['after as a text', withStep({ after: 'pay' })],
  ['a command in camel case', withStep({ command: 'hotel.bookRoom' })],
  ['a command without a participant', withStep({ command: 'book' })],
  ['nothing to undo it by', withSteps({ name: 'book', command: 'hotel.book' })],
  ['a pivot with a compensation', withStep({ kind: 'pivot' })],
  ['two pivots', withSteps(PAY, { ...PAY, name: 'payAgain' })],
  ['a kind in capitals', withStep({ kind: 'Compensatable' })],
  ['a timeout in milliseconds', withStep({ timeout: 5000 })],
  ['a timeout in words', withStep({ timeout: '5 seconds' })],
  ['a timeout of two parts', withStep({ timeout: '1h30m' })],
  ['a retry that is a number', withStep({ retry: 3 })],
  ['"attempts" for "maxAttempts"', withStep({ retry: { attempts: 3 } })],
  ['no attempt at all', withStep({ retry: { maxAttempts: 0 } })],
  ['a when without ${…}', withStep({ when: 'input.hotel' })],
  ['a forEach that is the list', withStep({ forEach: '${input.rooms}' })],
  ['items without ${…}', withStep({ forEach: { items: 'input.rooms' } })],
  ['a loop in a loop', withStep({ forEach: { items: '${[1]}' }, repeat: { until: '${true}' } })],
  ['a catch that is a code', withStep({ catch: 'SOLD_OUT' })],
  ['two actions', withStep({ delay: '5s' })],
  ['a wait by its name', withAction({ wait: 'approval' })],
  ['a wait that goes back in words', withAction({ wait: { signal: 'a', onTimeout: 'undo' } })],
  ['a wait that is undone', withAction({ wait: { signal: 'a' }, compensation: 'none' })],
  ['a delay in seconds', withAction({ delay: 30 })],
  ['a child by its name', withAction({ saga: 'pack-bags' })],
  ['a failure without a code', withAction({ fail: { message: 'no' } })],
];

const BEYOND_FORM: readonly (readonly [string, JsonObject])[] = [
  ['another language’s variable', withStep({ input: { city: '${workflow.input.city}' } })],
  ['a step without "steps."', withSteps(BOOK, { ...PAY, input: { id: '${book.output.id}' } })],
  ['a step that comes later', withStep({ input: { id: '${steps.pay.output.id}' } })],
  ['===', withStep({ when: '${input.city === "Oslo"}' })],
  ['??', withStep({ input: { nights: '${input.nights ?? 1}' } })],
  ['?.', withStep({ input: { city: '${input?.city}' } })],
  ['an arrow function', withStep({ input: { n: '${input.rooms.map(r => r.id)}' } })],
  ['an expression that does not end', withStep({ input: { city: '${input.city' } })],
  ['the clock', withStep({ input: { at: '${now()}' } })],
  ['a step after itself', withStep({ after: ['book'] })],
  ['a step after none', withStep({ after: ['fly'] })],
  ['two steps of one name', withSteps(BOOK, { ...BOOK, command: 'hotel.hold' })],
  ['a compensation by another', withStep({ compensation: 'card.refund' })],
  ['a step past the pivot that can be undone', withSteps(PAY, BOOK)],
];

export const WRONG_DEFINITIONS: readonly WrongDefinition[] = [
  ...IN_FORM.map(([mistake, document]) => ({ mistake, document, isInForm: true })),
  ...BEYOND_FORM.map(([mistake, document]) => ({ mistake, document, isInForm: false })),
];

import type { JsonObject } from '../json.js';
import { document, faultsOf, step } from './document.fixture.js';

/** A rule's name, the document that breaks it, and where. */
type Row = readonly [string, JsonObject, string];

const withSteps = (...steps: readonly JsonObject[]): JsonObject => document({ steps });
const withStep = (more: JsonObject): JsonObject => withSteps(step('a', more));
const withChild = (saga: JsonObject, more: JsonObject = {}): JsonObject =>
  withSteps({ name: 'a', saga, ...more });
const withTrigger = (more: JsonObject): JsonObject =>
  document({ trigger: { event: 'order.placed', key: '${data.orderId}', ...more } });

function expectFault([rule, posted, path]: Row): void {
  expect(faultsOf(posted)).toEqual([`${rule} ${path}`]);
}

describe('Child sagas', () => {
  it.each<Row>([
    ['required', withSteps({ name: 'a', saga: {} }), '/steps/0/saga/definition'],
    ['type', withSteps({ name: 'a', saga: 'ship' }), '/steps/0/saga'],
    ['definition-name', withChild({ definition: 'Ship' }), '/steps/0/saga/definition'],
    ['range', withChild({ definition: 'ship', version: 0 }), '/steps/0/saga/version'],
    ['unknown-field', withChild({ definition: 'ship', key: 'x' }), '/steps/0/saga/key'],
    ['one-action', withStep({ saga: { definition: 'ship' } }), '/steps/0/saga'],
    ['command-only', withChild({ definition: 'ship' }, { timeout: '1s' }), '/steps/0/timeout'],
    ['command-only', withChild({ definition: 'ship' }, { retry: {} }), '/steps/0/retry'],
    [
      'command-only',
      withChild({ definition: 'ship' }, { compensation: 'none' }),
      '/steps/0/compensation',
    ],
  ])('%s', (...row) => expectFault(row));
});

describe('Triggers', () => {
  it.each<Row>([
    ['type', document({ trigger: 'order.placed' }), '/trigger'],
    ['required', document({ trigger: { key: 'k' } }), '/trigger/event'],
    ['required', document({ trigger: { event: 'order.placed' } }), '/trigger/key'],
    ['event-name', withTrigger({ event: 'order.*' }), '/trigger/event'],
    ['event-name', withTrigger({ event: 'placed' }), '/trigger/event'],
    ['event-name', withTrigger({ event: `a.${'b.c'.repeat(70)}` }), '/trigger/event'],
    ['trigger-cycle', withTrigger({ event: 'saga.completed.sale' }), '/trigger/event'],
    ['trigger-cycle', withTrigger({ event: 'saga.stuck.sale' }), '/trigger/event'],
    ['unknown-field', withTrigger({ version: 1 }), '/trigger/version'],
    ['expression-scope', withTrigger({ key: '${input.orderId}' }), '/trigger/key'],
    ['expression-scope', withTrigger({ key: '${saga.id}' }), '/trigger/key'],
    ['expression-scope', withTrigger({ input: { id: '${steps.a.output}' } }), '/trigger/input/id'],
  ])('%s', (...row) => expectFault(row));
});

describe('Locks', () => {
  it.each<Row>([
    ['type', document({ locks: 'order' }), '/locks'],
    ['locks-limit', document({ locks: Array.from({ length: 11 }, () => 'x') }), '/locks'],
    ['type', document({ locks: [1] }), '/locks/0'],
    ['required', document({ locks: [{}] }), '/locks/0/key'],
    ['choice', document({ locks: [{ key: 'x', onBusy: 'fail' }] }), '/locks/0/onBusy'],
    ['duration', document({ locks: [{ key: 'x', timeout: '0s' }] }), '/locks/0/timeout'],
    ['unknown-field', document({ locks: [{ key: 'x', mode: 'x' }] }), '/locks/0/mode'],
    ['expression-scope', document({ locks: ['${steps.a.output}'] }), '/locks/0'],
  ])('%s', (...row) => expectFault(row));
});
